// Exercise 1. The slope of any function.
//
// You have seen that a slope is a change in height over a change in x. Now teach it to the
// computer, once, for every function there is.
#pragma once

#include <cmath>
#include <functional>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// A function from a number to a number: f(2.0) is its height at 2.
using Function = std::function<double(double)>;

/// The slope of f at x, by the central difference.
///
/// Take one step to the right of x and one to the left, both of the same small length h. The slope
/// is the height on the right minus the height on the left, divided by the distance between the
/// two.
///
/// You choose h. Remember the V of the lesson: a step that is too long misses the curve, a step
/// that is too short drowns in rounding. Eight digits have to be right.
inline double slope(const Function& f, double x) {
  todo();  // replace this line
}
