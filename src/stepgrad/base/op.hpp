// The operation table: one row says everything about an operation.
//
// Both engines, the formula language, the narrators, the reference page (`stepgrad ops`) and the
// tests read these rows; base is the room below all of them.
// CONTRIBUTING.md says how to add one.
//
// An operation of one operand is a function of matrices too, entry by entry.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <span>
#include <string_view>

namespace stepgrad::op {

/// Where a slope jumps and which one is taken there.
struct Kink {
  double (*gap)(double a, double b);  // zero exactly at the kink
  std::string_view where;             // the kink in words: "a = 0"
  std::string_view taken;             // what happens there: "the slope 0 is taken"
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

 private:
  double (*compiled_)(Arguments...) = nullptr;
  double (*call_)(const void*, Arguments...) = nullptr;
  const void* kept_ = nullptr;
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
  Kink kink = {};
  std::initializer_list<Probe> probes = {};

  // Of operations of one's own, which stand in no table (scalar/operation.hpp).
  Function<std::span<const double>, std::size_t, double> slope_of_all = {};  // in operand i
  Function<double> passes = {};  // what becomes of a contribution on its way back; else it stays
  bool stops = false;            // is the way back closed, so that the operands are as constants?

  /// A row is itself alone, whatever the name of another.
  friend constexpr bool operator==(const Op& one, const Op& other) { return &one == &other; }
};

/// Slopes that are the same everywhere.
constexpr double one(double, double, double) { return 1; }
constexpr double minus_one(double, double, double) { return -1; }
constexpr double none(double, double, double) { return 0; }

/// The gaps of the kinks at a = 0 and at a = b.
constexpr double from_zero(double a, double) { return a; }
constexpr double between(double a, double b) { return a == b ? 0 : a - b; }

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

// ---- arithmetic ---------------------------------------------------------------------------------

inline constexpr Op add{
    .name = "add",
    .symbol = "+",
    .arity = 2,
    .definition = "a + b",
    .about = "Passes the gradient on to both operands unchanged.",
    .value = [](double a, double b) { return a + b; },
    .slope = {one, one},
    .rule = {"1", "1"},
    .probes = {{2, 3}, {-1.5, 0.25}, {0, 0}},
};

inline constexpr Op sub{
    .name = "sub",
    .symbol = "-",
    .arity = 2,
    .definition = "a - b",
    .about = "Passes the gradient on to a, and with its sign turned to b.",
    .value = [](double a, double b) { return a - b; },
    .slope = {one, minus_one},
    .rule = {"1", "-1"},
    .probes = {{2, 3}, {-1.5, 0.25}, {0, 0}},
};

inline constexpr Op mul{
    .name = "mul",
    .symbol = "*",
    .arity = 2,
    .definition = "a * b",
    .about = "Each operand's slope is the other operand.",
    .value = [](double a, double b) { return a * b; },
    .slope = {[](double, double b, double) { return b; },
              [](double a, double, double) { return a; }},
    .rule = {"b", "a"},
    .probes = {{2, 3}, {-1.5, 0.25}, {0, 4}, {-3, -2}},
};

inline constexpr Op div{
    .name = "div",
    .symbol = "/",
    .arity = 2,
    .definition = "a / b",
    .about = "Dividing by a small number makes both slopes large.",
    .value = [](double a, double b) { return a / b; },
    .slope = {[](double, double b, double) { return 1 / b; },
              [](double, double b, double y) { return -y / b; }},
    .rule = {"1 / b", "-y / b"},
    .probes = {{2, 3}, {-1.5, 0.25}, {0, 4}, {5, -2}},
};

inline constexpr Op neg{
    .name = "neg",
    .symbol = "-",
    .definition = "-a",
    .about = "Turns the sign of the value and of the gradient.",
    .value = [](double a, double) { return -a; },
    .slope = {minus_one},
    .rule = {"-1"},
    .probes = {{2}, {-1.5}, {0}},
};

/// At a = 0 the slope in the exponent is 0 where b >= 0 (as in PyTorch); for a < 0 there is none
/// (nan).
inline constexpr Op pow{
    .name = "pow",
    .symbol = "^",
    .arity = 2,
    .definition = "a ^ b",
    .about = "a to the power b. The slope in b needs a > 0 (at a = 0, b >= 0 it is 0).",
    .value = [](double a, double b) { return std::pow(a, b); },
    .slope = {
        [](double a, double b, double) { return b == 0 ? 0.0 : b * std::pow(a, b - 1); },
        [](double a, double b, double y) { return a == 0 && b >= 0 ? 0.0 : y * std::log(a); }},
    .rule = {"b * a^(b - 1)", "y * log(a)"},
    .probes = {{2, 3}, {1.5, 0.25}, {0.3, -2}, {4, 0.5}, {2, 0}},
};

inline constexpr Op square{
    .name = "square",
    .definition = "a^2",
    .about = "The square; the slope grows with a.",
    .value = [](double a, double) { return a * a; },
    .slope = {[](double a, double, double) { return 2 * a; }},
    .rule = {"2 * a"},
    .probes = {{2}, {-1.5}, {0}},
};

inline constexpr Op sqrt{
    .name = "sqrt",
    .definition = "a^(1/2)",
    .about = "The square root, for a >= 0. Infinitely steep at 0.",
    .value = [](double a, double) { return std::sqrt(a); },
    .slope = {[](double, double, double y) { return 1 / (2 * y); }},
    .rule = {"1 / (2 * y)"},
    .probes = {{2}, {0.01}, {900}},
};

// ---- exponentials and logarithms ----------------------------------------------------------------

inline constexpr Op exp{
    .name = "exp",
    .definition = "e^a",
    .about = "The exponential function: its slope is its value.",
    .value = [](double a, double) { return std::exp(a); },
    .slope = {[](double, double, double y) { return y; }},
    .rule = {"y"},
    .probes = {{0}, {1}, {-3}, {5}},
};

inline constexpr Op log{
    .name = "log",
    .definition = "log(a)",
    .about = "The natural logarithm, for a > 0.",
    .value = [](double a, double) { return std::log(a); },
    .slope = {[](double a, double, double) { return 1 / a; }},
    .rule = {"1 / a"},
    .probes = {{1}, {0.1}, {20}},
};

inline constexpr Op expm1{
    .name = "expm1",
    .definition = "exp(a) - 1",
    .about = "exp(a) - 1, exact for tiny a too.",
    .value = [](double a, double) { return std::expm1(a); },
    .slope = {[](double a, double, double) { return std::exp(a); }},
    .rule = {"exp(a)"},
    .probes = {{0}, {1}, {-3}, {1e-4}},
};

inline constexpr Op log1p{
    .name = "log1p",
    .definition = "log(1 + a)",
    .about = "log(1 + a) for a > -1, exact for tiny a too.",
    .value = [](double a, double) { return std::log1p(a); },
    .slope = {[](double a, double, double) { return 1 / (1 + a); }},
    .rule = {"1 / (1 + a)"},
    .probes = {{0}, {1}, {-0.7}, {1e-4}},
};

// ---- trigonometry -------------------------------------------------------------------------------

inline constexpr Op sin{
    .name = "sin",
    .definition = "sin(a)",
    .about = "The sine, a in radians.",
    .value = [](double a, double) { return std::sin(a); },
    .slope = {[](double a, double, double) { return std::cos(a); }},
    .rule = {"cos(a)"},
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op cos{
    .name = "cos",
    .definition = "cos(a)",
    .about = "The cosine, a in radians.",
    .value = [](double a, double) { return std::cos(a); },
    .slope = {[](double a, double, double) { return -std::sin(a); }},
    .rule = {"-sin(a)"},
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op tan{
    .name = "tan",
    .definition = "sin(a) / cos(a)",
    .about = "The tangent, a in radians; no value at odd multiples of pi/2.",
    .value = [](double a, double) { return std::tan(a); },
    .slope = {[](double, double, double y) { return 1 + y * y; }},
    .rule = {"1 + y^2"},
    .probes = {{0}, {1}, {-1.2}},
};

inline constexpr Op atan{
    .name = "atan",
    .definition = "atan(a)",
    .about = "The angle in (-pi/2, pi/2) whose tangent is a.",
    .value = [](double a, double) { return std::atan(a); },
    .slope = {[](double a, double, double) { return 1 / (1 + a * a); }},
    .rule = {"1 / (1 + a^2)"},
    .probes = {{0}, {1}, {-4}},
};

// ---- activations --------------------------------------------------------------------------------

inline constexpr Op tanh{
    .name = "tanh",
    .definition = "(exp(a) - exp(-a)) / (exp(a) + exp(-a))",
    .about = "Squashes any number into (-1, 1); the slope fades as |a| grows.",
    .value = [](double a, double) { return std::tanh(a); },
    .slope = {[](double, double, double y) { return 1 - y * y; }},
    .rule = {"1 - y^2"},
    .probes = {{-2}, {0}, {0.7}},
};

/// Written so that exp never overflows: the larger of a and 0 is taken out first.
inline constexpr Op sigmoid{
    .name = "sigmoid",
    .definition = "1 / (1 + exp(-a))",
    .about = "Squashes any number into (0, 1). Its slope is at most 1/4.",
    .value =
        [](double a, double) {
          const double small = std::exp(-std::abs(a));
          return (a >= 0 ? 1.0 : small) / (1 + small);
        },
    .slope = {[](double, double, double y) { return y * (1 - y); }},
    .rule = {"y * (1 - y)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op relu{
    .name = "relu",
    .definition = "max(a, 0)",
    .about = "Lets positive numbers and their gradient through, stops the others.",
    .value = [](double a, double) { return a < 0 ? 0.0 : a; },
    .slope = {[](double a, double, double) { return is_larger(a, 0); }},
    .rule = {"[a > 0]"},
    .kink = {from_zero, "a = 0", "the slope 0 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op leaky_relu{
    .name = "leaky_relu",
    .definition = "max(a, 0.01 * a)",
    .about = "relu that lets a hundredth of negative numbers through.",
    .value = [](double a, double) { return a < 0 ? 0.01 * a : a; },
    .slope = {[](double a, double, double) { return 0.01 + 0.99 * is_larger(a, 0); }},
    .rule = {"0.01 + 0.99 * [a > 0]"},
    .kink = {from_zero, "a = 0", "the slope 0.01 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op elu{
    .name = "elu",
    .definition = "max(a, 0) + exp(min(a, 0)) - 1",
    .about = "a for positive numbers, else exp(a) - 1: smooth at 0, never below -1.",
    .value = [](double a, double) { return a < 0 ? std::expm1(a) : a; },
    .slope = {[](double a, double, double) { return a > 0 ? 1.0 : std::exp(a); }},
    .rule = {"exp(min(a, 0))"},
    .probes = {{-2}, {-0.1}, {0.7}, {5}},
};

/// The exact form with erf, not the tanh approximation (Hendrycks and Gimpel 2016, "Gaussian Error
/// Linear Units").
inline constexpr Op gelu{
    .name = "gelu",
    .definition = "a * (1 + erf(a / sqrt(2))) / 2",
    .about = "a times the probability that a standard normal number is below a.",
    .value = [](double a, double) { return a * 0.5 * std::erfc(-a / std::numbers::sqrt2); },
    .slope = {[](double a, double, double) {
      const double density = std::exp(-a * a / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
      return 0.5 * std::erfc(-a / std::numbers::sqrt2) + a * density;
    }},
    .rule = {"(1 + erf(a / sqrt(2))) / 2 + a * exp(-a^2 / 2) / sqrt(2 * pi)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op softplus{
    .name = "softplus",
    .definition = "log(1 + exp(a))",
    .about = "A smooth relu; its slope is the sigmoid.",
    .value = [](double a, double) { return relu.value(a, 0) + std::log1p(std::exp(-std::abs(a))); },
    .slope = {[](double a, double b, double) { return sigmoid.value(a, b); }},
    .rule = {"sigmoid(a)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op erf{
    .name = "erf",
    .definition = "erf(a)",
    .about = "The error function: 2 / sqrt(pi) times the area under exp(-t^2) from 0 to a.",
    .value = [](double a, double) { return std::erf(a); },
    .slope = {[](double a, double, double) {
      return 2 * std::numbers::inv_sqrtpi * std::exp(-a * a);
    }},
    .rule = {"2 / sqrt(pi) * exp(-a^2)"},
    .probes = {{-2}, {0}, {0.7}},
};

// ---- choices: the slope jumps where the choice changes ------------------------------------------

inline constexpr Op abs{
    .name = "abs",
    .definition = "max(a, -a)",
    .about = "The distance from 0.",
    .value = [](double a, double) { return std::abs(a); },
    .slope = {[](double a, double, double) { return is_larger(a, 0) - is_larger(0, a); }},
    .rule = {"[a > 0] - [0 > a]"},
    .kink = {from_zero, "a = 0", "the slope 0 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op max{
    .name = "max",
    .arity = 2,
    .definition = "a * [a > b] + b * (1 - [a > b])",
    .about = "A switch: the larger operand gets the whole gradient, the other none.",
    .value = [](double a, double b) { return a > b || std::isnan(a) ? a : b; },
    .slope = {[](double a, double b, double) { return share_of_larger(a, b); },
              [](double a, double b, double) { return share_of_larger(b, a); }},
    .rule = {"[a > b] + [a = b] / 2", "[b > a] + [a = b] / 2"},
    .kink = {between, "a = b", "each gets half of the gradient"},
    .probes = {{2, 3}, {0.25, -1.5}},
};

inline constexpr Op min{
    .name = "min",
    .arity = 2,
    .definition = "b * [a > b] + a * (1 - [a > b])",
    .about = "A switch: the smaller operand gets the whole gradient, the other none.",
    .value = [](double a, double b) { return a < b || std::isnan(a) ? a : b; },
    .slope = {[](double a, double b, double) { return share_of_larger(b, a); },
              [](double a, double b, double) { return share_of_larger(a, b); }},
    .rule = {"[b > a] + [a = b] / 2", "[a > b] + [a = b] / 2"},
    .kink = {between, "a = b", "each gets half of the gradient"},
    .probes = {{2, 3}, {0.25, -1.5}},
};

/// Iverson's bracket [a > b]. It has no slope, so gradient stops here; the rules above are written
/// with it.
inline constexpr Op greater{
    .name = "greater",
    .symbol = ">",
    .arity = 2,
    .definition = "[a > b]",
    .about = "1 where a > b, else 0. Flat on both sides, so no gradient passes.",
    .value = is_larger,
    .slope = {none, none},
    .rule = {"0", "0"},
    .kink = {between, "a = b", "the slope 0 is taken"},
    .probes = {{2, 3}, {0.25, -1.5}},
};

/// Iverson's bracket [a = b]; gradient stops here too.
inline constexpr Op equal{
    .name = "equal",
    .symbol = "=",
    .arity = 2,
    .definition = "[a = b]",
    .about = "1 where a = b, else 0. Flat on both sides, so no gradient passes.",
    .value = is_equal,
    .slope = {none, none},
    .rule = {"0", "0"},
    .kink = {between, "a = b", "the slope 0 is taken"},
    .probes = {{2, 3}, {0.25, -1.5}},
};

// ---- any number of operands ---------------------------------------------------------------------

inline constexpr Op sum{
    .name = "sum",
    .arity = any,
    .definition = "a1 + a2 + ...",
    .about = "Adds any number of operands; each gets the whole gradient.",
    .value_of_all =
        [](std::span<const double> operands) {
          double total = 0;
          for (const double a : operands) total += a;
          return total;
        },
    .slope = {one},
    .rule = {"1"},
    .probes = {{2, 3}, {-1.5, 0.25}},
};

/// The first half of the operands is one vector, the second half the other.
inline constexpr Op dot{
    .name = "dot",
    .arity = any,
    .definition = "a1 * b1 + a2 * b2 + ...",
    .about = "The inner product of two vectors; the slope of a is its partner b.",
    .value_of_all =
        [](std::span<const double> operands) {
          double total = 0;
          const std::size_t half = operands.size() / 2;
          for (std::size_t i = 0; i < half; ++i) total += operands[i] * operands[half + i];
          return total;
        },
    .slope = {[](double, double b, double) { return b; }},
    .rule = {"b"},
    .probes = {{2, 3}, {-1.5, 0.25}},
};

/// log(sum of exp), with the largest operand taken out first so that nothing overflows.
inline constexpr Op log_sum_exp{
    .name = "log_sum_exp",
    .arity = any,
    .definition = "log(exp(a1) + exp(a2) + ...)",
    .about = "A smooth maximum; its slopes are the softmax probabilities.",
    .value_of_all =
        [](std::span<const double> operands) {
          double largest = -std::numeric_limits<double>::infinity();
          for (const double a : operands) largest = max.value(a, largest);
          if (std::isinf(largest)) return largest;
          double total = 0;
          for (const double a : operands) total += std::exp(a - largest);
          return largest + std::log(total);
        },
    .slope = {[](double a, double, double y) { return std::exp(a - y); }},
    .rule = {"exp(a - y)"},
    .probes = {{2, 3}, {-1.5, 0.25}, {700, 701}},
};

/// Every operation. A row's place here is its code on the tape.
inline constexpr const Op* all[] = {
    &add,  &sub,     &mul,   &div,        &neg,   &pow,  &square,   &sqrt,
    &exp,  &log,     &expm1, &log1p,      &sin,   &cos,  &tan,      &atan,
    &tanh, &sigmoid, &relu,  &leaky_relu, &elu,   &gelu, &softplus, &erf,
    &abs,  &max,     &min,   &greater,    &equal, &sum,  &dot,      &log_sum_exp,
};
inline constexpr std::size_t count = std::size(all);

/// The place of a row in `all`; of a row that is not there, `count`.
constexpr std::size_t index_of(const Op& row) {
  std::size_t place = 0;
  while (place < count && *all[place] != row) ++place;
  return place;
}
constexpr bool is_in_table(const Op& row) { return index_of(row) < count; }

/// Of the `size` operands of a row of any arity, the one that the slope in operand `i` sees as b:
/// in `dot` the operand that it is multiplied with; in others it does not matter.
constexpr std::size_t partner(const Op& row, std::size_t i, std::size_t size) {
  return row == dot ? (i + size / 2) % size : i;
}

/// Which of a row's slopes belongs to its operand `i`.
constexpr std::size_t slope_of(const Op& row, std::size_t i) { return row.arity == any ? 0 : i; }

/// y = op(operands), for any number of operands.
inline double value(const Op& row, std::span<const double> operands) {
  return row.arity == any ? row.value_of_all(operands) : row.value(operands[0], operands.back());
}

/// dy/doperand, for operand `i`.
inline double slope(const Op& row, std::span<const double> operands, std::size_t i, double y) {
  if (row.slope_of_all) return row.slope_of_all(operands, i, y);
  if (row.arity == any)
    return row.slope[0](operands[i], operands[partner(row, i, operands.size())], y);
  return row.slope[i](operands[0], operands.back(), y);
}

/// y = op(a) and dy/da of the row at this place, as op.cpp has compiled them: for rooms that do not
/// forbid fused multiply-adds, whose numbers would be others.
double value_at(std::size_t place, double a);
double slope_at(std::size_t place, double a, double y);

/// The row with this name, or null.
constexpr const Op* find(std::string_view name) {
  for (const Op* row : all)
    if (row->name == name) return row;
  return nullptr;
}

/// Does this operation stand exactly at its kink?
inline bool at_kink(const Op& row, double a, double b) {
  return row.kink.gap != nullptr && row.kink.gap(a, b) == 0;
}

}  // namespace stepgrad::op
