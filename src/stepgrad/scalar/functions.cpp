#include <stepgrad/scalar/functions.hpp>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

namespace detail {

void check_not_empty(const op::Op& row, std::size_t operands) {
  if (operands == 0) throw Error(fmt::format("{} needs at least one operand", row.name), "", "");
}

void check_lengths(std::size_t a, std::size_t b) {
  if (a != b)
    throw Error(fmt::format("dot takes two vectors of one length, got {} and {}", a, b), "",
                "Give both the same number of Values.");
}

}  // namespace detail

}  // namespace stepgrad
