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
[[gnu::always_inline]] inline double total_in_eights(std::size_t count, Terms&& terms,
                                                     Term&& term) {
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
  return total_in_eights(
      count, [&](Eight& next, std::size_t i) { load(next, a + i); },
      [&](std::size_t i) { return a[i]; });
}

/// a_1 b_1 + a_2 b_2 + … + a_count b_count.
inline double dot(const double* a, const double* b, std::size_t count) {
  return total_in_eights(
      count,
      [&](Eight& next, std::size_t i) {
        Eight other;
        load(next, a + i);
        load(other, b + i);
        next *= other;
      },
      [&](std::size_t i) { return a[i] * b[i]; });
}

/// Adds numbers of a and b, eight of the sixteen to the eight others: which go first is said by their
/// places in a and then b, and each of the others stands `step` behind one of these.
template <int step, int... places>
[[gnu::always_inline]] inline void add_pairs(Eight& sums, const Eight& a, const Eight& b) {
#if __has_builtin(__builtin_shufflevector)
  sums =
      __builtin_shufflevector(a, b, places...) + __builtin_shufflevector(a, b, (places + step)...);
#else
  using Places = long long __attribute__((vector_size(64)));
  sums = __builtin_shuffle(a, b, Places{places...}) +
         __builtin_shuffle(a, b, Places{(places + step)...});
#endif
}

/// y_i = dot of row i of the matrix and x, for rows that stand one behind the other: eight rows at a
/// time, so that x is fetched once, and so that adding partial sums in pairs, for which a vector unit is
/// not made, keeps it busy all the same. The pairs are those of `total_in_eights`.
inline void dots(double* y, const double* matrix, std::size_t rows, const double* x,
                 std::size_t columns) {
  std::size_t i = 0;
  for (; i + eight <= rows && columns >= eight; i += eight) {
    const double* const row = matrix + i * columns;
    Eight part[eight]{};
    std::size_t j = 0;
    for (; j + eight <= columns; j += eight) {
      Eight of_x;
      load(of_x, x + j);
      for (std::size_t r = 0; r < eight; ++r) {
        Eight of_row;
        load(of_row, row + r * columns + j);
        part[r] += of_row * of_x;
      }
    }
    Eight fours[4], pairs[2], total;
    for (std::size_t r = 0; r < 4; ++r)
      add_pairs<4, 0, 1, 2, 3, 8, 9, 10, 11>(fours[r], part[2 * r], part[2 * r + 1]);
    for (std::size_t r = 0; r < 2; ++r)
      add_pairs<2, 0, 1, 4, 5, 8, 9, 12, 13>(pairs[r], fours[2 * r], fours[2 * r + 1]);
    add_pairs<1, 0, 2, 4, 6, 8, 10, 12, 14>(total, pairs[0], pairs[1]);
    for (; j < columns; ++j)
      for (std::size_t r = 0; r < eight; ++r) total[r] += row[r * columns + j] * x[j];
    store(y + i, total);
  }
  for (; i < rows; ++i) y[i] = dot(matrix + i * columns, x, columns);
}

/// What the `dots` of a matrix and x hand back, from the last row to the first: upstream_i x to the
/// gradients of row i, upstream_i times row i to those of x, and never -0.
inline void give_dots(const double* upstream, const double* matrix, double* matrix_gradients,
                      std::size_t rows, const double* x, double* x_gradients, std::size_t columns) {
  std::size_t j = 0;
  for (; j + eight <= columns; j += eight) {
    Eight of_x, x_gradient;
    load(of_x, x + j);
    load(x_gradient, x_gradients + j);
    for (std::size_t i = rows; i-- > 0;) {
      Eight of_row, row_gradient;
      load(of_row, matrix + i * columns + j);
      load(row_gradient, matrix_gradients + i * columns + j);
      row_gradient += upstream[i] * of_x + 0.0;
      x_gradient += upstream[i] * of_row + 0.0;
      store(matrix_gradients + i * columns + j, row_gradient);
    }
    store(x_gradients + j, x_gradient);
  }
  for (; j < columns; ++j)
    for (std::size_t i = rows; i-- > 0;) {
      matrix_gradients[i * columns + j] += upstream[i] * x[j] + 0.0;
      x_gradients[j] += upstream[i] * matrix[i * columns + j] + 0.0;
    }
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
