// Exercise 4. A chain of four links.
//
// You have seen that the slope of a chain is the product of the slopes of its links. Here is a
// longer chain: a neuron that should say 1, and a loss that says how far it is from that.
#pragma once

#include <cmath>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// One slope for each input.
struct Slopes {
  double w, x, b;
};

/// The slopes of L in w, x and b, where
///
///     p = w * x + b
///     h = tanh(p)        its slope in p is 1 - h^2
///     e = h - 1
///     L = e^2
///
/// Go forward first: compute p, h and e. Then go back from L, one line for each link, and each line
/// one multiplication: dL_de, then dL_dh, then dL_dp, and from there on to w, x and b.
inline Slopes slopes(double w, double x, double b) {
  todo();  // replace this line; it ends with: return {dL_dw, dL_dx, dL_db};
}
