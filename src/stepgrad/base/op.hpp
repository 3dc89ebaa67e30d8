// The operation table: one row says everything about an operation.
//
// Both engines, the formula language, the narrators, the reference page (`stepgrad ops`) and the
// tests read these rows; base is the room below all of them.
// CONTRIBUTING.md says how to add one. What a row is stands in op_row.hpp, and the functions of one
// number in op_functions.hpp.
//
// An operation of one operand is a function of matrices too, entry by entry.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/op_functions.hpp>
#include <stepgrad/base/op_row.hpp>

namespace stepgrad::op {

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
    .has_simple_slopes = true,
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
    .has_simple_slopes = true,
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
    .has_simple_slopes = true,
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
    .has_simple_slopes = true,
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
    .has_simple_slopes = true,
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
    .slope = {[](double a, double b, double) { return b == 0 ? 0.0 : b * std::pow(a, b - 1); },
              [](double a, double b, double y) {
                return a == 0 && b >= 0 ? 0.0 : y * elementary::log(a);
              }},
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
    .has_simple_slopes = true,
    .probes = {{2}, {-1.5}, {0}},
};

inline constexpr Op sqrt{
    .name = "sqrt",
    .definition = "a^(1/2)",
    .about = "The square root, for a >= 0. Infinitely steep at 0.",
    .value = [](double a, double) { return std::sqrt(a); },
    .slope = {[](double, double, double y) { return 1 / (2 * y); }},
    .rule = {"1 / (2 * y)"},
    .has_simple_slopes = true,
    .probes = {{2}, {0.01}, {900}},
};

inline constexpr Op cbrt{
    .name = "cbrt",
    .definition = "sign(a) * abs(a)^(1/3)",
    .about = "The cube root, of negative numbers too. Infinitely steep at 0.",
    .value = [](double a, double) { return std::cbrt(a); },
    .slope = {[](double, double, double y) { return 1 / (3 * y * y); }},
    .rule = {"1 / (3 * y^2)"},
    .probes = {{2}, {-0.01}, {900}},
};

// ---- the plane ----------------------------------------------------------------------------------

/// The length of the vector (a, b): neither squares that overflow nor ones that vanish are made.
inline constexpr Op hypot{
    .name = "hypot",
    .arity = 2,
    .definition = "sqrt(a^2 + b^2)",
    .about = "The long side of a right triangle; the slopes are the direction of (a, b).",
    .value = [](double a, double b) { return std::hypot(a, b); },
    .slope = {[](double a, double, double y) { return y == 0 ? 0 : a / y; },
              [](double, double b, double y) { return y == 0 ? 0 : b / y; }},
    .rule = {"a / y", "b / y"},
    .kink = {from_origin, "y = 0", "the slope 0 is taken"},
    .probes = {{3, 4}, {-1.5, 0.25}, {0, 2}},
};

/// The slopes divide by the length twice, where the rule divides by its square, which may overflow.
inline constexpr Op atan2{
    .name = "atan2",
    .arity = 2,
    .definition = "atan2(a, b)",
    .about = "The angle of the point (b, a), a up and b right. It jumps where a = 0 > b.",
    .value = [](double a, double b) { return std::atan2(a, b); },
    .slope = {[](double a, double b, double) {
                const double r = std::hypot(a, b);
                return b / r / r;
              },
              [](double a, double b, double) {
                const double r = std::hypot(a, b);
                return -a / r / r;
              }},
    .rule = {"b / (a^2 + b^2)", "-a / (a^2 + b^2)"},
    .probes = {{3, 4}, {1.5, -0.25}, {-2, 0.5}, {-1, -2}},
};

// ---- choices: the slope jumps where the choice changes ------------------------------------------

