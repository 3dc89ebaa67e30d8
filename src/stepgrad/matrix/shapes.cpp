#include <stepgrad/matrix/shapes.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>

namespace stepgrad {

std::string shown(MatrixShape shape) { return fmt::format("{} x {}", shape.rows, shape.columns); }

std::string shown_matrix(const Matrix<double>& matrix, std::string_view name) {
  if (matrix.size() == 1) return shown(matrix(0, 0));
  std::size_t width = 0;
  for (Index i = 0; i < matrix.size(); ++i) width = std::max(width, shown(matrix.data()[i]).size());
  std::string text = fmt::format("{}{}{}:", name, name.empty() ? "" : ", ",
                                 shown(MatrixShape{matrix.rows(), matrix.cols()}));
  for (Index i = 0; i < matrix.rows(); ++i) {
    text += "\n";
    for (Index j = 0; j < matrix.cols(); ++j)
      text += fmt::format("  {:>{}}", shown(matrix(i, j)), width);
  }
  return text;
}

void refuse_shapes(std::string_view operation, MatrixShape a, MatrixShape b,
                   std::string_view what_fits) {
  throw Error(fmt::format("{} of {} and {}", operation, shown(a), shown(b)), "",
              std::string(what_fits));
}

}  // namespace stepgrad
