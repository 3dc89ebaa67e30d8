// Comparing numbers, and numerical differentiation for tests: independent of the kit's own, so that
// each can be checked with the other.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

/// Equal (0 and -0 are), or neither of them a number.
inline bool same_number(double one, double other) {
  return one == other || (std::isnan(one) && std::isnan(other));
}

/// The same to the last bit: 0 is not -0. Every nan is like every other.
inline bool same_bits(double one, double other) {
  return (std::isnan(one) && std::isnan(other)) ||
         std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}

/// df/dx at x by Ridders' method: central differences with ever smaller steps, extrapolated to the
/// step 0; of all the entries of that tableau the one that differs least from those it was made of.
template <class F>
double numerical_slope(F&& f, double x, double first_step = 0.02) {
  constexpr int rows = 12;
  constexpr double shrink = 1.6;
  std::array<double, rows> before{}, row{};
  double best = std::numeric_limits<double>::quiet_NaN();
  double least = std::numeric_limits<double>::infinity();
  double step = first_step * std::max(std::abs(x), 0.1);
  for (int i = 0; i < rows; ++i, step /= shrink, before = row) {
    const double above = x + step, below = x - step;
    row[0] = (f(above) - f(below)) / (above - below);
    double factor = 1;
    for (std::size_t j = 1; j <= static_cast<std::size_t>(i); ++j) {
      factor *= shrink * shrink;
      row[j] = (row[j - 1] * factor - before[j - 1]) / (factor - 1);
      const double error =
          std::max(std::abs(row[j] - row[j - 1]), std::abs(row[j] - before[j - 1]));
      if (error <= least) {
        least = error;
        best = row[j];
      }
    }
  }
  return best;
}

/// The slope on one side of x: from above for a positive step, from below for a negative one.
template <class F>
double one_sided_slope(F&& f, double x, double step) {
  const double there = x + step;
  return (f(there) - f(x)) / (there - x);
}
