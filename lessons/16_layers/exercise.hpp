// Exercise 16. Backpropagation, layer by layer.
//
// You have seen how an error goes down through the layers. Now write it: the error of the last layer
// of a classifier, that of the layer below, the slopes in a layer's weights, and with them a whole
// training step of a network of any depth. From earlier exercises are here
//
//     lesson12::softmax(scores)    the probabilities of one sample
//     lesson15::layer(W, b, U)     W U + b, a column for each sample
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>
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

/// An activation: what it makes of a sum, and its slope there, told by what it has made of it. For
/// tanh, value(a) is tanh(a), and slope(o) is 1 - o*o.
struct Activation {
  double (*value)(double a);
  double (*slope)(double o);
};

/// The softmax of each column. It is here to be used.
inline Matrix softmax(Matrix scores) {
  for (std::size_t s = 0; s < scores[0].size(); ++s) {
    Numbers column;
    for (const Numbers& row : scores) column.push_back(row[s]);
    const Numbers p = lesson12::softmax(column);
    for (std::size_t k = 0; k < p.size(); ++k) scores[k][s] = p[k];
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
/// has said o, by the activation h.
inline Matrix error_below(const Matrix& W, const Matrix& above, const Matrix& o,
                          const Activation& h) {
  todo();  // replace this line
}

/// The slopes in W and b of a layer with this error; o is what the layer below has said.
inline Layer slopes(const Matrix& error, const Matrix& o) {
  todo();  // replace this line; it ends with: return {dW, db};
}

/// The network after one step downhill, all weights and biases: rate times their slopes. Every layer
/// but the last has the activation h, and the last gives the scores. X has a column for each sample.
inline std::vector<Layer> step(std::vector<Layer> layers, const Matrix& X,
                               const std::vector<std::size_t>& labels, double rate,
                               const Activation& h) {
  todo();  // replace this line
}
