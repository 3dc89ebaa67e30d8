// The slope with its sign turned.
// Told: the sign is turned: it is what
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) - y * f + std::log1p(std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return y - 1 / (1 + std::exp(-f)); }
