// Exercise 24. How far may a step go? Ask the gradient.
//
// You have seen H d from two gradients, power iteration, and the rate that follows from it. Now write
// all three, for any function whose gradient you have.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Gradient = std::function<Numbers(const Numbers& w)>;

/// H d at w, to six digits: how fast the gradient changes when w moves along d. Without H: by the
/// central difference of two gradients, with a small step h that you choose. w and d are equally long.
inline Numbers hessian_times(const Gradient& gradient, const Numbers& w, const Numbers& d) {
  todo();  // replace this line; it ends with: return change;
}

/// The curvature that is farthest from 0, with its sign, after so many rounds of power iteration from
/// d. A round makes of d the product H d - shift * d, as long as 1. At the end comes d's own curvature,
/// the product of d and H d - shift * d, entry by entry, added up, with d as long as 1. There is
/// at least one round; d is not 0. Where the product has become 0, so is the curvature.
inline double power(const Gradient& gradient, const Numbers& w, Numbers d, std::size_t rounds,
                    double shift) {
  todo();  // replace this line
}

/// The largest rate with which descent does not leave a bowl with this curvature: 2 over the largest
/// one. Where the curvature that is farthest from 0 (power without a shift) is below 0, the largest is
/// found by a second power iteration, from the same d, with that one as the shift; mind what the
/// shift has taken away. If no curvature is above 0, there is no limit: infinity,
/// std::numeric_limits<double>::infinity().
inline double largest_rate(const Gradient& gradient, const Numbers& w, const Numbers& d,
                           std::size_t rounds) {
  todo();  // replace this line
}
