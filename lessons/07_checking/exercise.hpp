// Exercise 7. A gradient checker of your own.
//
// You have seen that a gradient that was worked out by hand should be compared with one that takes
// no thought. Now write the tool that does it; people use it whenever they write a new layer.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// A function of many numbers: f({1.0, 2.0}) is its value there.
using Function = std::function<double(const std::vector<double>&)>;

/// How far two slopes are apart, measured by their own size:
///
///     |a - b| / max(|a|, |b|)
///
/// and 0 where both are 0.
inline double relative_error(double a, double b) {
  todo();  // replace this line
}

/// Which entry of the gradient of f at x is wrong?
///
/// Compares each entry with the central difference in that direction (exercise 1): nudge one number
/// of x, leave the others where they are. Returns the place of the entry with the largest relative
/// error, or nothing (`return std::nullopt;`) if no error is larger than 1e-5.
///
/// An entry that is not a number is as wrong as can be. Beware: every comparison with it is false.
/// std::isnan tells.
inline std::optional<std::size_t> wrong_entry(const Function& f,
                                              const std::vector<double>& gradient,
                                              const std::vector<double>& x) {
  todo();  // replace this line
}
