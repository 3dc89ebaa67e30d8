// What the output hears does not count.
// Told: The slope of f in a weight of the output
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;

struct Neuron {
  Numbers w;
  double b;
};

struct Network {
  std::vector<Neuron> hidden;
  Neuron output;
};

inline double sum(const Neuron& neuron, const Numbers& x) {
  double a = neuron.b;
  for (std::size_t j = 0; j < x.size(); ++j) a += neuron.w[j] * x[j];
  return a;
}

inline Numbers hidden(const Network& network, const Numbers& x) {
  Numbers h;
  for (const Neuron& neuron : network.hidden) h.push_back(std::tanh(sum(neuron, x)));
  return h;
}

inline double says(const Network& network, const Numbers& x) {
  return sum(network.output, hidden(network, x));
}

inline Network gradient(const Network& network, const Numbers& x, double t) {
  const Numbers h = hidden(network, x);
  const double dL_df = 2 * (sum(network.output, h) - t);
  Network slopes = network;
  slopes.output.b = dL_df;
  for (std::size_t i = 0; i < h.size(); ++i) {
    slopes.output.w[i] = dL_df;
    const double dL_da = dL_df * network.output.w[i] * (1 - h[i] * h[i]);
    slopes.hidden[i].b = dL_da;
    for (std::size_t j = 0; j < x.size(); ++j) slopes.hidden[i].w[j] = dL_da * x[j];
  }
  return slopes;
}

inline void move(Neuron& neuron, const Neuron& slopes, double rate) {
  for (std::size_t j = 0; j < neuron.w.size(); ++j) neuron.w[j] -= rate * slopes.w[j];
  neuron.b -= rate * slopes.b;
}

inline Network step(const Network& network, const Numbers& x, double t, double rate) {
  const Network slopes = gradient(network, x, t);
  Network moved = network;
  for (std::size_t i = 0; i < moved.hidden.size(); ++i)
    move(moved.hidden[i], slopes.hidden[i], rate);
  move(moved.output, slopes.output, rate);
  return moved;
}
