// Exercise 9. A log loss that large numbers do not break, and its slope.
//
// You have seen the formula as it is on paper give nan at f = 1000. Yours has to be right there.
#pragma once

#include <algorithm>
#include <cmath>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// The log loss of the logit f, where the target y is 0 or 1, or anything between:
///
///     L = y * log(1 + e^-f) + (1 - y) * log(1 + e^f)
///
/// right to 12 digits for every f, from -1000 to 1000. std::log1p(a) is log(1 + a), and exact where
/// a is tiny.
inline double loss(double f, double y) {
  todo();  // replace this line; it ends with: return L;
}

/// The slope of the loss in f.
inline double slope(double f, double y) {
  todo();  // replace this line; it ends with: return dL_df;
}
