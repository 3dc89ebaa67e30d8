// Functions of each entry: Y = f(A), and A gets G ∘ f'(A), made from the rows of the operation
// table (base/op.hpp): name, words, slopes at kinks.
//
// What a row computes for a number is done for each entry. Where arrays have a faster way, it is
// written out below: the value as an expression of the array a, the share of the gradient as one of
// g, a and y. The tests compare every function with the scalar engine, and its words with its code.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string_view>
#include <utility>

#include <stepgrad/base/op.hpp>
#include <stepgrad/matrix/graph.hpp>

namespace stepgrad::matrix_op {

// ---- words --------------------------------------------------------------------------------------

/// Text that is put together, most of it while compiling. Throws Error where it is too long.
struct Sentence {
  std::array<char, 200> letters{};
  std::size_t size = 0;

  constexpr Sentence& operator<<(std::string_view more) {
    if (size + more.size() > letters.size())
      throw Error("the slope of a function takes too many words", "", "Use 100 letters or fewer.");
    for (const char letter : more) letters[size++] = letter;
    return *this;
  }
  constexpr operator std::string_view() const { return {letters.data(), size}; }
};

/// Does a rule add or subtract outside of all brackets?
constexpr bool is_sum(std::string_view rule) {
  int depth = 0;
  for (std::size_t i = 0; i < rule.size(); ++i) {
    depth += (rule[i] == '(' || rule[i] == '[') - (rule[i] == ')' || rule[i] == ']');
    if (depth == 0 && i > 0 && (rule[i] == '+' || rule[i] == '-')) return true;
  }
  return false;
}

/// The share of the gradient in words, from the slope in words: of 1 - y^2, G * (1 - Y^2).
constexpr Sentence share_in_words(std::string_view rule) {
  constexpr std::string_view reciprocal = "1 / ";
  Sentence slope;
  const auto is_letter = [&](std::size_t i) {
    return i < rule.size() && rule[i] >= 'a' && rule[i] <= 'z';
  };
  for (std::size_t i = 0; i < rule.size(); ++i) {
    const bool alone = is_letter(i) && !(i > 0 && is_letter(i - 1)) && !is_letter(i + 1);
    const bool matrix = alone && (rule[i] == 'a' || rule[i] == 'y');
    slope << (!matrix ? rule.substr(i, 1) : rule[i] == 'a' ? "A" : "Y");
  }
  const std::string_view words = slope;
  if (is_sum(rule)) return Sentence() << "G * (" << words << ")";
  if (rule.starts_with(reciprocal)) return Sentence() << "G / " << words.substr(reciprocal.size());
  if (rule.starts_with("-")) return Sentence() << "-G * " << words.substr(1);
  return Sentence() << "G * " << words;
}

template <const op::Op& row>
inline constexpr Sentence definition_in_words = Sentence() << row.name << "(A)";
template <const op::Op& row>
inline constexpr Sentence rule_in_words = share_in_words(row.rule[0]);

// ---- values and shares --------------------------------------------------------------------------

/// Y = f(A) and f'(A) entry by entry, as the row computes them for a number.
template <const op::Op& row, class S>
struct EachEntry {
  static constexpr std::size_t place = op::index_of(row);

