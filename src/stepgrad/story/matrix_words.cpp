#include <stepgrad/story/matrix_words.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Piece = MatrixTrace::Piece;

constexpr std::size_t most_rows = 8, most_columns = 8;
constexpr int digits = 4;

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

}  // namespace

std::string shape(const MatrixTrace::Numbers& matrix) {
  return fmt::format("{}×{}", matrix.rows, matrix.columns);
}

std::string sign(const Piece& piece) {
  if (piece.kind == Piece::Kind::ones) return piece.transposed ? "1ᵀ" : "1";
  return replaced(replaced(piece.text, "*", "∘"), "^2", "²");
}

std::string in_names(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::string text;
  for (const Piece& piece : words) {
    if (piece.kind == Piece::Kind::text || piece.kind == Piece::Kind::ones) {
      text += sign(piece);
      continue;
    }
    if (piece.kind == Piece::Kind::gradient) text += 'd';
    text += printable(trace.node(piece.node).name);
    if (piece.transposed) text += "ᵀ";
  }
  return text;
}

std::string in_shapes(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::string text;
  for (const Piece& piece : words) {
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
  return matrix.rows <= most_rows && matrix.columns <= most_columns;
}

std::string norm(const MatrixTrace::Numbers& matrix) {
  if (!is_finite(matrix)) return "with inf or nan";
  double squares = 0;
  for (const double number : matrix.all) squares += number * number;
  return "norm " + shown(std::sqrt(squares), digits);
}

std::string summary(const MatrixTrace::Numbers& matrix) {
  if (!is_finite(matrix)) return fmt::format("{}, {}", shape(matrix), norm(matrix));
  const auto [least, most] = std::ranges::minmax(matrix.all);
  return fmt::format("{}, from {} to {}, {}", shape(matrix), shown(least, digits),
                     shown(most, digits), norm(matrix));
}

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

}  // namespace stepgrad
