// Forward mode: a number that carries its derivative along.
//
// Write a number as v + t·ε with ε² = 0. Then op(v + t·ε) = op(v) + op'(v)·t·ε: the value and the
// chain rule in one, and both stand in the operation's row. One run gives the derivative along one
// direction, so n inputs need n runs, where reverse mode needs one sweep.
#pragma once

#include <span>

#include <stepgrad/base/op.hpp>

namespace stepgrad {

/// value + tangent·ε. An input has the tangent 1 where its derivative is asked for; everything else
/// starts with 0.
struct Dual {
  double value = 0;
  double tangent = 0;

  Dual() = default;
  Dual(double value, double tangent = 0) : value(value), tangent(tangent) {}
};

/// What an operand brings to the tangent: slope · tangent. An operand that stands still brings
/// nothing, however steep the operation: sqrt(x)·y at x = 0 has a derivative in y.
inline double moved(double slope, double tangent) { return tangent == 0 ? 0 : slope * tangent; }

/// The operation of a row: y = op(a), dy = op'(a) da.
template <const op::Op& row>
Dual compute(Dual a) {
  const double y = row.value(a.value, 0);
  return {y, moved(row.slope[0](a.value, 0, y), a.tangent)};
}

/// y = op(a, b), dy = ∂op/∂a da + ∂op/∂b db.
template <const op::Op& row>
Dual compute(Dual a, Dual b) {
  const double y = row.value(a.value, b.value);
  return {y, moved(row.slope[0](a.value, b.value, y), a.tangent) +
                 moved(row.slope[1](a.value, b.value, y), b.tangent)};
}

/// The same for a row that is known only while running, with as many operands as it takes.
Dual compute(const op::Op& row, std::span<const Dual> operands);

}  // namespace stepgrad
