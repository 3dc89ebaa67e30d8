// 1 / 100000 is a division of whole numbers.
// Told: Is h 0 (as 1 / 100000 is
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1 / 100000;
  return (f(x + h) - f(x - h)) / (2 * h);
}
