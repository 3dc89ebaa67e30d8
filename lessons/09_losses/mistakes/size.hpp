// The size of f in place of what is positive of it.
// Told: that is |f|
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::abs(f) - y * f + std::log1p(std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
