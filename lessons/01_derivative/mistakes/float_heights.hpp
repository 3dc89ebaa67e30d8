// The heights are kept in floats.
// Told: a float where a double is meant
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const float h = 1e-5f;
  const float right = f(x + h), left = f(x - h);
  return (right - left) / (2 * h);
}
