// Divided by 2 x, not by the distance.
// Told: how far apart are x + h and x - h
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * x);
}