  template <class Array>
  static auto value(const Array& a) {
    return a.unaryExpr([](S entry) { return static_cast<S>(op::value_at(place, entry)); });
  }
  template <class Array, class Result>
  static auto slope(const Array& a, const Result& y) {
    return a.binaryExpr(
        y, [](S entry, S result) { return static_cast<S>(op::slope_at(place, entry, result)); });
  }
};

/// What a switch at 0 hands on of a gradient: all of it where the entry is above 0, else `below`
/// times it; nan where the entry is.
template <class S>
struct Passed {
  S below;
  S operator()(S gradient, S entry) const {
    return entry > 0 ? gradient : entry <= 0 ? below * gradient : entry;
  }
};

/// The value as an array expression, computed where it is assigned.
template <const op::Op& row, class S>
inline constexpr auto value = [](auto a) { return EachEntry<row, S>::value(a); };

/// What A gets: G ∘ f'(A).
template <const op::Op& row, class S>
inline constexpr auto share =
    [](auto g, auto a, auto y) { return g * EachEntry<row, S>::slope(a, y); };

/// The probability that a standard normal number is below a, with erf.
template <class S, class Array>
auto normal_below(const Array& a) {
  return a.unaryExpr([](S v) { return std::erfc(-v / std::numbers::sqrt2_v<S>) / 2; });
}

// clang-format off
template <class S> inline constexpr auto value<op::square, S> = [](auto a) { return a.square(); };
template <class S> inline constexpr auto share<op::square, S> = [](auto g, auto a, auto) { return S(2) * g * a; };

template <class S> inline constexpr auto value<op::sqrt, S> = [](auto a) { return a.sqrt(); };
template <class S> inline constexpr auto share<op::sqrt, S> = [](auto g, auto, auto y) { return S(0.5) * g / y; };

template <class S> inline constexpr auto value<op::exp, S> = [](auto a) { return a.exp(); };
template <class S> inline constexpr auto share<op::exp, S> = [](auto g, auto, auto y) { return g * y; };

template <class S> inline constexpr auto value<op::log, S> = [](auto a) { return a.log(); };
template <class S> inline constexpr auto share<op::log, S> = [](auto g, auto a, auto) { return g / a; };

template <class S> inline constexpr auto value<op::sin, S> = [](auto a) { return a.sin(); };
template <class S> inline constexpr auto share<op::sin, S> = [](auto g, auto a, auto) { return g * a.cos(); };

template <class S> inline constexpr auto value<op::cos, S> = [](auto a) { return a.cos(); };
template <class S> inline constexpr auto share<op::cos, S> = [](auto g, auto a, auto) { return -g * a.sin(); };

template <class S> inline constexpr auto value<op::tanh, S> = [](auto a) { return a.tanh(); };
template <class S> inline constexpr auto share<op::tanh, S> = [](auto g, auto, auto y) { return g * (S(1) - y.square()); };

// Where exp overflows, the result is 0, as it should be.
template <class S> inline constexpr auto value<op::sigmoid, S> = [](auto a) { return (S(1) + (-a).exp()).inverse(); };
template <class S> inline constexpr auto share<op::sigmoid, S> = [](auto g, auto, auto y) { return g * y * (S(1) - y); };

template <class S> inline constexpr auto value<op::relu, S> = [](auto a) { return a.max(S(0)); };
template <class S> inline constexpr auto share<op::relu, S> = [](auto g, auto a, auto) { return g.binaryExpr(a, Passed<S>{S(0)}); };

template <class S> inline constexpr auto value<op::leaky_relu, S> = [](auto a) { return a.max(S(0.01) * a); };
template <class S> inline constexpr auto share<op::leaky_relu, S> = [](auto g, auto a, auto) { return g.binaryExpr(a, Passed<S>{S(0.01)}); };

template <class S> inline constexpr auto value<op::elu, S> = [](auto a) { return a.max(S(0)) + a.min(S(0)).expm1(); };
template <class S> inline constexpr auto share<op::elu, S> = [](auto g, auto a, auto) { return g * a.min(S(0)).exp(); };

template <class S> inline constexpr auto value<op::gelu, S> = [](auto a) { return a * normal_below<S>(a); };
template <class S> inline constexpr auto share<op::gelu, S> = [](auto g, auto a, auto) {
  constexpr S scale = std::numbers::inv_sqrtpi_v<S> / std::numbers::sqrt2_v<S>;
  return g * (normal_below<S>(a) + scale * a * (S(-0.5) * a.square()).exp());
};

// The larger of a and 0 is taken out first.
template <class S> inline constexpr auto value<op::softplus, S> = [](auto a) { return a.max(S(0)) + (-a.abs()).exp().log1p(); };
template <class S> inline constexpr auto share<op::softplus, S> = [](auto g, auto a, auto) { return g / (S(1) + (-a).exp()); };

template <class S> inline constexpr auto value<op::abs, S> = [](auto a) { return a.abs(); };
template <class S> inline constexpr auto share<op::abs, S> = [](auto g, auto a, auto) { return g.binaryExpr(a, [](S gradient, S entry) { return Passed<S>{entry == 0 ? S(0) : S(-1)}(gradient, entry); }); };
// clang-format on

// ---- rows ---------------------------------------------------------------------------------------

/// The row of an operation of one operand, as a function of each entry: of<op::tanh, float>.
template <const op::Op& row, class S>
inline constexpr MatrixOp<S> of{
    .name = row.name,
    .operands = "A",
    .definition = definition_in_words<row>,
    .rule = {rule_in_words<row>},
    .letter = 'H',
    .forward = [](Call<S>& c) { c.y() = value<row, S>(c.x(0).array()).matrix(); },
    .pull =
        [](Call<S>& c) {
          c.give(0, share<row, S>(c.g().array(), c.x(0).array(), c.y().array()).matrix());
        },
};

/// Is this operation of the table a function of each entry? -A is (-1) A.
constexpr bool is_function(const op::Op& row) { return row.arity == 1 && row != op::neg; }

namespace detail {

inline constexpr std::size_t function_count = [] {
  std::size_t count = 0;
  for (const op::Op* row : op::all) count += is_function(*row);
  return count;
}();

template <class S, std::size_t... places>
constexpr auto functions_of_all(std::index_sequence<places...>) {
  std::array<const MatrixOp<S>*, function_count> functions{};
  std::size_t count = 0;
  const auto add = [&]<std::size_t place>() {
    if constexpr (is_function(*op::all[place])) functions[count++] = &of<*op::all[place], S>;
  };
  (add.template operator()<places>(), ...);
  return functions;
}

}  // namespace detail

/// Every function of each entry, in the order of the operation table.
template <class S>
inline constexpr auto functions =
    detail::functions_of_all<S>(std::make_index_sequence<op::count>());

}  // namespace stepgrad::matrix_op
