// Exercise 16. Backpropagation, layer by layer.
//
// You have seen how an error goes down through the layers. Now write it: the error of the last layer
// of a classifier, that of the layer below, the slopes in a layer's weights, and with them a whole
// training step of a network of any depth.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;  // row after row: W[i][j] stands in row i, column j

/// A layer's weights, a row for each unit and a column for each input, and its biases; or a slope in
/// each of them.
struct Layer {
  Matrix W;
  Numbers b;
};

/// W U + b, as you wrote it in exercise 15: columns are samples. It is here to be used.
inline Matrix sums(const Layer& layer, const Matrix& U) {
  Matrix A(layer.W.size(), Numbers(U[0].size()));
  for (std::size_t i = 0; i < A.size(); ++i)
    for (std::size_t s = 0; s < A[i].size(); ++s) {
      A[i][s] = layer.b[i];
      for (std::size_t j = 0; j < U.size(); ++j) A[i][s] += layer.W[i][j] * U[j][s];
    }
  return A;
}

/// The softmax of each column, as in exercise 12. It is here to be used.
inline Matrix softmax(Matrix scores) {
  for (std::size_t s = 0; s < scores[0].size(); ++s) {
    double largest = scores[0][s], sum = 0;
    for (const Numbers& row : scores) largest = std::max(largest, row[s]);
    for (Numbers& row : scores) sum += row[s] = std::exp(row[s] - largest);
    for (Numbers& row : scores) row[s] /= sum;
  }
  return scores;
}

/// The error dL/da of the last layer. Its sums are the scores, a row for each class and a column for
/// each sample; L is the mean over the samples of the log loss, and labels[s] is the class of sample
/// s, from 0.
inline Matrix last_error(const Matrix& scores, const std::vector<std::size_t>& labels) {
  todo();  // replace this line
}

/// The error of the layer below one whose weights are W and whose error is `above`. The layer below
/// has said o = tanh(a); the slope of tanh is 1 - o^2.
inline Matrix error_below(const Matrix& W, const Matrix& above, const Matrix& o) {
  todo();  // replace this line
}

/// The slopes in W and b of a layer with this error; o is what the layer below has said.
inline Layer slopes(const Matrix& error, const Matrix& o) {
  todo();  // replace this line; it ends with: return {dW, db};
}

/// The network after one step downhill, all weights and biases: rate times their slopes. Every layer
/// but the last has a tanh, and the last gives the scores. X has a column for each sample.
inline std::vector<Layer> step(std::vector<Layer> layers, const Matrix& X,
                               const std::vector<std::size_t>& labels, double rate) {
  todo();  // replace this line
}
