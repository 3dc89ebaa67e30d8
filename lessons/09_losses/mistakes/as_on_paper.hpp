// The formula as it is written on paper.
// Told: An exponential of a large number is inf
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return y * std::log(1 + std::exp(-f)) + (1 - y) * std::log(1 + std::exp(f));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