inline constexpr Op abs{
    .name = "abs",
    .definition = "max(a, -a)",
    .about = "The distance from 0.",
    .value = [](double a, double) { return std::abs(a); },
    .slope = {[](double a, double, double) { return is_larger(a, 0) - is_larger(0, a); }},
    .rule = {"[a > 0] - [0 > a]"},
    .has_simple_slopes = true,
    .kink = {from_zero, "a = 0", "the slope 0 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op sign{
    .name = "sign",
    .definition = "[a > 0] - [0 > a]",
    .about = "1, 0 or -1. Flat on both sides, so no gradient passes.",
    .value = [](double a, double) { return is_larger(a, 0) - is_larger(0, a); },
    .slope = {none},
    .rule = {"0"},
    .kink = {from_zero, "a = 0", "the slope 0 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op floor{
    .name = "floor",
    .definition = "floor(a)",
    .about = "The largest whole number <= a. Flat between steps: no gradient passes.",
    .value = [](double a, double) { return std::floor(a); },
    .slope = {none},
    .rule = {"0"},
    .kink = {moved, "a = y", "the slope 0 is taken"},
    .probes = {{-2.5}, {0.7}, {5.25}},
};

inline constexpr Op ceil{
    .name = "ceil",
    .definition = "-floor(-a)",
    .about = "The smallest whole number >= a. Flat between steps: no gradient passes.",
    .value = [](double a, double) { return std::ceil(a); },
    .slope = {none},
    .rule = {"0"},
    .kink = {moved, "a = y", "the slope 0 is taken"},
    .probes = {{-2.5}, {0.7}, {5.25}},
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
    .has_simple_slopes = true,
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
    .has_simple_slopes = true,
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

/// What is masked does not count, be it nan or infinite: `select` is made of two of these.
inline constexpr Op mask{
    .name = "mask",
    .arity = 2,
    .definition = "a * (1 - [b = 0])",
    .about = "a where b is not 0, else 0: a gate that b opens and no gradient moves.",
    .value = [](double a, double b) { return b == 0        ? 0
                                           : std::isnan(b) ? b
                                                           : a; },
    .slope = {[](double, double b, double) { return 1 - is_equal(b, 0); }, none},
    .rule = {"1 - [b = 0]", "0"},
    .has_simple_slopes = true,
    .probes = {{2, 3}, {-1.5, 0.25}},
};

// ---- any number of operands ---------------------------------------------------------------------

/// a1 + a2 + … and a1 * b1 + a2 * b2 + … in the order of summation.hpp. (Compiled in op.cpp alone,
/// without fused multiply-adds.)
double sum_of_all(std::span<const double> operands);
double dot_of_halves(std::span<const double> operands);

inline constexpr Op sum{
    .name = "sum",
    .arity = any,
    .definition = "a1 + a2 + ...",
    .about = "Adds any number of operands; each gets the whole gradient.",
    .value_of_all = sum_of_all,
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
    .value_of_all = dot_of_halves,
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
          for (const double a : operands) total += elementary::exp(a - largest);
          return largest + elementary::log(total);
        },
    .slope = {[](double a, double, double y) { return elementary::exp(a - y); }},
    .rule = {"exp(a - y)"},
    .probes = {{2, 3}, {-1.5, 0.25}, {700, 701}},
};

/// hypot of hypot of …, so that no square overflows or vanishes.
inline constexpr Op norm{
    .name = "norm",
    .arity = any,
    .definition = "sqrt(a1^2 + a2^2 + ...)",
    .about = "The length of a vector; the slopes are its direction.",
    .value_of_all =
        [](std::span<const double> operands) {
          double length = 0;
          for (const double a : operands) length = std::hypot(length, a);
          return length;
        },
    .slope = {[](double a, double, double y) { return y == 0 ? 0 : a / y; }},
    .rule = {"a / y"},
    .kink = {from_origin, "y = 0", "the slope 0 is taken"},
    .probes = {{3, 4}, {-1.5, 0.25}},
};

/// Every operation. A row's place here is its code on the tape.
inline constexpr const Op* all[] = {
    &add,     &sub,        &mul,      &div,   &neg,   &pow,         &square, &sqrt,
    &cbrt,    &hypot,      &atan2,    &exp,   &log,   &expm1,       &log1p,  &exp2,
    &log2,    &log10,      &log1mexp, &sin,   &cos,   &tan,         &asin,   &acos,
    &atan,    &sinh,       &cosh,     &asinh, &acosh, &atanh,       &tanh,   &sigmoid,
    &relu,    &leaky_relu, &elu,      &selu,  &gelu,  &softplus,    &swish,  &log_sigmoid,
    &erf,     &erfc,       &abs,      &sign,  &floor, &ceil,        &max,    &min,
    &greater, &equal,      &mask,     &sum,   &dot,   &log_sum_exp, &norm,
};
inline constexpr std::size_t count = std::size(all);

/// The place of a row in `all`; of a row that is not there, `count`.
constexpr std::size_t index_of(const Op& row) {
  std::size_t place = 0;
  while (place < count && *all[place] != row) ++place;
  return place;
}
constexpr bool is_in_table(const Op& row) { return index_of(row) < count; }

/// How many vectors the operands of a row of any arity are: in `dot` two of one length.
constexpr std::size_t vectors(const Op& row) { return row == dot ? 2 : 1; }

/// Of the `size` operands of a row of any arity, the one that the slope in operand `i` sees as b:
/// in `dot`, whose rule is b alone, the operand that it is multiplied with; in others it does not
/// matter.
constexpr std::size_t partner(const Op& row, std::size_t i, std::size_t size) {
  if (row.rule[0] != dot.rule[0]) return i;
  return i < size / 2 ? i + size / 2 : i - size / 2;
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
inline bool at_kink(const Op& row, double a, double b, double y) {
  return row.kink.gap != nullptr && row.kink.gap(a, b, y) == 0;
}

}  // namespace stepgrad::op
