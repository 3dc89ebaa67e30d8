// Divides by |a + b|.
// Told: Divided by |a + b|
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

using Function = std::function<double(const std::vector<double>&)>;

inline double relative_error(double a, double b) {
  const double larger = std::abs(a + b);
  return larger == 0 ? 0 : std::abs(a - b) / larger;
}

inline std::optional<std::size_t> wrong_entry(const Function& f,
                                              const std::vector<double>& gradient,
                                              const std::vector<double>& x) {
  const double h = 1e-5;
  double worst = 1e-5;
  std::optional<std::size_t> place;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double> left = x, right = x;
    left[i] -= h;
    right[i] += h;
    const double numerical = (f(right) - f(left)) / (2 * h);
    const double error = relative_error(gradient[i], numerical);
    if (std::isnan(error)) return i;
    if (error > worst) {
      worst = error;
      place = i;
    }
  }
  return place;
}
