// The left height minus the right one.
// Told: not the other way round
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return (f(x - h) - f(x + h)) / (2 * h);
}
