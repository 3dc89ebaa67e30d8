// The values of a statement's parts, each computed again from its row: to the last bit what it was
// when it was recorded.
#pragma once

#include <array>
#include <cstddef>

#include <stepgrad/scalar/tape.hpp>

namespace stepgrad::fast {

struct PartValues {
  double left, right, result;
};

/// Of each part; `before` is the value of the entry before the statement's.
template <Code code>
[[gnu::always_inline]] inline auto values_of_parts(const Tape::Contents& tape,
                                                   const Operands& operands, double before) {
  constexpr const Statement& statement = statement_of(code);
  std::array<PartValues, statement.size> values;
  const auto value = [&]<Of of>(std::size_t i) __attribute__((always_inline)) {
    if constexpr (of == Of::before) return before;
    if constexpr (of == Of::a) return tape.values[operands.a];
    if constexpr (of == Of::b) return tape.values[operands.b];
    if constexpr (of == Of::number) return tape.constants[operands.number];
    if constexpr (of == Of::inner) return values[i - 1].result;
  };
  const auto compute = [&]<std::size_t i>() __attribute__((always_inline)) {
    constexpr Statement::Part part = statement.parts[i];
    const double left = value.template operator()<part.left>(i);
    const double right = value.template operator()<part.right>(i);
    values[i] = {left, right, part.row->value(left, right)};
  };
  compute.template operator()<0>();
  compute.template operator()<1>();
  if constexpr (statement.size == 3) compute.template operator()<2>();
  return values;
}

}  // namespace stepgrad::fast
