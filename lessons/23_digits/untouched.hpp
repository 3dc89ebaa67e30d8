// Exercise 23. A network of your own, that reads digits.
//
// You have written all of its parts: a layer there and back (exercise 15), and softmax with the
// slopes of its loss (exercise 12). They are here as
//
//     lesson15::layer(W, b, U)             V = W U + b, a column for each sample
//     lesson15::backward(W, U, G)          its gradients .W, .b and .U, where G is that in V
//     lesson12::softmax(scores)            the probabilities of one sample
//     lesson12::gradient(scores, labels)   the slopes of the mean log loss in the scores
//
// Put them together. When all is right, your network learns from a thousand digits, and is told how
// well it reads and how fast it learns, beside the kit's.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>
#include <stepgrad/course/todo.hpp>

using stepgrad::todo;

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;        // a matrix, row after row: A[i][j]
using Labels = std::vector<std::size_t>;  // of each sample its class, from 0

struct Layer {
  Rows W;  // a row for each unit
  Numbers b;
};
using Network = std::vector<Layer>;  // from the images to the scores

/// Rows for columns. Exercise 15 has a column for each sample, exercise 12 a row: turn the scores
/// before they go there, and what comes back.
inline Rows turned(const Rows& A) {
  Rows T(A[0].size(), Numbers(A.size()));
  for (std::size_t i = 0; i < A.size(); ++i)
    for (std::size_t j = 0; j < A[i].size(); ++j) T[j][i] = A[i][j];
  return T;
}

/// What goes into each layer, and the scores at the end: u[0] is X itself, u[1] what comes out of the
/// first layer, and so on. Behind each layer but the last stands a relu: what is below 0 becomes 0.
inline std::vector<Rows> forward(const Network& network, const Rows& X) {
  todo();  // replace this line; it ends with: return u;
}

/// The log loss of these scores, which have a column for each sample: the mean of -log(p), where p
/// is the probability of the sample's label.
inline double loss(const Rows& scores, const Labels& labels) {
  todo();  // replace this line
}

/// The slopes of that loss in all weights and biases, for the images X: a Layer for each layer.
///
/// What arrives at a relu goes on where its output is above 0, and is 0 elsewhere.
inline Network gradient(const Network& network, const Rows& X, const Labels& labels) {
  todo();  // replace this line; it ends with: return slopes;
}

/// The network after a step of gradient descent for this batch: every weight and every bias less the
/// rate times its slope.
inline Network step(const Network& network, const Rows& X, const Labels& labels, double rate) {
  todo();  // replace this line
}
