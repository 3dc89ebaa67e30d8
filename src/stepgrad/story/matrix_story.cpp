#include <stepgrad/story/matrix_story.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Piece = MatrixTrace::Piece;

constexpr std::size_t most_rows = 8, most_matrix_columns = 8;

const MatrixTrace::Numbers& matrix_of(const MatrixTrace& trace, const Piece& piece) {
  const MatrixTrace::Node& node = trace.node(piece.node);
  return piece.kind == Piece::Kind::value ? node.value : node.gradient;
}

std::string shape_of(const MatrixTrace& trace, const Piece& piece) {
  std::size_t rows = piece.length, columns = 1;
  if (piece.kind != Piece::Kind::ones) {
    rows = matrix_of(trace, piece).rows;
    columns = matrix_of(trace, piece).columns;
  }
  if (piece.transposed) std::swap(rows, columns);
  return fmt::format("({}×{})", rows, columns);
}

bool is_finite(const MatrixTrace::Numbers& matrix) {
  return std::ranges::all_of(matrix.all, [](double number) { return std::isfinite(number); });
}

Math gradient_of(const MatrixTrace& trace, const MatrixTrace::Node& node) {
  Math gradient =
      math::derivative(math::name(trace.node(trace.output).name), math::name(node.name));
  gradient.formula = written_atom("d" + printable(node.name));
  return gradient;
}

Math name_of(const MatrixTrace::Node& node) {
  Math name = math::name(node.name);
  name.formula = written_atom(printable(node.name));
  return name;
}

/// "(3×2) = (3×4)(4×2)", or what comes out alone.
std::string shapes_of(const MatrixTrace& trace, const MatrixTrace::Numbers& result,
                      const MatrixTrace::Words& words) {
  const std::string shapes = in_shapes(trace, words);
  return fmt::format("({}){}{}", shape(result), shapes.empty() ? "" : " = ", shapes);
}

/// Where inf or nan arose first, in a sentence, or "".
std::string non_finite_remark(const MatrixTrace& trace) {
  for (const MatrixTrace::Node& node : trace.nodes)
    if (!is_finite(node.value))
      return fmt::format("{} is the first that has an inf or a nan in it.", printable(node.name));
  for (const MatrixTrace::Step& step : trace.steps)
    if (!is_finite(step.contribution) || !is_finite(step.total))
      return fmt::format("d{} is the first gradient that has an inf or a nan in it.",
                         printable(trace.node(step.to).name));
  return "";
}

}  // namespace

std::string shape(const MatrixTrace::Numbers& matrix) {
  return fmt::format("{}×{}", matrix.rows, matrix.columns);
}

Math in_names(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::vector<Math> parts;
  for (const Piece& piece : words) {
    const MatrixTrace::Node& node = trace.node(piece.node);
    Math part = piece.kind == Piece::Kind::text  ? math::signs(piece.text)
              : piece.kind == Piece::Kind::ones  ? math::ones()
              : piece.kind == Piece::Kind::value ? name_of(node)
                                                 : gradient_of(trace, node);
    parts.push_back(piece.transposed ? math::transposed(part) : part);
  }
  return math::row(std::move(parts));
}

std::string in_shapes(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::string text;
  for (const Piece& piece : words) {
    if (piece.kind == Piece::Kind::value &&
        trace.node(piece.node).kind == MatrixTrace::Kind::number)
      return "";
    if (piece.kind != Piece::Kind::text)
      text += shape_of(trace, piece);
    else if (piece.text == " + " || piece.text == " - ")
      text += piece.text;
    else if (piece.text != " " && piece.text != "-")
      return "";
  }
  return text;
}

bool is_small(const MatrixTrace::Numbers& matrix) {
  return matrix.rows <= most_rows && matrix.columns <= most_matrix_columns;
}

std::string norm(const MatrixTrace::Numbers& matrix) {
  if (!is_finite(matrix)) return "with inf or nan";
  double squares = 0;
  for (const double number : matrix.all) squares += number * number;
  return "norm " + shown(std::sqrt(squares), matrix_digits);
}

std::string summary(const MatrixTrace::Numbers& matrix) {
  if (!is_finite(matrix)) return fmt::format("{}, {}", shape(matrix), norm(matrix));
  const auto [least, most] = std::ranges::minmax(matrix.all);
  return fmt::format("{}, from {} to {}, {}", shape(matrix), shown(least, matrix_digits),
                     shown(most, matrix_digits), norm(matrix));
}

MatrixStory story(const MatrixTrace& trace) {
  MatrixStory story{.title = trace.title,
                    .nodes = {},
                    .backward = {},
                    .output = trace.output,
                    .non_finite = non_finite_remark(trace)};
  for (const MatrixTrace::Node& node : trace.nodes)
    story.nodes.push_back({.kind = node.kind,
                           .name = name_of(node),
                           .gradient = gradient_of(trace, node),
                           .rule = in_names(trace, node.definition),
                           .where = as_formula(in_names(trace, node.where)),
                           .shapes = shapes_of(trace, node.value, node.definition),
                           .labels = node.labels,
                           .in_numbers = &node.definition,
                           .value = &node.value,
                           .slope = &node.gradient});
  std::vector<bool> has_share(trace.nodes.size());
  for (const MatrixTrace::Step& step : trace.steps) {
    story.backward.push_back({.number = story.backward.size() + 1,
                              .from = step.from,
                              .name = story.nodes[step.to].name,
                              .gradient = story.nodes[step.to].gradient,
                              .rule = in_names(trace, step.rule),
                              .shapes = shapes_of(trace, step.contribution, step.rule),
                              .adds = has_share[step.to],
                              .in_numbers = &step.rule,
                              .share = &step.contribution,
                              .total = &step.total});
    has_share[step.to] = true;
  }
  return story;
}

std::vector<MatrixChange> changes(const MatrixStory& story) {
  std::vector<MatrixChange> all;
  for (const MatrixStory::Node& node : story.nodes)
    if (node.kind == MatrixTrace::Kind::operation) all.push_back({&node, nullptr});
  for (const MatrixStory::Step& step : story.backward)
    all.push_back({&story.nodes[step.from], &step});
  return all;
}

}  // namespace stepgrad
