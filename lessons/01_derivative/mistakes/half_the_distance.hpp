// The distance between the two places is 2h, not h.
// Told: how far apart are x + h and x - h?
#pragma once

#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / h;
}
