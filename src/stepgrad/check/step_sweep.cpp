#include <stepgrad/check/step_sweep.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

constexpr int decades = 16;

double length(const std::vector<double>& v) {
  double sum = 0;
  for (const double entry : v) sum = std::hypot(sum, entry);
  return sum;
}

/// ‖difference quotients with the step h - exact‖.
template <class Difference>
double error(const Subject& subject, const std::vector<double>& x, const std::vector<double>& exact,
             double h, Difference&& difference) {
  std::vector<double> off;
  for (std::size_t i = 0; i < x.size(); ++i)
    off.push_back(difference(along_entry(subject.value, x, i), x[i], h) - exact[i]);
  return length(off);
}

/// The column of a number on a logarithmic axis from 1e-16 to 1, two columns a decade; numbers
/// beyond its ends stand at them.
std::size_t column(double number) {
  const double place = std::isnan(number) ? 0 : std::log10(number) + decades;
  return static_cast<std::size_t>(std::lround(2 * std::clamp<double>(place, 0, decades)));
}

}  // namespace

StepSweep sweep_steps(const Subject& subject, const std::vector<double>& x) {
  const std::vector<double> exact = subject.gradient(x);
  const double size = length(exact);
  if (!std::isfinite(size) || !std::isfinite(subject.value(x)))
    throw Error("the error of a step cannot be told where f or its gradient is not finite", "",
                "Choose other numbers for the inputs.");
  StepSweep sweep;
  sweep.relative = size > 0;
  for (std::size_t i = 0; i <= decades * steps_to_a_decade; ++i) {
    const double h = std::pow(10, -static_cast<double>(i) / steps_to_a_decade);
    const double unit = sweep.relative ? size : 1;
    sweep.errors.push_back({h, error(subject, x, exact, h, forward_difference) / unit,
                            error(subject, x, exact, h, central_difference) / unit});
  }
  // An error that is not a number is no candidate, so infinity stands in for it.
  const auto least = [&](double StepError::*of) {
    return *std::ranges::min_element(sweep.errors, {}, [of](const StepError& error) {
      return std::isnan(error.*of) ? INFINITY : error.*of;
    });
  };
  sweep.best_forward = least(&StepError::forward);
  sweep.best_central = least(&StepError::central);
  return sweep;
}

std::string text(const StepSweep& sweep) {
  std::string result =
      fmt::format("{:>7}  {:>8}  {:>8}   {:<30}{:>3}\n", "h", "forward", "central", "1e-16", "1");
  for (std::size_t i = 0; i < sweep.errors.size(); i += steps_to_a_decade) {
    const StepError& error = sweep.errors[i];
    std::string curve(2 * decades + 1, ' ');
    curve[column(error.central)] = 'c';
    curve[column(error.forward)] = column(error.forward) == column(error.central) ? '*' : 'f';
    result +=
        fmt::format("{:>7}  {:>8}  {:>8}   {}\n", shown(error.h), shown(error.forward, 2),
                    shown(error.central, 2), curve.substr(0, curve.find_last_not_of(' ') + 1));
  }
  result += fmt::format(
      "\nBest: forward difference h = {}, error {}; central difference h = {}, error {}.\n",
      shown(sweep.best_forward.h, 2), shown(sweep.best_forward.forward, 2),
      shown(sweep.best_central.h, 2), shown(sweep.best_central.central, 2));
  result += sweep.relative
                ? "error = |numerical - exact| / |exact|, | | being the length of the gradient.\n"
                : "error = |numerical - exact|, the length of the difference; the gradient is 0.\n";
  return result + "For larger h the chord is not the tangent; for smaller h rounding takes over.\n";
}

}  // namespace stepgrad
