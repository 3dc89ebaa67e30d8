#include <stepgrad/story/worksheet.hpp>

#include <numeric>

#include <stepgrad/story/remarks.hpp>

namespace stepgrad {
namespace {

using math::In;

constexpr std::size_t most_shares_asked_for = 3;  // of more only the sum is asked for

Math added(const std::vector<Math>& terms) { return math::operation(op::sum, terms); }

/// The row of a result.
Math forward_row(const Trace& trace, const Trace::Node& node, bool answers) {
  if (answers) return math::forward(trace, node);
  return math::equation(
      {math::name_of(node), math::computation(trace, node, In::names), math::blank()});
}

/// The row of a gradient: the shares that it is the sum of, then their numbers or room for them.
Math backward_row(const Trace& trace, const Trace::Node& node,
                  const std::vector<const Step*>& steps, bool answers) {
  std::vector<Math> in_names, in_numbers, results;
  for (const Step* step : steps) {
    in_names.push_back(math::share(trace, *step, In::names));
    in_numbers.push_back(answers ? math::share(trace, *step, In::numbers)
                                 : math::product(math::blank(), math::blank()));
    results.push_back(math::number(step->contribution));
  }
  std::vector<Math> sides{math::gradient(trace, node), added(in_names)};
  if (answers || steps.size() <= most_shares_asked_for) sides.push_back(added(in_numbers));
  if (answers && steps.size() > 1) sides.push_back(added(results));
  sides.push_back(answers ? math::number(node.grad) : math::blank());
  return math::equation(sides);
}

}  // namespace

Worksheet worksheet(const Trace& trace, bool answers) {
  const Trace::Node& output = trace.node(trace.output);
  std::vector<std::size_t> every_step(trace.steps.size());
  std::iota(every_step.begin(), every_step.end(), std::size_t{0});
  Worksheet sheet{
      .answers = answers,
      .statements = math::statements(trace),
      .inputs = {},
      .forward = {},
      .start = math::equation({math::gradient(trace, output), math::number(output.grad)}),
      .numbered = numbered_slope(trace, every_step),
      .backward = {}};
  for (const Trace::Node& node : trace.nodes) {
    if (node.kind == Trace::Kind::input)
      sheet.inputs.push_back(math::equation({math::name_of(node), math::number(node.value)}));
    if (node.row) sheet.forward.push_back(forward_row(trace, node, answers));
  }
  std::vector<std::vector<const Step*>> into(trace.nodes.size());
  for (const Step& step : trace.steps) into[step.to].push_back(&step);
  const auto add = [&](const Trace::Node& node) {
    if (!into[node.id].empty())
      sheet.backward.push_back(backward_row(trace, node, into[node.id], answers));
  };
  for (Id id = trace.output; id-- > 0;)
    if (trace.node(id).row) add(trace.node(id));
  for (const Trace::Node& node : trace.nodes)
    if (!node.row) add(node);
  return sheet;
}

}  // namespace stepgrad
