// Each slope is taken when the one before has moved.
// Told: a number has moved before this slope
#pragma once

#include <cmath>

struct Neuron {
  double w1, w2, b;
};

inline double says(const Neuron& neuron, double x1, double x2) {
  const double f = neuron.w1 * x1 + neuron.w2 * x2 + neuron.b;
  return 1 / (1 + std::exp(-f));
}

inline Neuron gradient(const Neuron& neuron, double x1, double x2, double t) {
  const double p = says(neuron, x1, x2);
  const double dL_df = 2 * (p - t) * p * (1 - p);
  return {dL_df * x1, dL_df * x2, dL_df};
}

inline Neuron learn(const Neuron& neuron, double x1, double x2, double t, double rate) {
  Neuron moved = neuron;
  moved.w1 -= rate * gradient(moved, x1, x2, t).w1;
  moved.w2 -= rate * gradient(moved, x1, x2, t).w2;
  moved.b -= rate * gradient(moved, x1, x2, t).b;
  return moved;
}
