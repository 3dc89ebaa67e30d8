#include <stepgrad/scalar/values.hpp>

#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {

Values inputs(std::span<const double> numbers) {
  return side_by_side(numbers.size(), [&](std::size_t i) { return Value(numbers[i]); });
}

Values weighted_sum(Values x, std::span<const Values> rows) {
  detail::check_lengths(x.size(), rows.size());
  detail::check_not_empty(op::dot, x.size());
  std::vector<NodeRange> ranges;
  for (const Values& row : rows) {
    detail::check_lengths(rows[0].size(), row.size());
    ranges.push_back(row.range());
  }
  return Values(tape().record_dots(x.range(), ranges));
}

void detail::refuse_apart() {
  throw Error("these Values do not stand side by side", "",
              "Let each be one operation, or an input: of several, compute the first of all, then "
              "the second of all.");
}

void detail::refuse_count(std::size_t numbers, std::size_t size) {
  throw Error(fmt::format("{} numbers are given for {} Values", numbers, size), "",
              "Give one number for each; for some of them, take their part().");
}

void detail::refuse_part(std::size_t begin, std::size_t size, std::size_t all) {
  throw Error(
      fmt::format("of {} Values there is no part of {} from number {} on", all, size, begin), "",
      "Count from 0, and no further than there are.");
}

}  // namespace stepgrad
