#include <stepgrad/story/remarks.hpp>

#include <fmt/format.h>

#include <stepgrad/story/slopes.hpp>

namespace stepgrad {
namespace {

using math::In;

std::string in_forward_pass(const Trace& trace, const Trace::Node& node, const Setter& set) {
  const std::string what = set(math::number(node.value));
  if (!node.row) return fmt::format("{} is {} from the start.", set(math::name_of(node)), what);
  return fmt::format("The first {} arises in {}.", what, set(math::forward(trace, node)));
}

std::string in_backward_pass(const Trace& trace, const Step& step, const Setter& set) {
  const Trace::Node& from = trace.node(step.from);
  return fmt::format(
      "All values are finite, but the gradient of {} is not: the slope of {} is {}, and {}.",
      set(math::name_of(trace.node(step.to))),
      set(math::equation({math::name_of(from), math::computation(trace, from, In::names)})),
      set(math::slope(trace, step)),
      set(math::equation(
          {math::share(trace, step, In::numbers), math::number(step.contribution)})));
}

}  // namespace

std::string kink_remark(const Trace& trace, const Trace::Node& node, const Setter& set) {
  if (!at_kink(trace, node)) return "";
  const Math a = math::name_of(trace.node(node.operands.front()));
  const Math b =
      node.row->arity == 2 ? math::name_of(trace.node(node.operands.back())) : math::number(0);
  return fmt::format("at the kink {} {}", set(math::equation({a, b})), node.row->kink.taken);
}

std::string rule_remark(const Trace& trace, const Step& step, const Setter& set) {
  if (!outdoes_its_rule(trace, step)) return "";
  return fmt::format("the slope {} is taken as {} here", set(math::rule(trace, step, In::names)),
                     set(math::number(step.local)));
}

std::optional<Math> numbered_slope(const Trace& trace, std::span<const std::size_t> steps) {
  for (const std::size_t index : steps) {
    const Math slope = math::local(trace, trace.steps[index]);
    const Math& in = slope.parts[1].parts[0];  // of ∂q over ∂x, the x
    if (in.kind == Math::Kind::index) return slope;
  }
  return std::nullopt;
}

std::string numbered_slope_remark(const std::optional<Math>& slope, const Setter& set) {
  if (!slope) return "";
  return fmt::format("The number in {} means: the slope in that operand alone.", set(*slope));
}

std::string non_finite_remark(const Trace& trace, const Setter& set) {
  const auto found = first_non_finite(trace);
  if (!found) return "";
  return found->step ? in_backward_pass(trace, *found->step, set)
                     : in_forward_pass(trace, trace.node(found->node), set);
}

}  // namespace stepgrad
