// Slopes of the sum, not of the mean.
// Told: the mean over the batch is forgotten
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>
#include <learned/16_layers.hpp>
#include <learned/18_momentum.hpp>

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;        // a matrix, row after row: A[i][j]
using Labels = std::vector<std::size_t>;  // of each sample its class, from 0

using lesson16::Layer;
using Network = std::vector<Layer>;  // from the images to the scores

inline double relu(double a) { return a > 0 ? a : 0; }

inline double relu_slope(double o) { return o > 0 ? 1 : 0; }

const lesson16::Activation by_relu{relu, relu_slope};

inline std::vector<Rows> forward(const Network& network, const Rows& X) {
  std::vector<Rows> u{X};
  for (std::size_t l = 0; l < network.size(); ++l) {
    u.push_back(lesson15::layer(network[l].W, network[l].b, u[l]));
    if (l + 1 == network.size()) break;
    for (Numbers& row : u.back())
      for (double& number : row) number = relu(number);
  }
  return u;
}

inline Numbers column(const Rows& A, std::size_t s) {
  Numbers all;
  for (const Numbers& row : A) all.push_back(row[s]);
  return all;
}

inline double loss(const Rows& scores, const Labels& labels) {
  double sum = 0;
  for (std::size_t s = 0; s < labels.size(); ++s)
    sum -= std::log(lesson12::softmax(column(scores, s))[labels[s]]);
  return sum / static_cast<double>(labels.size());
}

inline Network gradient(const Network& network, const Rows& X, const Labels& labels) {
  const std::vector<Rows> u = forward(network, X);
  Network all(network.size());
  Rows error = lesson16::last_error(u.back(), labels);
  for (Numbers& row : error)
    for (double& number : row) number *= static_cast<double>(labels.size());
  for (std::size_t l = network.size(); l-- > 0;) {
    all[l] = lesson16::slopes(error, u[l]);
    if (l > 0) error = lesson16::error_below(network[l].W, error, u[l], by_relu);
  }
  return all;
}

inline void step(Network& network, Network& velocity, const Rows& X, const Labels& labels,
                 double rate, double alpha) {
  const Network slopes = gradient(network, X, labels);
  for (std::size_t l = 0; l < network.size(); ++l) {
    for (std::size_t i = 0; i < network[l].W.size(); ++i)
      lesson18::step(network[l].W[i], velocity[l].W[i], slopes[l].W[i], rate, alpha);
    lesson18::step(network[l].b, velocity[l].b, slopes[l].b, rate, alpha);
  }
}
