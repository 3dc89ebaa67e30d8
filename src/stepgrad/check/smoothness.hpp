// Is a function smooth here? Found out by sampling it on both sides, not by knowing its operations.
//
// Let s(h) = (f(x + h) - f(x)) / h be the slope of the chord on one side. Where f has a derivative,
// the two sides, s(h) and s(-h), come together as h shrinks. Where they settle at two different
// slopes there is a kink. Where they do not settle at all, f is noisy. And where f cannot be
// computed on both sides, x stands at the edge of its domain or outside.
#pragma once

#include <array>

#include <stepgrad/check/numerical.hpp>

namespace stepgrad {

/// What a function is like near a point. `steep`: the chords grow without end, as those of √|x| at
/// 0.
enum class Nature { smooth, kink, jump, steep, noisy, outside };

/// What sampling has found out about f near x.
struct Sampled {
  Nature nature;
  Estimate slope;    // the derivative; at a kink the mean of the two sides
  double below = 0;  // where it is not smooth: the slope on the side of smaller numbers,
  double above = 0;  //                         and of larger ones
};

/// Where `sample` looks first, and of a smooth function seldom anywhere else: x ± h for ten steps h,
/// each half of the one before.
using FirstLooks = std::array<double, 20>;
FirstLooks first_looks(double x);

/// What is asked of `sample`.
struct Sampling {
  double expected = 0;  // what the derivative should be; where it is not, more samples are taken
  double tolerance = 1e-6;  // how far from it is still the same, relative to the larger
  double precision = 1e-4;  // known to no better than this, relative to the larger, f is noisy
  Curve noise = {};         // what f may be off by beyond the rounding of its result; may be empty
};

/// Samples f on both sides of x, at first so far away as a smooth function needs, then closer where
/// something shows, down to the numbers next to x: 7 to 300 evaluations, a few thousand where x is
/// tiny. `here` is f(x).
///
/// There is a kink if the sides still differ at a distance of 2e-8·max(|x|, 1), by more than a
/// millionth of the slopes, and go on doing so as far as rounding lets one see. f is not called
/// noisy for a derivative that is too small to be seen beside f(x) or beside the chords at a
/// distance of 1e-3.
Sampled sample(const Curve& f, double x, double here, const Sampling& sampling = {});

/// The slope of f on one side of x, that of larger numbers (1) or of smaller ones (-1): chords,
/// extrapolated to 0. For a point so near a kink that the other side does not show its slope.
Estimate one_sided_slope(const Curve& f, double x, double here, int side,
                         const Sampling& sampling = {});

}  // namespace stepgrad
