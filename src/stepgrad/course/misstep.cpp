#include <stepgrad/course/misstep.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

/// The step done wrong; `before` is what its node had.
Step gone_wrong(Step step, Misstep misstep, const Trace& trace, double before) {
  if (misstep == Misstep::without_slope) step.local = 1;
  if (misstep == Misstep::value_for_slope) step.local = trace.node(step.to).value;
  if (misstep == Misstep::turned) step.local = -step.local;
  if (misstep == Misstep::without_upstream) step.upstream = 1;
  step.contribution =
      misstep == Misstep::added ? step.upstream + step.local : step.upstream * step.local;
  step.total = misstep == Misstep::overwritten ? step.contribution : before + step.contribution;
  return step;
}

using Which = std::function<bool(std::size_t index)>;

/// The backward pass when the steps that `wrong` names go wrong like that.
std::vector<Step> swept(Misstep misstep, const Trace& trace, const Which& wrong) {
  std::vector<double> gradient(trace.nodes.size());
  gradient[trace.output] = 1;
  std::vector<Step> steps = trace.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Step& step = steps[i];
    const double before = gradient[step.to];
    step.upstream = gradient[step.from];
    step.contribution = step.upstream * step.local;
    step.total = before + step.contribution;
    if (wrong(i)) step = gone_wrong(step, misstep, trace, before);
    gradient[step.to] = step.total;
  }
  return steps;
}

/// All operations, or one.
struct Habit {
  Misstep misstep;
  const op::Op* where;  // null: everywhere

  bool concerns(const Trace& trace, std::size_t index) const {
    return !where || trace.node(trace.steps[index].from).row == where;
  }
  bool explains(const Finding& finding) const {
    const Trace& trace = finding.right;
    const auto steps =
        swept(misstep, trace, [&](std::size_t index) { return concerns(trace, index); });
    return std::ranges::equal(trace.inputs(), finding.gradients, [&](Id input, double gradient) {
      return nearly_same(gradient_after(steps, input), gradient);
    });
  }
  /// The first step where it makes a difference.
  std::string in_words(const Trace& trace) const {
    for (std::size_t i = 0; i < trace.steps.size(); ++i)
      if (concerns(trace, i) && backward_with(misstep, trace, i))
        return fmt::format("It looks as if {}{}.", stepgrad::in_words(misstep, trace, i),
                           misstep == Misstep::overwritten ? " (+=, and not =)" : "");
    return "";
  }
};

/// Every gradient as it would be if the pass had begun with the output's value.
bool begins_with_value(const Finding& finding) {
  const Trace& trace = finding.right;
  const double value = trace.node(trace.output).value;
  return std::ranges::equal(trace.inputs(), finding.gradients, [&](Id input, double gradient) {
    return nearly_same(value * trace.node(input).grad, gradient);
  });
}

}  // namespace

bool nearly_same(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(a));
}

std::optional<std::vector<Step>> backward_with(Misstep misstep, const Trace& trace,
                                               std::size_t index) {
  std::vector<Step> steps = swept(misstep, trace, [index](std::size_t i) { return i == index; });
  if (nearly_same(steps[index].total, trace.steps[index].total)) return std::nullopt;
  return steps;
}

double gradient_after(const std::vector<Step>& steps, Id node) {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (step->to == node) return step->total;
  return 0;
}

std::string in_words(Misstep misstep, const Trace& trace, std::size_t index) {
  const Step& step = trace.steps[index];
  const Trace::Node& to = trace.node(step.to);
  const Story::Step told = tell(trace, step);
  const std::string operation = fmt::format("`{}`", as_formula(told.through));
  const std::string slope = fmt::format("the slope of {} in {}", operation, to.name);
  const std::string is = fmt::format("`{}`", as_formula(told.slope()));
  const std::string arriving =
      fmt::format("`{} = {}`", as_formula(told.upstream), as_formula(told.upstream_number));
  switch (misstep) {
    case Misstep::overwritten:
      return fmt::format(
          "the share that {} gets through {} replaces what came along other paths: where paths "
          "meet, shares add up",
          to.name, operation);
    case Misstep::without_slope:
      return fmt::format("{}, which is {}, is left out: the chain rule multiplies by it", slope,
                         is);
    case Misstep::value_for_slope:
      return fmt::format("{} itself, {}, stands where {} belongs, which is {}", to.name,
                         shown(to.value), slope, is);
    case Misstep::without_upstream:
      return fmt::format(
          "the gradient that arrives at {}, {}, is left out: the chain rule multiplies by it",
          operation, arriving);
    case Misstep::turned:
      return fmt::format("{} has the other sign: it is {}", slope, is);
    case Misstep::added:
      break;
  }
  return fmt::format("the slope {} is added to {}: the chain rule multiplies them",
                     shown(step.local), arriving);
}

std::string habit(std::span<const Finding> findings) {
  const Trace& first = findings[0].right;
  if (std::ranges::all_of(findings, begins_with_value))
    return fmt::format(
        "It looks as if the value of {0}, {1}, stands where its gradient belongs, d{0}/d{0} = 1.",
        first.node(first.output).name, shown(first.node(first.output).value));
  std::vector<const op::Op*> operations{nullptr};
  for (const Trace::Node& node : first.nodes)
    if (node.row && !std::ranges::count(operations, node.row)) operations.push_back(node.row);
  for (const Misstep misstep : all_missteps)
    for (const op::Op* operation : operations)
      if (const Habit habit{misstep, operation}; std::ranges::all_of(
              findings, [&](const Finding& finding) { return habit.explains(finding); }))
        return habit.in_words(first);
  return "";
}

}  // namespace stepgrad
