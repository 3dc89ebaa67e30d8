// From L back to the weights there are three links: the square, the sigmoid, the weighted sum. The
// first two are the same for all three slopes, so they are worked out once: that is dL/df. Only the
// last link differs, x1, x2 or 1. The bias is a weight whose input is always 1.
//
// Note that the sigmoid's slope needs p alone, which is known from the way forward. And that all
// three slopes are taken before anything moves: they belong to the neuron as it was.
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
  const Neuron slopes = gradient(neuron, x1, x2, t);
  return {neuron.w1 - rate * slopes.w1, neuron.w2 - rate * slopes.w2, neuron.b - rate * slopes.b};
}
