// Exercise 8. One neuron, and how it learns.
//
// You have seen a neuron that says how sure it is of "yes", and one step of learning by hand. Now
// write both: what it says, the slopes of its loss, and the step.
#pragma once

#include <cmath>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// Two weights and a bias; or a slope in each of them.
struct Neuron {
  double w1, w2, b;
};

/// What the neuron says of the inputs:
///
///     f = w1 * x1 + w2 * x2 + b
///     p = sigmoid(f) = 1 / (1 + e^-f)
///
/// std::exp(a) is e^a.
inline double says(const Neuron& neuron, double x1, double x2) {
  todo();  // replace this line; it ends with: return p;
}

/// The slopes of L = (p - t)^2 in w1, w2 and b, where t is the target. No nudging: all digits have
/// to be right.
inline Neuron gradient(const Neuron& neuron, double x1, double x2, double t) {
  todo();  // replace this line; it ends with: return {dL_dw1, dL_dw2, dL_db};
}

/// The neuron after one step downhill, in which each number moves by rate times its slope.
inline Neuron learn(const Neuron& neuron, double x1, double x2, double t, double rate) {
  todo();  // replace this line
}
