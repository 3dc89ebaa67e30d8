#include <stepgrad/course/misstep.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
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

/// All operations, or one; of that all operands, or one.
struct Habit {
  Misstep misstep;
  const op::Op* where;         // null: everywhere
  std::optional<int> operand;  // nothing: every one

  bool concerns(const Trace& trace, std::size_t index) const {
    const Step& step = trace.steps[index];
    return (!where || trace.node(step.from).row == where) && (!operand || step.operand == *operand);
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
  const auto explains_all = [&](const Habit& habit) {
    return std::ranges::all_of(findings,
                               [&](const Finding& finding) { return habit.explains(finding); });
  };
  for (const std::optional<int> operand :
       {std::optional<int>(), std::optional(0), std::optional(1)})
    for (const Misstep misstep : all_missteps)
      for (const op::Op* operation : operations)
        if (const Habit habit{misstep, operation, operand}; explains_all(habit))
          return habit.in_words(first);
  return "";
}

namespace {

/// The factor between what was found and what is right, if it is one and the same for all inputs.
std::optional<double> factor_of(const Finding& finding) {
  std::optional<double> factor;
  const std::vector<Id> inputs = finding.right.inputs();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const double right = finding.right.node(inputs[i]).grad, given = finding.gradients[i];
    if (right == 0 && given == 0) continue;
    if (right == 0 || !std::isfinite(given)) return std::nullopt;
    if (factor && !nearly_same(*factor * right, given)) return std::nullopt;
    factor = given / right;
  }
  return factor;
}

/// Does every way from the output to an input lead through this node?
bool all_go_through(const Trace& trace, Id node) {
  std::vector<bool> reached(trace.nodes.size());
  reached[trace.output] = true;
  for (const Step& step : trace.steps)
    if (reached[step.from] && step.from != node) reached[step.to] = true;
  return std::ranges::none_of(trace.inputs(),
                              [&](Id input) { return reached[input] && input != node; });
}

/// The steps back to the last node that all share, if they are a chain; none if they are not.
std::vector<const Step*> shared_chain(const Trace& trace) {
  Id end = 0;
  while (trace.node(end).kind == Trace::Kind::constant || !all_go_through(trace, end)) ++end;
  std::vector<const Step*> chain;
  for (const Step& step : trace.steps)
    if (step.to >= end) chain.push_back(&step);
  for (std::size_t i = 1; i < chain.size(); ++i)
    if (chain[i]->from != chain[i - 1]->to) return {};
  return chain;
}

/// The slope of a step if its rule had `other` in the place of the operand, of the result, or both.
std::vector<double> slopes_at(const Trace& trace, const Step& step, double other) {
  const Trace::Node& from = trace.node(step.from);
  const auto& slope = from.row->slope[0];
  const double b = from.operands.size() > 1 ? trace.b(from) : 0, there = from.row->value(other, b);
  return {slope(other, b, from.value), slope(trace.a(from), b, other), slope(other, b, there)};
}

/// A slope of the chain that has another quantity in it than it should, if that explains all.
std::string at_wrong_place(std::span<const Finding> findings,
                           const std::vector<const Step*>& chain) {
  const Trace& first = findings[0].right;
  for (const Step* step : chain) {
    if (first.node(step->from).operands[0] != step->to) continue;
    const auto place = static_cast<std::size_t>(step - first.steps.data());
    for (const Trace::Node& other : first.nodes) {
      if (other.kind == Trace::Kind::constant || first.node(step->from).operands.size() > 2)
        continue;
      for (std::size_t way = 0; way < 3; ++way) {
        const auto explains = [&](const Finding& finding) {
          const std::optional<double> factor = factor_of(finding);
          const Step& here = finding.right.steps[place];
          return factor && nearly_same(here.local * *factor,
                                       slopes_at(finding.right, here,
                                                 finding.right.node(other.id).value)[way]);
        };
        if (!std::ranges::all_of(findings, explains)) continue;
        const Story::Step told = tell(first, *step);
        return fmt::format(
            "It looks as if the slope of `{}` in {} has {} in it where {} belongs: it is `{}`.",
            as_formula(told.through), as_formula(told.name), other.name,
            way == 1 ? first.node(step->from).name : first.node(step->to).name,
            as_formula(told.slope()));
      }
    }
  }
  return "";
}

/// A slope of the chain that is missing, or is in it twice, if that explains all.
std::string at_wrong_number(std::span<const Finding> findings,
                            const std::vector<const Step*>& chain) {
  const Trace& first = findings[0].right;
  for (const Step* step : chain)
    for (const bool twice : {false, true}) {
      const auto explains = [&](const Finding& finding) {
        const std::optional<double> factor = factor_of(finding);
        const double local =
            finding.right.steps[static_cast<std::size_t>(step - first.steps.data())].local;
        return factor && nearly_same(twice ? local : 1 / local, *factor);
      };
      if (std::ranges::all_of(findings, explains))
        return fmt::format("It looks as if the slope of `{}` in {}, which is `{}`, is {}.",
                           as_formula(tell(first, *step).through), first.node(step->to).name,
                           as_formula(tell(first, *step).slope()),
                           twice ? "in it twice" : "left out");
    }
  return "";
}

/// " wherever one looks (is a factor of 2 missing?)" if the factor is the same in all findings.
std::string wherever(std::span<const Finding> findings, double factor) {
  if (std::ranges::any_of(findings, [&](const Finding& finding) {
        const std::optional<double> here = factor_of(finding);
        return !here || !nearly_same(*here, factor);
      }))
    return "";
  return fmt::format(" wherever one looks{}",
                     nearly_same(factor, 0.5)  ? " (is a factor of 2 missing?)"
                     : nearly_same(factor, 2)  ? " (is a factor of 2 too many?)"
                     : nearly_same(factor, -1) ? " (is a sign turned?)"
                                               : "");
}

}  // namespace

std::string shared_factor(std::span<const Finding> findings) {
  const Finding& finding = findings[0];
  const Trace& trace = finding.right;
  const std::optional<double> factor = factor_of(finding);
  if (!factor || nearly_same(*factor, 1)) return "";
  const std::vector<const Step*> chain = shared_chain(trace);
  if (chain.empty()) return "";
  const bool many = trace.inputs().size() > 1;
  for (const auto& explanation : {at_wrong_place, at_wrong_number})
    if (const std::string sentence = explanation(findings, chain); !sentence.empty())
      return (many ? "All are off by one factor, so look at what they share. " : "") + sentence;
  if (!many) return "";
  std::vector<std::string> slopes;
  for (const Step* step : chain)
    slopes.push_back(fmt::format("`{}`", as_formula(tell(trace, *step).slope())));
  const Trace::Node& end = trace.node(chain.back()->to);
  const std::string gradient = fmt::format("d{}/d{}", trace.node(trace.output).name, end.name);
  return fmt::format(
      "They are all {} times what is right{}, so look at what they share, the way from {} back to "
      "{}. {} should be {} here, and yours works out as {}. The slopes on that way: {}.",
      shown(*factor), wherever(findings, *factor), trace.node(trace.output).name, end.name,
      gradient, shown(end.grad), shown(*factor * end.grad), listed(slopes));
}

}  // namespace stepgrad
