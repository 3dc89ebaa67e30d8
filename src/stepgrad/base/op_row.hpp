// What a row of the operation table says, and the small functions that rows are written with.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

namespace stepgrad::op {

/// Where a slope, or the value itself, jumps and which slope is taken there.
struct Kink {
  double (*gap)(double a, double b, double y);  // zero exactly at the kink
  std::string_view where;  // the kink in words, an equation of a, b, y and 0: "a = 0"
  std::string_view taken;  // what happens there: "the slope 0 is taken"
};

/// A point at which the tests compare the slopes with numerical differentiation.
struct Probe {
  double a, b = 0;
};

/// An arity for operations that take as many operands as they are given.
inline constexpr int any = -1;

/// A function of a row: compiled in, or, in an operation of one's own, kept elsewhere together with
/// what it has captured.
template <class... Arguments>
class Function {
 public:
  constexpr Function() = default;
  template <std::convertible_to<double (*)(Arguments...)> F>
  constexpr Function(F function) : compiled_(function) {}
  constexpr Function(const void* kept, double (*call)(const void* kept, Arguments...))
      : call_(call), kept_(kept) {}

  [[gnu::always_inline]] constexpr double operator()(Arguments... arguments) const {
    return compiled_ ? compiled_(arguments...) : call_(kept_, arguments...);
  }
  constexpr explicit operator bool() const { return compiled_ || call_; }
  constexpr bool operator==(std::nullptr_t) const { return !compiled_ && !call_; }
  constexpr bool operator==(double (*function)(Arguments...)) const {
    return compiled_ == function;
  }

 private:
  double (*compiled_)(Arguments...) = nullptr;
  double (*call_)(const void*, Arguments...) = nullptr;
  const void* kept_ = nullptr;
};

/// A value, and the slope there.
struct ValueAndSlope {
  double value, slope;
};

/// An operation y = op(a) or y = op(a, b), or of any number of operands.
///
/// Where the arity is `any`, the slope of an operand is written with `a` for that operand, `y` for
/// the result and, in `dot`, `b` for the operand that it is multiplied with.
struct Op {
  std::string_view name;                // as in a formula: tanh(x)
  std::string_view symbol = "";         // between its operands, empty for a function
  int arity = 1;                        // 1, 2 or any
  std::string_view definition;          // the value as an expression of a and b
  std::string_view about;               // a sentence for the reference page
  Function<double, double> value = {};  // arity 1 or 2
  Function<std::span<const double>> value_of_all = {};  // arity any
  Function<double, double, double> slope[2] = {};       // dy/da, dy/db, from a, b and y
  std::string_view rule[2] = {};                        // the slopes as expressions of a, b and y
  bool has_simple_slopes = false;  // made of + - * / and brackets alone: a sweep need call nothing
  // Is the slope of the one operand as dear as the value, and next to free together with it? Both, to
  // the last bit what they are above; the tape keeps such a slope.
  bool has_kept_slope = false;
  ValueAndSlope (*value_and_slope)(double a) = nullptr;
  Kink kink = {};
  std::initializer_list<Probe> probes = {};

  // Of operations of one's own, which stand in no table (scalar/operation.hpp).
  Function<std::span<const double>, std::size_t, double> slope_of_all = {};  // in operand i
  Function<double> passes = {};  // what becomes of a contribution on its way back; else it stays
  bool stops = false;            // is the way back closed, so that the operands are as constants?

  /// A row is itself alone, whatever the name of another. (While compiling, addresses may not be
  /// known yet; there its words tell it from others.)
  friend constexpr bool operator==(const Op& one, const Op& other) {
    if (!std::is_constant_evaluated()) return &one == &other;
    return one.name == other.name && one.definition == other.definition &&
           one.about == other.about && one.rule[0] == other.rule[0];
  }
};

/// Slopes that are the same everywhere.
constexpr double one(double, double, double) { return 1; }
constexpr double minus_one(double, double, double) { return -1; }
constexpr double none(double, double, double) { return 0; }
constexpr bool has_slope_one(const Op& row, int operand) {
  return operand == 0 ? row.rule[0] == "1" : row.arity == 2 && row.rule[1] == "1";
}

/// The gaps of the kinks at a = 0, at a = b, at a = y and at y = 0.
constexpr double from_zero(double a, double, double) { return a; }
constexpr double between(double a, double b, double) { return a == b ? 0 : a - b; }
constexpr double moved(double a, double, double y) { return a - y; }
constexpr double from_origin(double, double, double y) { return y; }

/// Iverson's brackets [a > b] and [a = b]: 1 or 0. What is compared with nan is neither true nor
/// false, so the bracket is nan, and with it every slope that a bracket chooses.
constexpr double is_larger(double a, double b) { return a > b ? 1 : a <= b ? 0 : a + b; }
constexpr double is_equal(double a, double b) { return a == b ? 1 : a < b || a > b ? 0 : a + b; }

/// What the first gets of the gradient of the larger: all, nothing, or where they are equal half.
template <class T>
constexpr T share_of_larger(T a, T b) {
  if (a > b) return 1;
  return a < b ? T(0) : a == b ? T(0.5) : a + b;
}

}  // namespace stepgrad::op
