#include <stepgrad/check/remarks.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

/// Three numbers with as many digits as tell them apart, at least so many.
std::array<std::string, 3> told_apart(std::array<double, 3> numbers, int digits) {
  const auto look_the_same = [&](double a, double b) {
    return std::abs(a - b) > 1e-6 * std::max(std::abs(a), std::abs(b)) &&
           shown(a, digits) == shown(b, digits);
  };
  const auto [a, b, c] = numbers;
  while (digits < 17 && (look_the_same(a, b) || look_the_same(b, c) || look_the_same(a, c)))
    ++digits;
  return {shown(a, digits), shown(b, digits), shown(c, digits)};
}

std::string without_end(double slope, std::string said) {
  return std::abs(slope) > 1e6 ? "without end" : said;
}

/// On which sides of x has f no number, as near as one can stand?
std::string about_edge(const Curve& f, double x, double given) {
  const double step = x == 0 ? 1e-8 : 4 * (std::nextafter(std::abs(x), INFINITY) - std::abs(x));
  const bool below = std::isfinite(f(x - step)), above = std::isfinite(f(x + step));
  if (below && above && std::isinf(given)) return beyond_all_numbers;
  if (below && above)
    return "f has no number close to this point, and the numbers next to it are too far away to "
           "show a slope.";
  if (!below && !above)
    return "f has a number at this point but on neither side of it: its slope does not exist.";
  return "f has no number on one side of this point: it is at the edge of the domain.";
}

}  // namespace

std::string about_nature(const Sampled& sampled, const Curve& f, double x, double here,
                         double given) {
  switch (sampled.nature) {
    case Nature::smooth:
      return "";
    case Nature::jump:
      return "f jumps here, so it has no derivative.";
    case Nature::steep:
      return "f gets steeper without end here, so it has no derivative.";
    case Nature::noisy:
      return fmt::format(
          "f is not smooth at the scale of h: the numerical derivative is only known to within {}.",
          shown(sampled.slope.error, 2));
    case Nature::outside:
      return std::isfinite(here)
               ? about_edge(f, x, given)
               : fmt::format("f is {} at this point: it has no value here.", shown(here));
    case Nature::kink:
      break;
  }
  const auto [low, high] = std::minmax(sampled.below, sampled.above);
  const double room = 1e-6 * std::max(std::abs(low), std::abs(high));
  const auto [below, above, chosen] = told_apart({sampled.below, sampled.above, given}, 4);
  return fmt::format("f has a kink here: its slope is {} from below and {} from above. {} is {}.",
                     without_end(sampled.below, below), without_end(sampled.above, above),
                     chosen.size() < shown(given).size() ? shown(given) : chosen,
                     given >= low - room && given <= high + room ? "a fair choice between the two"
                     : std::isnan(given)                         ? "no slope"
                                                                 : "not between the two");
}

std::string about_far_off(const GradientEntry& entry, double x, bool method_was_chosen) {
  if (method_was_chosen && x + entry.step == x)
    return "agrees with the derivative; the step is lost beside x: in a double, x + h is x.";
  return method_was_chosen
           ? fmt::format("agrees with the derivative; it is this difference that is {} off.",
                         shown(entry.absolute_error(), 2))
           : "it is too small to be seen beside f, so that its relative error says little.";
}

std::string about_difference(double numerical, double h, double x) {
  return fmt::format("with h = {} the difference is {}: {}. Choose a smaller step, such as {}.",
                     shown(h), shown(numerical),
                     std::isfinite(x + h) && std::isfinite(x - h)
                         ? "f has no finite number so far away"
                         : "x + h is too large for a double",
                     shown(usual_step(Method::central, x), 1));
}

}  // namespace stepgrad
