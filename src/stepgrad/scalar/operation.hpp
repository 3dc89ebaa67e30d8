// An operation of one's own: a value, a slope, and the slope in words.
//
//     const Operation cube({.name = "cube", .rule = "3 * a^2"},
//                          [](double a) { return a * a * a; },
//                          [](double a) { return 3 * a * a; });
//     Value y = cube(x);
//
// It is recorded, told, drawn and checked (`check_operation(cube.row())`) as the kit's own are; the
// lambdas may have captures. A row (base/op.hpp) that is no Operation can be recorded as well:
// `tape().record(row, operands)`.
//
// Here too: what lets gradients pass or not. `detach` closes the way back, `on_gradient` changes
// what passes, `checkpointed` computes a piece again on the way back in place of remembering it.
#pragma once

#include <array>
#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

class Operation {
 public:
  /// What is told of it. The rules are its slopes as formulas of the operands a and b and the
  /// result y; without them a step tells the number alone, and there are no second derivatives.
  struct Words {
    std::string name;
    std::string rule = {};       // dy/da, or of any operand: "3 * a^2"
    std::string rule_in_b = {};  // dy/db
    std::string about = {};
  };

  /// y = value(a), with dy/da = slope(a) or slope(a, y).
  /// Throws Error if a rule is no formula of a, b and y.
  template <std::invocable<double> V, class S>
  Operation(Words words, V value, S slope)
      : Operation(
            std::move(words), 1, [value](std::span<const double> x) { return value(x[0]); },
            [slope](std::span<const double> x, std::size_t, double y) -> double {
              if constexpr (std::invocable<S, double, double>)
                return slope(x[0], y);
              else
                return slope(x[0]);
            }) {}

  /// y = value(a, b), with dy/da = in_a(a, b) or in_a(a, b, y), and dy/db likewise.
  template <std::invocable<double, double> V, class A, class B>
  Operation(Words words, V value, A in_a, B in_b)
      : Operation(
            std::move(words), 2, [value](std::span<const double> x) { return value(x[0], x[1]); },
            [in_a, in_b](std::span<const double> x, std::size_t i, double y) -> double {
              const auto slope = [&](const auto& in) -> double {
                if constexpr (std::invocable<decltype(in), double, double, double>)
                  return in(x[0], x[1], y);
                else
                  return in(x[0], x[1]);
              };
              return i == 0 ? slope(in_a) : slope(in_b);
            }) {}

  /// y = value(operands), with dy/doperand = slope(operands, i, y) in operand i.
  using ValueOfAll = std::function<double(std::span<const double> operands)>;
  using SlopeOfAll =
      std::function<double(std::span<const double> operands, std::size_t i, double y)>;
  static Operation of_many(Words words, ValueOfAll value, SlopeOfAll slope) {
    return Operation(std::move(words), op::any, std::move(value), std::move(slope));
  }

  /// The operation over plain numbers, Duals or Values, mixed with plain numbers.
  /// Throws Error if their number does not fit.
  template <class... T>
  auto operator()(T... operands) const {
    if constexpr ((std::same_as<T, Value> || ...))
      return (*this)(std::vector<Value>{operands...});
    else if constexpr ((std::same_as<T, Dual> || ...))
      return compute(row(), std::vector<Dual>{operands...});
    else
      return op::value(row(), std::array{static_cast<double>(operands)...});
  }
  Value operator()(const std::vector<Value>& operands) const {
    return tape().record(row_, operands);
  }

  const op::Op& row() const { return *row_; }

 private:
  friend Value on_gradient(Value, std::string, std::function<double(double)>);
  struct Kept;
  Operation(Words words, int arity, ValueOfAll value, SlopeOfAll slope,
            std::function<double(double)> passes = {});

  std::shared_ptr<const op::Op> row_;
};

/// y = value(x), with dy/dx = slope(x): an operation of one's own that is used once.
template <class T, std::invocable<double> V, class S>
T custom(T x, V value, S slope, Operation::Words words) {
  return Operation(std::move(words), std::move(value), std::move(slope))(x);
}

/// y = x, through which no gradient passes ("stop gradient").
template <class T>
T detach(T x) {
  static constexpr op::Op row{.name = "detach",
                              .definition = "a",
                              .about = "a, as a constant: no gradient passes.",
                              .value = [](double a, double) { return a; },
                              .slope = {op::none},
                              .rule = {"0"},
                              .stops = true};
  if constexpr (std::same_as<T, Value>)
    return tape().record(row, std::array{x});
  else
    return T(value_of(x));
}

/// y = x; on the way back, what arrives goes on as change(it): clipped, reversed, printed. The name
/// stands in the words: "x gets clip(5 * 1) = 1".
Value on_gradient(Value x, std::string name, std::function<double(double)> change);

/// A piece of a computation, y = f(x) with x and y vectors, of which the tape keeps the results
/// alone: what was computed in between is computed again on the way back. Memory then is that of
/// one piece and of the results of the others (Griewank and Walther, "Evaluating Derivatives",
/// chapter 12).
///
/// f may use its argument only: it records on a tape of its own.
class Checkpointed {
 public:
  using Piece = std::function<std::vector<Value>(const std::vector<Value>&)>;
  explicit Checkpointed(Piece piece);

  std::vector<Value> operator()(const std::vector<Value>& x) const;

 private:
  struct Memory;
  std::shared_ptr<Memory> memory_;
  Operation output_;  // of its number and x
};
inline Checkpointed checkpointed(Checkpointed::Piece piece) {
  return Checkpointed(std::move(piece));
}

}  // namespace stepgrad
