// Exercise 18. Momentum: steps that remember.
//
// You have seen v = alpha*v + g, the step by v, and how large a rate may be. Now write all three.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// One step. Every weight w[i] has its own velocity v[i] and its own slope g[i]: the velocity keeps
/// the share `alpha` of itself and gains the slope; then the weight moves by rate times velocity,
/// downhill. w and v are changed in place; they and g are equally long. The matrices of a network will
/// go through it row by row.
inline void step(Numbers& w, Numbers& v, const Numbers& g, double rate, double alpha) {
  todo();  // replace this line
}

/// Where so many steps lead from `start`. The velocities begin at 0, and gradient(w) are the slopes
/// at w.
inline Numbers descend(const std::function<Numbers(const Numbers&)>& gradient, const Numbers& start,
                       double rate, double alpha, std::size_t steps) {
  todo();  // replace this line; it ends with: return w;
}

/// Does it come nearer and nearer to 0, if the loss of one weight is lambda/2 * w^2? The rate is
/// above 0, alpha from 0 to below 1; lambda may be any number, also one below 0, as on a hill. At the
/// limit itself it swings for ever.
inline bool settles(double lambda, double rate, double alpha) {
  todo();  // replace this line
}
