// log(1 + e^f) is f + log(1 + e^-f): both say the same, but where f is large only the second can be
// computed. So let the exponential be e^-|f|, which is never above 1, and put what is missing in
// front: max(f, 0). Of the two logarithms y takes one and 1 - y the other, and they differ by f:
// hence - y f.
//
// The slope is what the model says less what is true. Where f is very negative, e^-f is inf, and
// 1 / inf is 0, which is right: the sigmoid needs no second form.
#pragma once

#include <algorithm>
#include <cmath>

inline double loss(double f, double y) {
  return std::max(f, 0.0) - y * f + std::log1p(std::exp(-std::abs(f)));
}

inline double slope(double f, double y) { return 1 / (1 + std::exp(-f)) - y; }
