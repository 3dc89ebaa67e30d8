// Every line of the way back has the same shape: the slope that has arrived, times the slope of one
// link. Nobody needs the long formula 2 (tanh(w x + b) - 1) (1 - tanh(w x + b)^2) x, and nobody
// computes tanh three times: the forward pass has left every number that the way back needs.
//
// Look at dL_dp: it is computed once and used three times, for w, for x and for b. That saving, in
// a chain with many more branches, is all that backpropagation is about.
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
  const double dL_dw = dL_dp * x;
  const double dL_dx = dL_dp * w;
  const double dL_db = dL_dp * 1;
  return {dL_dw, dL_dx, dL_db};
}
