#include <stepgrad/story/words.hpp>

#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/formula.hpp>
#include <stepgrad/story/slopes.hpp>

namespace stepgrad {
namespace {

Written number_of(const Trace::Node& node) { return written_number(node.value); }

/// The step's rule with its letters replaced by what `leaf` writes for the nodes that they mean.
template <class Leaf>
std::string slope(const Trace& trace, const Step& step, Leaf&& leaf) {
  const auto letter = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return written_number(term.number);
    return leaf(meant_by(term.name, trace, step));
  };
  return write(slope_rule(trace, step), letter).text;
}

}  // namespace

std::string slope_in_names(const Trace& trace, const Step& step) {
  return slope(trace, step, written);
}

std::string slope_in_numbers(const Trace& trace, const Step& step) {
  return slope(trace, step, number_of);
}

std::string slope_equation(const Trace& trace, const Step& step) {
  const std::string names = slope_in_names(trace, step);
  if (outdoes_its_rule(trace, step))
    return fmt::format("{}, taken as {} here", names, shown(step.local));
  return equation({names, slope_in_numbers(trace, step), shown(step.local)});
}

std::string equation(const std::vector<std::string>& sides) {
  std::string text;
  for (std::size_t i = 0; i < sides.size(); ++i)
    if (i == 0)
      text = sides[i];
    else if (sides[i] != sides[i - 1])
      text += " = " + sides[i];
  return text;
}

std::string gradient_name(const Trace& trace, const Trace::Node& node) {
  return fmt::format("d{}/d{}", trace.node(trace.output).name, node.name);
}

std::string operand(double number) {
  const std::string text = shown(number);
  return text.starts_with('-') ? fmt::format("({})", text) : text;
}

Paths paths(const Trace& trace) {
  Paths paths{std::vector<int>(trace.nodes.size()), {}, {}};
  std::vector<double> total(trace.nodes.size());
  for (const Step& step : trace.steps) {
    const int order = ++paths.into[step.to];
    // A leaf may bring something along from an earlier sweep.
    const bool brings = order == 1 && step.total != step.contribution && std::isfinite(step.total);
    paths.order.push_back(order);
    paths.before.push_back(brings ? step.total - step.contribution : total[step.to]);
    total[step.to] = step.total;
  }
  return paths;
}

std::string sentence(const Trace& trace, std::size_t index, const Paths& paths) {
  const Step& step = trace.steps[index];
  const Trace::Node& from = trace.node(step.from);
  std::string text = fmt::format("{} gets {} * {} = {} through {} = {}", trace.node(step.to).name,
                                 shown(step.upstream), operand(step.local),
                                 shown(step.contribution), from.name, in_names(trace, from));
  if (const std::string kink = kink_remark(trace, from); !kink.empty())
    text += fmt::format(" ({})", kink);
  if (paths.order[index] > 1 || paths.before[index] != 0)
    text += fmt::format("; with the {} it had, that makes {}", shown(paths.before[index]),
                        shown(step.total));
  return text;
}

std::string kink_remark(const Trace& trace, const Trace::Node& node) {
  if (!at_kink(trace, node)) return "";
  const auto name = [&](std::size_t i) { return written(trace.node(node.operands[i])).text; };
  return fmt::format("at the kink {} = {} {}", name(0), node.row->arity == 2 ? name(1) : "0",
                     node.row->kink.taken);
}

std::string non_finite_remark(const Trace& trace) {
  const auto found = first_non_finite(trace);
  if (!found) return "";
  const Trace::Node& node = trace.node(found->node);
  if (!found->step) {
    const std::string what = shown(node.value);
    if (!node.row) return fmt::format("{} is {} from the start.", node.name, what);
    return fmt::format("The first {} arises in {}.", what,
                       equation({node.name, in_names(trace, node), in_numbers(trace, node), what}));
  }
  const Step& step = *found->step;
  const Trace::Node& from = trace.node(step.from);
  return fmt::format(
      "All values are finite, but the gradient of {} is not: the slope of {} = {} in {} is {}, and "
      "{} * {} = {}.",
      node.name, from.name, in_names(trace, from), node.name, slope_equation(trace, step),
      shown(step.upstream), operand(step.local), shown(step.contribution));
}

}  // namespace stepgrad
