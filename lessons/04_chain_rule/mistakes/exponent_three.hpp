// A slope of the square that is none: 3 e.
// Told: look at what they share, the way from L back to p
#pragma once

#include <cmath>

struct Slopes {
  double w, x, b;
};

inline Slopes slopes(double w, double x, double b) {
  const double p = w * x + b;
  const double h = std::tanh(p);
  const double e = h - 1;

  const double dL_de = 3 * e;
  const double dL_dh = dL_de * 1;
  const double dL_dp = dL_dh * (1 - h * h);
  const double dL_dw = dL_dp * x;
  const double dL_dx = dL_dp * w;
  const double dL_db = dL_dp * 1;
  return {dL_dw, dL_dx, dL_db};
}
