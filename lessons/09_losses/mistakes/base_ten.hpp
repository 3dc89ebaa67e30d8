// Logarithms to base 10.
// Told: a logarithm to base 10
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return (std::max(f, 0.0) - y * f + std::log1p(std::exp(-std::abs(f)))) / std::log(10.0);
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
