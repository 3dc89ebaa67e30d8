#include <stepgrad/draw/matrix_drawing.hpp>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/matrix_story.hpp>

namespace stepgrad {
namespace {

using Numbers = MatrixTrace::Numbers;
using Rows = std::vector<std::vector<std::string>>;

constexpr int grid_digits = 3;

/// The numbers in rows; of a large matrix how large they are.
Rows rows_of(const Numbers& matrix) {
  if (matrix.all.empty()) return {};
  if (!is_small(matrix)) return {{norm(matrix)}};
  Rows rows(matrix.rows);
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0; j < matrix.columns; ++j)
      rows[i].push_back(shown(matrix(i, j), grid_digits));
  return rows;
}

/// What the circle says: a sum of products whole, of anything else its name.
std::string gate(const MatrixTrace& trace, const MatrixTrace::Node& node) {
  if (node.kind != MatrixTrace::Kind::operation) return "";
  if (!in_shapes(trace, node.definition).empty())
    return as_formula(in_names(trace, node.definition));
  return replaced(node.operation, "_", " ");
}

std::string about(const MatrixTrace& trace, const MatrixTrace::Node& node) {
  std::string text = fmt::format("{}, {}", printable(node.name), summary(node.value));
  if (!node.definition.empty())
    text = fmt::format("{} = {}\n{}", printable(node.name),
                       as_formula(in_names(trace, node.definition)), text);
  if (!node.where.empty()) text += "\n" + as_formula(in_names(trace, node.where));
  if (!node.gradient.all.empty())
    text += fmt::format("\nd{}: {}", printable(node.name), summary(node.gradient));
  return text;
}

/// "dW1 = dA1 Xᵀ".
std::string rule(const MatrixTrace& trace, const MatrixTrace::Step& step) {
  return fmt::format("d{} = {}", printable(trace.node(step.to).name),
                     as_formula(in_names(trace, step.rule)));
}

Drawing::Node drawn(const MatrixTrace& trace, const MatrixTrace::Node& node, bool has_gradient) {
  return {.id = fmt::format("n{}", node.id),
          .name = drawn_name(node.name),
          .gate = gate(trace, node),
          .constant = node.gradient.all.empty(),
          .about = about(trace, node),
          .grid = Drawing::Grid{shape(node.value), rows_of(node.value), rows_of(node.gradient),
                                has_gradient}};
}

/// The edges into a node; those that gradient flows back along are named by their step.
void add_edges(Drawing& drawing, const MatrixTrace& trace, const MatrixTrace::Node& node) {
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    Drawing::Edge edge{
        .id = fmt::format("e{}-{}", node.id, i + 1), .from = node.operands[i], .to = node.id};
    for (std::size_t s = 0; s < trace.steps.size(); ++s)
      if (trace.steps[s].from == node.id && trace.steps[s].operand == i) {
        edge.id = fmt::format("e{}", s + 1);
        edge.rule = as_formula(in_names(trace, trace.steps[s].rule));
        edge.about = fmt::format("step {}: {}", s + 1, rule(trace, trace.steps[s]));
      }
    drawing.edges.push_back(std::move(edge));
  }
}

}  // namespace

Drawing drawing(const MatrixTrace& trace, std::optional<std::size_t> step) {
  check_step(step, trace.steps.size());
  const std::size_t done = step.value_or(trace.steps.size());
  std::vector<bool> has_gradient(trace.nodes.size());
  has_gradient[trace.output] = true;
  for (std::size_t i = 0; i < done; ++i) has_gradient[trace.steps[i].to] = true;

  Drawing drawing;
  for (const MatrixTrace::Node& node : trace.nodes) {
    drawing.nodes.push_back(drawn(trace, node, has_gradient[node.id]));
    add_edges(drawing, trace, node);
  }
  if (!step) return drawing;
  drawing.caption = fmt::format("step {} of {}", done, trace.steps.size());
  if (done == 0) return drawing;
  const MatrixTrace::Step& last = trace.steps[done - 1];
  drawing.caption += ":  " + rule(trace, last);
  drawing.nodes[last.from].lit = drawing.nodes[last.to].lit = true;
  for (Drawing::Edge& edge : drawing.edges) edge.lit = edge.id == fmt::format("e{}", done);
  return drawing;
}

}  // namespace stepgrad
