// The label is not in it.
// Told: 1 has to be taken away at the label
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;

struct Layer {
  Matrix W;
  Numbers b;
};

struct Activation {
  double (*value)(double a);
  double (*slope)(double o);
};

inline Matrix softmax(Matrix scores) {
  for (std::size_t s = 0; s < scores[0].size(); ++s) {
    Numbers column;
    for (const Numbers& row : scores) column.push_back(row[s]);
    const Numbers p = lesson12::softmax(column);
    for (std::size_t k = 0; k < p.size(); ++k) scores[k][s] = p[k];
  }
  return scores;
}

inline Matrix last_error(const Matrix& scores, const std::vector<std::size_t>& labels) {
  Matrix error = softmax(scores);
  for (std::size_t s = 0; s < labels.size(); ++s) error[labels[s]][s] -= 0;
  for (Numbers& row : error)
    for (double& number : row) number /= static_cast<double>(labels.size());
  return error;
}

inline Matrix error_below(const Matrix& W, const Matrix& above, const Matrix& o,
                          const Activation& h) {
  Matrix error(o.size(), Numbers(o[0].size(), 0.0));
  for (std::size_t j = 0; j < o.size(); ++j)
    for (std::size_t s = 0; s < o[j].size(); ++s) {
      for (std::size_t i = 0; i < W.size(); ++i) error[j][s] += W[i][j] * above[i][s];
      error[j][s] *= h.slope(o[j][s]);
    }
  return error;
}

inline Layer slopes(const Matrix& error, const Matrix& o) {
  Layer all{Matrix(error.size(), Numbers(o.size(), 0.0)), Numbers(error.size(), 0.0)};
  for (std::size_t i = 0; i < error.size(); ++i)
    for (std::size_t s = 0; s < error[i].size(); ++s) {
      all.b[i] += error[i][s];
      for (std::size_t j = 0; j < o.size(); ++j) all.W[i][j] += error[i][s] * o[j][s];
    }
  return all;
}

inline void move(Layer& layer, const Layer& by, double rate) {
  for (std::size_t i = 0; i < layer.W.size(); ++i) {
    for (std::size_t j = 0; j < layer.W[i].size(); ++j) layer.W[i][j] -= rate * by.W[i][j];
    layer.b[i] -= rate * by.b[i];
  }
}

inline std::vector<Layer> step(std::vector<Layer> layers, const Matrix& X,
                               const std::vector<std::size_t>& labels, double rate,
                               const Activation& h) {
  std::vector<Matrix> o{X};
  for (std::size_t l = 0; l < layers.size(); ++l) {
    o.push_back(lesson15::layer(layers[l].W, layers[l].b, o[l]));
    if (l + 1 == layers.size()) break;
    for (Numbers& row : o.back())
      for (double& number : row) number = h.value(number);
  }
  Matrix error = last_error(o.back(), labels);
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer by = slopes(error, o[l]);
    if (l > 0) error = error_below(layers[l].W, error, o[l], h);
    move(layers[l], by, rate);
  }
  return layers;
}
