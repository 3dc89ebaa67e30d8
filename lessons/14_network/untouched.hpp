// Exercise 14. A small network of neurons: what it says, its slopes, and a step.
//
// You have seen the way forward through hidden units and the way back, on a sample with one number.
// Now write both for any number of inputs and hidden units, with tanh in the place of relu.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// A neuron's weights, one for each of its inputs, and its bias; or a slope in each of them.
struct Neuron {
  Numbers w;
  double b;
};

/// The hidden neurons look at x, and the output looks at what they say.
struct Network {
  std::vector<Neuron> hidden;
  Neuron output;
};

/// What the network says of x:
///
///     h[i] = tanh(hidden[i].w[0] * x[0] + hidden[i].w[1] * x[1] + ... + hidden[i].b)
///     f    = output.w[0] * h[0] + output.w[1] * h[1] + ... + output.b
///
/// The output has no activation.
inline double says(const Network& network, const Numbers& x) {
  todo();  // replace this line; it ends with: return f;
}

/// The slopes of L = (f - t)^2 in all numbers of the network, each where its number stands. The
/// slope of h = tanh(a) is 1 - h^2.
inline Network gradient(const Network& network, const Numbers& x, double t) {
  todo();  // replace this line; Network slopes = network; makes one of the right shape
}

/// The network after one step downhill: each number moves by rate times its slope.
inline Network step(const Network& network, const Numbers& x, double t, double rate) {
  todo();  // replace this line
}
