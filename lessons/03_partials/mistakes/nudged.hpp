// Nudged, not worked out.
// Told: Is it a difference quotient
#pragma once

#include <cmath>

struct Partials {
  double w, x, b;
};

inline Partials partials(double w, double x, double b) {
  const double h = 1e-5;
  const auto f = [](double w, double x, double b) { return w * x * x + b * x; };
  return {(f(w + h, x, b) - f(w - h, x, b)) / (2 * h), (f(w, x + h, b) - f(w, x - h, b)) / (2 * h),
          (f(w, x, b + h) - f(w, x, b - h)) / (2 * h)};
}
