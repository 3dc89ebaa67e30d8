// Sums and inner products of numbers that stand side by side, and what they hand back, eight numbers
// at a time: the order of summation is that of base/summation.hpp, so the bits are,
// too, on every machine and however wide its vector unit is.
//
// `Eight` is a vector of GCC and Clang, which make of it what the processor has: one AVX-512
// register, two of AVX, four of SSE or NEON. Nothing is fused, nothing is reordered.
#pragma once

#include <cstddef>
#include <cstring>

#include <stepgrad/base/op.hpp>

namespace stepgrad::fast {

using Eight = double __attribute__((vector_size(64)));
inline constexpr std::size_t eight = 8;

[[gnu::always_inline]] inline void load(Eight& to, const double* from) {
  std::memcpy(&to, from, sizeof to);
}
[[gnu::always_inline]] inline void store(double* to, const Eight& from) {
  std::memcpy(to, &from, sizeof from);
}

/// Adds term(i), of eight numbers, for i = 0, 8, 16, … and then term(i), of one, for those that
/// remain.
template <class Terms, class Term>
[[gnu::always_inline]] inline double total_of(std::size_t count, Terms&& terms, Term&& term) {
  std::size_t i = 0;
  double total = 0;
  if (count >= eight) {
    Eight part{}, next;
    for (; i + eight <= count; i += eight) {
      terms(next, i);
      part += next;
    }
    total =
        ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
  }
  for (; i < count; ++i) total += term(i);
  return total;
}

/// a_1 + a_2 + … + a_count.
inline double sum(const double* a, std::size_t count) {
  return total_of(
      count, [&](Eight& next, std::size_t i) { load(next, a + i); },
      [&](std::size_t i) { return a[i]; });
}

/// a_1 b_1 + a_2 b_2 + … + a_count b_count.
inline double dot(const double* a, const double* b, std::size_t count) {
  return total_of(
      count,
      [&](Eight& next, std::size_t i) {
        Eight other;
        load(next, a + i);
        load(other, b + i);
        next *= other;
      },
      [&](std::size_t i) { return a[i] * b[i]; });
}

/// The value of a row of any arity over `count` numbers from `a` on, and in `dot` over as many from
/// `b` on.
inline double value_of_ranges(const op::Op& row, const double* a, const double* b,
                              std::size_t count) {
  if (row == op::dot) return dot(a, b, count);
  if (row == op::sum) return sum(a, count);
  return row.value_of_all({a, count});
}

/// gradients_i += upstream for each. (What is added is never -0: see sweep.hpp.)
inline void give_all(double* gradients, std::size_t count, double upstream) {
  std::size_t i = 0;
  for (; i + eight <= count; i += eight) {
    Eight gradient;
    load(gradient, gradients + i);
    gradient += upstream;
    store(gradients + i, gradient);
  }
  for (; i < count; ++i) gradients[i] += upstream;
}

/// gradients_i += upstream * slopes_i for each, and never -0.
inline void give_all(double* gradients, std::size_t count, double upstream, const double* slopes) {
  std::size_t i = 0;
  for (; i + eight <= count; i += eight) {
    Eight gradient, slope;
    load(gradient, gradients + i);
    load(slope, slopes + i);
    gradient += upstream * slope + 0.0;
    store(gradients + i, gradient);
  }
  for (; i < count; ++i) gradients[i] += upstream * slopes[i] + 0.0;
}

}  // namespace stepgrad::fast
