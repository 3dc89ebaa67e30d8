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
  for (std::size_t k = 0; k <= decades * steps_to_a_decade; ++k)
    sweep.errors.push_back({std::pow(10, -static_cast<double>(k) / steps_to_a_decade), 0, 0});
  const Curves curves = subject.curves(x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Curve f = curves(i);
    for (auto& [h, forward, central] : sweep.errors) {
      forward = std::hypot(forward, forward_difference(f, x[i], h) - exact[i]);
      central = std::hypot(central, central_difference(f, x[i], h) - exact[i]);
    }
  }
  if (sweep.relative)
    for (StepError& error : sweep.errors) {
      error.forward /= size;
      error.central /= size;
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

std::string as_text(const StepSweep& sweep) {
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
