// Exercise 23. A network of your own, that reads digits.
//
// You have written all of its parts. They are here as
//
//     lesson12::softmax(scores)               the probabilities of one sample
//     lesson15::layer(W, b, U)                V = W U + b, a column for each sample
//     lesson16::last_error(scores, labels)    the error of the last layer; the mean is in it
//     lesson16::error_below(W, above, o, h)   that of the layer below one with these W and error
//     lesson16::slopes(error, o)              the slopes of a layer that was given o: .W and .b
//     lesson18::step(w, v, g, rate, alpha)    a step with momentum for a row of weights
//
// Put them together. When all is right, your network learns from a thousand digits, and is told how
// well it reads and how fast it learns, beside the kit's.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/15_matrices.hpp>
#include <learned/16_layers.hpp>
#include <learned/18_momentum.hpp>
#include <stepgrad/course/todo.hpp>

using stepgrad::todo;

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;        // a matrix, row after row: A[i][j]
using Labels = std::vector<std::size_t>;  // of each sample its class, from 0

using lesson16::Layer;  // W, a row for each unit, and b; or slopes or velocities of them
using Network = std::vector<Layer>;  // from the images to the scores

/// max(0, a).
inline double relu(double a) {
  todo();  // replace this line
}

/// The slope of a relu, told by what it has said: o = relu(a).
inline double relu_slope(double o) {
  todo();  // replace this line
}

/// Both of them, as exercise 16 wants an activation.
const lesson16::Activation by_relu{relu, relu_slope};

/// What goes into each layer, and the scores at the end: u[0] is X itself, u[1] what comes out of the
/// first layer, and so on. Behind each layer but the last stands a relu.
inline std::vector<Rows> forward(const Network& network, const Rows& X) {
  todo();  // replace this line; it ends with: return u;
}

/// Column s of A. It is here to be used.
inline Numbers column(const Rows& A, std::size_t s) {
  Numbers all;
  for (const Numbers& row : A) all.push_back(row[s]);
  return all;
}

/// The log loss of these scores, which have a column for each sample: the mean of -log(p), where p
/// is the probability of the sample's label.
inline double loss(const Rows& scores, const Labels& labels) {
  todo();  // replace this line
}

/// The slopes of that loss in all weights and biases, for the images X: a Layer for each layer.
inline Network gradient(const Network& network, const Rows& X, const Labels& labels) {
  todo();  // replace this line; it ends with: return all;
}

/// A step with momentum for this batch. `velocity` has a velocity for every weight and every bias, in
/// the same places. Both are changed.
inline void step(Network& network, Network& velocity, const Rows& X, const Labels& labels,
                 double rate, double alpha) {
  todo();  // replace this line
}
