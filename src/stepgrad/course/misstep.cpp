#include <stepgrad/course/misstep.hpp>

#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/show/words.hpp>

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

bool same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(a)); }

}  // namespace

std::optional<std::vector<Step>> backward_with(Misstep misstep, const Trace& trace,
                                               std::size_t index) {
  std::vector<double> gradient(trace.nodes.size());
  gradient[trace.output] = 1;
  std::vector<Step> steps = trace.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Step& step = steps[i];
    const double before = gradient[step.to];
    step.upstream = gradient[step.from];
    step.contribution = step.upstream * step.local;
    step.total = before + step.contribution;
    if (i == index) {
      const Step wrong = gone_wrong(step, misstep, trace, before);
      if (same(wrong.total, step.total)) return std::nullopt;
      step = wrong;
    }
    gradient[step.to] = step.total;
  }
  return steps;
}

double gradient_after(const std::vector<Step>& steps, Id node) {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (step->to == node) return step->total;
  return 0;
}

std::string in_words(Misstep misstep, const Trace& trace, std::size_t index) {
  const Step& step = trace.steps[index];
  const Trace::Node& from = trace.node(step.from);
  const Trace::Node& to = trace.node(step.to);
  const std::string operation = fmt::format("`{} = {}`", from.name, in_names(trace, from));
  const std::string slope = fmt::format("the slope of {} in {}", operation, to.name);
  const std::string is = fmt::format("`{}`", slope_equation(trace, step));
  const std::string arriving =
      fmt::format("`{} = {}`", gradient_name(trace, from), shown(step.upstream));
  switch (misstep) {
    case Misstep::overwritten:
      return fmt::format(
          "the share that {} gets through {} replaces what came along other paths: where "
          "paths meet, shares add up",
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

}  // namespace stepgrad
