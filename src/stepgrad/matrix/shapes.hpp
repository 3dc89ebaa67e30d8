// Shapes of matrices, and what is said when two of them do not fit.
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

using Index = Eigen::Index;

/// Rows and columns.
struct MatrixShape {
  Index rows, columns;

  bool operator==(const MatrixShape&) const = default;
};

/// "3 x 2".
std::string shown(MatrixShape shape);

/// "W, 2 x 3:" and its rows, numbers in columns; of a 1 x 1 matrix the number alone.
std::string shown_matrix(const Matrix<double>& matrix, std::string_view name);

/// Throws Error that names the operation and both shapes, and says what would fit.
[[noreturn]] void refuse_shapes(std::string_view operation, MatrixShape a, MatrixShape b,
                                std::string_view what_fits);

}  // namespace stepgrad
