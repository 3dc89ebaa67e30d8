// Rows are taken for samples where columns are wanted.
// Told: is not turned back
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;        // a matrix, row after row: A[i][j]
using Labels = std::vector<std::size_t>;  // of each sample its class, from 0

struct Layer {
  Rows W;  // a row for each unit
  Numbers b;
};
using Network = std::vector<Layer>;  // from the images to the scores

inline Rows turned(const Rows& A) {
  Rows T(A[0].size(), Numbers(A.size()));
  for (std::size_t i = 0; i < A.size(); ++i)
    for (std::size_t j = 0; j < A[i].size(); ++j) T[j][i] = A[i][j];
  return T;
}

inline std::vector<Rows> forward(const Network& network, const Rows& X) {
  std::vector<Rows> u{X};
  for (std::size_t l = 0; l < network.size(); ++l) {
    Rows V = lesson15::layer(network[l].W, network[l].b, u[l]);
    if (l + 1 < network.size())
      for (Numbers& row : V)
        for (double& number : row)
          if (number < 0) number = 0;
    u.push_back(V);
  }
  return u;
}

inline double loss(const Rows& scores, const Labels& labels) {
  const Rows samples = turned(scores);
  double sum = 0;
  for (std::size_t s = 0; s < samples.size(); ++s)
    sum -= std::log(lesson12::softmax(samples[s])[labels[s]]);
  return sum / static_cast<double>(samples.size());
}

inline Network gradient(const Network& network, const Rows& X, const Labels& labels) {
  const std::vector<Rows> u = forward(network, X);
  Network slopes(network.size());
  Rows G = lesson12::gradient(turned(u.back()), labels);
  for (std::size_t l = network.size(); l-- > 0;) {
    const auto back = lesson15::backward(network[l].W, u[l], G);
    slopes[l] = {back.W, back.b};
    G = back.U;
    if (l > 0)
      for (std::size_t j = 0; j < G.size(); ++j)
        for (std::size_t s = 0; s < G[j].size(); ++s)
          if (u[l][j][s] <= 0) G[j][s] = 0;
  }
  return slopes;
}

inline Network step(const Network& network, const Rows& X, const Labels& labels, double rate) {
  const Network slopes = gradient(network, X, labels);
  Network moved = network;
  for (std::size_t l = 0; l < moved.size(); ++l)
    for (std::size_t i = 0; i < moved[l].W.size(); ++i) {
      for (std::size_t j = 0; j < moved[l].W[i].size(); ++j)
        moved[l].W[i][j] -= rate * slopes[l].W[i][j];
      moved[l].b[i] -= rate * slopes[l].b[i];
    }
  return moved;
}
