// A forward difference, with its best h.
// Told: one-sided difference
#pragma once

#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-8;
  return (f(x + h) - f(x)) / h;
}
