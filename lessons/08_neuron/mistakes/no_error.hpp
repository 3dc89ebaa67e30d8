// How wrong it is does not enter.
// Told: how wrong it is, p - t, is missing
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
  const double dL_df = 2 * p * (1 - p);
  return {dL_df * x1, dL_df * x2, dL_df};
}

inline Neuron learn(const Neuron& neuron, double x1, double x2, double t, double rate) {
  const Neuron slopes = gradient(neuron, x1, x2, t);
  return {neuron.w1 - rate * slopes.w1, neuron.w2 - rate * slopes.w2, neuron.b - rate * slopes.b};
}
