// It looks ahead.
// Told: It looks ahead
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;

inline double product(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline double root_of(const Numbers& q) { return std::sqrt(static_cast<double>(q.size())); }

inline Numbers shares(const Numbers& q, const Matrix& keys) {
  Numbers scores;
  for (const Numbers& key : keys) scores.push_back(product(q, key) / root_of(q));
  return lesson12::softmax(scores);
}

inline Matrix heard_by(std::size_t t, const Matrix& all) {
  return Matrix(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(t) + 1);
}

inline Matrix attention(const Matrix& Q, const Matrix& K, const Matrix& V) {
  Matrix Y;
  for (std::size_t t = 0; t < Q.size(); ++t) {
    const Numbers a = shares(Q[t], K);
    Numbers y(V[0].size(), 0.0);
    for (std::size_t s = 0; s < a.size(); ++s)
      for (std::size_t i = 0; i < y.size(); ++i) y[i] += a[s] * V[s][i];
    Y.push_back(y);
  }
  return Y;
}

struct Slopes {
  Matrix Q, K, V;
};

inline Slopes backward(const Matrix& Q, const Matrix& K, const Matrix& V, const Matrix& G) {
  const Matrix none(Q.size(), Numbers(Q[0].size(), 0.0));
  Slopes slopes{none, none, Matrix(V.size(), Numbers(V[0].size(), 0.0))};
  for (std::size_t t = 0; t < Q.size(); ++t) {
    const Numbers a = shares(Q[t], heard_by(t, K));
    double mean = 0;
    for (std::size_t s = 0; s < a.size(); ++s) mean += a[s] * product(G[t], V[s]);
    for (std::size_t s = 0; s < a.size(); ++s) {
      const double score = a[s] * (product(G[t], V[s]) - mean) / root_of(Q[t]);
      for (std::size_t i = 0; i < Q[t].size(); ++i) {
        slopes.Q[t][i] += score * K[s][i];
        slopes.K[s][i] += score * Q[t][i];
      }
      for (std::size_t i = 0; i < V[s].size(); ++i) slopes.V[s][i] += a[s] * G[t][i];
    }
  }
  return slopes;
}
