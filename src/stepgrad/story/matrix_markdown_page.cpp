#include <stepgrad/story/matrix_markdown_page.hpp>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

std::string in_numbers(const MatrixTrace::Numbers& matrix) {
  if (!is_small(matrix)) return fmt::format(R"(\text{{{}}})", summary(matrix));
  const auto number = [&](std::size_t i, std::size_t j) {
    return as_latex(math::number(std::stod(shown(matrix(i, j), matrix_digits))));
  };
  if (matrix.all.size() == 1) return number(0, 0);
  std::string rows;
  for (std::size_t i = 0; i < matrix.rows; ++i) {
    rows += i > 0 ? R"( \\ )" : "";
    for (std::size_t j = 0; j < matrix.columns; ++j) rows += (j > 0 ? " & " : "") + number(i, j);
  }
  return fmt::format(R"(\begin{{bmatrix}} {} \end{{bmatrix}})", rows);
}

/// An equation on a line of its own, as `markdown_block` sets those of a formula.
std::string display(const std::vector<std::string>& sides) {
  return fmt::format("$$\n{}\n$$\n", fmt::join(sides, " = "));
}

std::string given(const MatrixStory& story) {
  std::string page;
  for (const MatrixStory::Node& node : story.nodes)
    if (is_given(node)) page += display({as_latex(node.name), in_numbers(*node.value)});
  return page;
}

std::string forward(const MatrixStory& story) {
  std::string page = "\n## Forward\n\nEvery matrix comes from the ones before it.\n";
  for (const MatrixStory::Node& node : story.nodes) {
    if (node.kind != MatrixTrace::Kind::operation) continue;
    page += fmt::format("\n{}{}{}{}\n\n", node.shapes, node.where.empty() ? "" : "; ", node.where,
                        node.labels.empty() || !is_small(*node.value)
                            ? ""
                            : fmt::format("; labels {}", fmt::join(node.labels, ", ")));
    page += display({as_latex(node.name), as_latex(node.rule), in_numbers(*node.value)});
  }
  return page;
}

std::string backward(const MatrixStory& story) {
  std::string page = fmt::format(
      "\n## Backward\n\nEach step hands on what arrived; the gradient of a matrix has its shape. "
      "It starts with\n\n{}",
      display({as_latex(story.nodes[story.output].gradient), "1"}));
  for (const MatrixStory::Step& step : story.backward) {
    page += fmt::format("\n{}. {}{}\n\n", step.number, step.shapes,
                        step.adds ? ", added to what it had" : "");
    std::vector<std::string> sides{as_latex(step.rule), in_numbers(*step.share)};
    if (!step.adds) sides.insert(sides.begin(), as_latex(step.gradient));
    page += display(sides);
    if (step.adds) page += display({as_latex(step.gradient), in_numbers(*step.total)});
  }
  return page;
}

}  // namespace

std::string as_markdown(const MatrixTrace& trace, const std::string& diagram) {
  const MatrixStory story = stepgrad::story(trace);
  std::string page = fmt::format(
      "# {}\n\n", story.title.empty() ? "A step of the matrix engine" : escaped(story.title));
  if (!diagram.empty()) page += fmt::format("![The diagram]({})\n\n", diagram);
  page += given(story) + forward(story) + backward(story);
  if (!story.non_finite.empty()) page += fmt::format("\n**Take care:** {}\n", story.non_finite);
  return page;
}

}  // namespace stepgrad
