// Matrices of numbers to test with: the same on every platform, and on no kink.
#pragma once

#include <cmath>

#include <stepgrad/matrix/functions.hpp>

using M = stepgrad::Matrix<double>;
using T = stepgrad::Tensor<double>;

/// From -2 to 2.
inline M some(stepgrad::Index rows, stepgrad::Index columns, double seed = 1) {
  M matrix(rows, columns);
  for (stepgrad::Index i = 0; i < matrix.size(); ++i)
    matrix.data()[i] = 2 * std::sin(seed + 1.7 * static_cast<double>(i) + 0.3);
  return matrix;
}
/// From 0.5 to 2.5.
inline M positive(stepgrad::Index rows, stepgrad::Index columns, double seed = 1) {
  return (some(rows, columns, seed).array().abs() + 0.5).matrix();
}
