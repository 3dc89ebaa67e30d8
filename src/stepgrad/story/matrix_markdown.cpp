// The story of a matrix trace as Markdown.
#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/mathematics.hpp>
#include <stepgrad/story/matrix_narration.hpp>
#include <stepgrad/story/matrix_words.hpp>

namespace stepgrad {
namespace {

using Node = MatrixTrace::Node;
using Numbers = MatrixTrace::Numbers;
using Piece = MatrixTrace::Piece;

constexpr int digits = 4;

std::string name(const Node& node) { return latex(math::name(node.name)); }

std::string gradient(const MatrixTrace& trace, const Node& node) {
  return fmt::format(R"(\frac{{\partial {}}}{{\partial {}}})", name(trace.node(trace.output)),
                     name(node));
}

/// Runs of letters in words are set upright.
std::string text_of(const std::string& words) {
  std::string tex, run;
  const auto finish = [&] {
    if (run.size() > 1)
      tex += fmt::format(R"(\text{{{}}})", run);
    else
      tex += run;
    run.clear();
  };
  for (const char c : words) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c == ' ' && run.size() > 1)) {
      run += c;
      continue;
    }
    finish();
    tex += c == '*' ? R"(\circ )" : std::string(1, c);
  }
  finish();
  return tex;
}

std::string in_mathematics(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::string tex;
  for (const Piece& piece : words) {
    const Node& node = trace.node(piece.node);
    tex += piece.kind == Piece::Kind::text  ? text_of(piece.text)
         : piece.kind == Piece::Kind::ones  ? R"(\mathbf{1})"
         : piece.kind == Piece::Kind::value ? name(node)
                                            : gradient(trace, node);
    if (piece.transposed) tex += R"(^\top)";
  }
  return tex;
}

std::string in_numbers(const Numbers& matrix) {
  if (!is_small(matrix)) return fmt::format(R"(\text{{{}}})", summary(matrix));
  const auto number = [&](std::size_t i, std::size_t j) {
    return latex(math::number(std::stod(shown(matrix(i, j), digits))));
  };
  if (matrix.all.size() == 1) return number(0, 0);
  std::string rows;
  for (std::size_t i = 0; i < matrix.rows; ++i) {
    rows += i > 0 ? R"( \\ )" : "";
    for (std::size_t j = 0; j < matrix.columns; ++j) rows += (j > 0 ? " & " : "") + number(i, j);
  }
  return fmt::format(R"(\begin{{bmatrix}} {} \end{{bmatrix}})", rows);
}

/// A formula on a line of its own, as GitHub reads it whatever it contains.
std::string display(const std::string& tex) { return fmt::format("```math\n{}\n```\n", tex); }

std::string shapes(const Numbers& result, const std::string& words) {
  return words.empty() ? fmt::format("({})", shape(result))
                       : fmt::format("({}) = {}", shape(result), words);
}

std::string given(const MatrixTrace& trace) {
  std::string page;
  for (const Node& node : trace.nodes)
    if (node.kind != MatrixTrace::Kind::operation)
      page += display(fmt::format("{} = {}", name(node), in_numbers(node.value)));
  return page;
}

std::string forward(const MatrixTrace& trace) {
  std::string page = "\n## Forward\n\nEvery matrix comes from the ones before it.\n";
  for (const Node& node : trace.nodes) {
    if (node.kind != MatrixTrace::Kind::operation) continue;
    page += fmt::format("\n{}{}{}\n\n", shapes(node.value, in_shapes(trace, node.definition)),
                        node.where.empty() ? "" : "; " + in_names(trace, node.where),
                        node.labels.empty() || !is_small(node.value)
                            ? ""
                            : fmt::format("; labels {}", fmt::join(node.labels, ", ")));
    page += display(fmt::format("{} = {} = {}", name(node), in_mathematics(trace, node.definition),
                                in_numbers(node.value)));
  }
  return page;
}

std::string backward(const MatrixTrace& trace) {
  std::string page = fmt::format(
      "\n## Backward\n\nEach step hands on what arrived; the gradient of a matrix has its shape. "
      "It "
      "starts with\n\n{}",
      display(fmt::format("{} = 1", gradient(trace, trace.node(trace.output)))));
  std::vector<bool> has_share(trace.nodes.size());
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const MatrixTrace::Step& step = trace.steps[i];
    const bool adds = has_share[step.to];
    has_share[step.to] = true;
    page +=
        fmt::format("\n{}. {}{}\n\n", i + 1, shapes(step.contribution, in_shapes(trace, step.rule)),
                    adds ? ", added to what it had" : "");
    const std::string to = gradient(trace, trace.node(step.to));
    page += display(fmt::format("{}{} = {}", adds ? "" : to + " = ",
                                in_mathematics(trace, step.rule), in_numbers(step.contribution)));
    if (adds) page += display(fmt::format("{} = {}", to, in_numbers(step.total)));
  }
  return page;
}

}  // namespace

std::string markdown(const MatrixTrace& trace, const std::string& diagram) {
  std::string page = fmt::format(
      "# {}\n\n", trace.title.empty() ? "A step of the matrix engine" : escaped(trace.title));
  if (!diagram.empty()) page += fmt::format("![The diagram]({})\n\n", diagram);
  page += given(trace) + forward(trace) + backward(trace);
  if (const std::string remark = non_finite_remark(trace); !remark.empty())
    page += fmt::format("\n**Take care:** {}\n", remark);
  return page;
}

}  // namespace stepgrad
