// The sign before y f.
// Told: the sign before y * f is turned
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) + y * f + std::log1p(std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
