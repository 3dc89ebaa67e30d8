// A limit keeps the logarithm finite.
// Told: a limit set to it is not the loss
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  const double p = std::clamp(1 / (1 + std::exp(-f)), 1e-15, 1 - 1e-15);
  return -y * std::log(p) - (1 - y) * std::log(1 - p);
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
