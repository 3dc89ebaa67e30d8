// The step is too long.
// Told: h is about 0.01
#pragma once

#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 0.01;
  return (f(x + h) - f(x - h)) / (2 * h);
}
