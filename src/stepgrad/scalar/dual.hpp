// Forward mode: a number that carries its derivative along.
//
// Write a number as v + t·ε with ε² = 0. Then op(v + t·ε) = op(v) + op'(v)·t·ε: the value and the
// chain rule in one, and both stand in the operation's row. One run gives the derivative along one
// direction, so n inputs need n runs, where reverse mode needs one sweep.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/base/op.hpp>

namespace stepgrad {

/// value + tangent·ε. An input has the tangent 1 where its derivative is asked for; everything else
/// starts with 0.
///
/// What depends on no such input stands still and brings nothing, however steep the operation:
/// sqrt(x)·y at x = 0 has a derivative in y. What does depend on one brings slope · tangent, even
/// where its tangent happens to be 0: sqrt(x²) at 0 is inf · 0 = nan, as it is in reverse mode.
struct Dual {
  double value = 0;
  double tangent = 0;
  bool depends = false;  // on an input that moves, although the tangent may be 0

  Dual() = default;
  Dual(double value, double tangent = 0, bool depends = false)
      : value(value), tangent(tangent), depends(depends) {}

  /// Its number, on purpose, without the derivative.
  explicit operator double() const { return value; }

  bool moves() const { return depends || tangent != 0; }

  /// What it brings to the tangent of an operation with this slope.
  double moved(double slope) const { return moves() ? slope * tangent : 0; }

  /// Adds what an operand brings to the tangent.
  void add(double slope, const Dual& operand) {
    tangent += operand.moved(slope);
    depends = depends || operand.moves();
  }
};

/// The operation of a row: y = op(a), dy = op'(a) da.
template <const op::Op& row>
Dual compute(Dual a) {
  const double y = row.value(a.value, 0);
  return {y, a.moved(row.slope[0](a.value, 0, y)), a.moves()};
}

/// y = op(a, b), dy = ∂op/∂a da + ∂op/∂b db.
template <const op::Op& row>
Dual compute(Dual a, Dual b) {
  const double y = row.value(a.value, b.value);
  return {y,
          a.moved(row.slope[0](a.value, b.value, y)) + b.moved(row.slope[1](a.value, b.value, y)),
          a.moves() || b.moves()};
}

/// The same for a row that is known only while running, with as many operands as it takes; of Duals, or
/// of what moves in more directions than one (forward.cpp).
template <class D>
D computed(const op::Op& row, std::span<const D> operands) {
  std::vector<double> values;
  for (const D& operand : operands) values.push_back(operand.value);
  D y = op::value(row, values);
  for (std::size_t i = 0; i < operands.size() && !row.stops; ++i)
    if (operands[i].moves()) y.add(op::slope(row, values, i, y.value), operands[i]);
  return y;
}
inline Dual compute(const op::Op& row, std::span<const Dual> operands) {
  return computed(row, operands);
}

}  // namespace stepgrad
