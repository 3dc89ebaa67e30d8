#include <stepgrad/matrix/shapes.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

std::string shown(MatrixShape shape) { return fmt::format("{} x {}", shape.rows, shape.columns); }

void refuse_shapes(std::string_view operation, MatrixShape a, MatrixShape b,
                   std::string_view what_fits) {
  throw Error(fmt::format("{} of {} and {}", operation, shown(a), shown(b)), "",
              std::string(what_fits));
}

}  // namespace stepgrad
