// Functions of each entry: Y = f(A), and A gets G ∘ f'(A). The same functions as in the scalar
// engine's table, with the same slopes at kinks.
//
// A row is a name, the rule in words, the value as an expression of the array a, and the share of
// the gradient as an expression of g, a and y. To add a function: write its row, add it to
// `functions`, and a line to functions.hpp. The tests read `functions`: they compare each row with
// the scalar engine, and its words with its code.
#pragma once

#include <cmath>
#include <numbers>
#include <string_view>

#include <stepgrad/matrix/graph.hpp>

namespace stepgrad::matrix_op {

/// The row of a function of each entry. `value(a)` and `share(g, a, y)` make Eigen's expressions,
/// which are computed where they are assigned.
template <class S, class Value, class Share>
constexpr MatrixOp<S> entrywise(std::string_view name, std::string_view definition,
                                std::string_view rule, Value, Share) {
  return {.name = name,
          .operands = "A",
          .definition = definition,
          .rule = {rule},
          .letter = 'H',
          .forward = [](Call<S>& c) { c.y() = Value{}(c.x(0).array()).matrix(); },
          .pull =
              [](Call<S>& c) {
                c.give(0, Share{}(c.g().array(), c.x(0).array(), c.y().array()).matrix());
              }};
}

// ---- powers, exponentials and logarithms --------------------------------------------------------

template <class S>
inline constexpr MatrixOp<S> square = entrywise<S>(
    "square", "square(A)", "G * 2 * A", [](auto a) { return a.square(); },
    [](auto g, auto a, auto) { return S(2) * g * a; });

template <class S>
inline constexpr MatrixOp<S> sqrt = entrywise<S>(
    "sqrt", "sqrt(A)", "G / (2 * Y)", [](auto a) { return a.sqrt(); },
    [](auto g, auto, auto y) { return S(0.5) * g / y; });

template <class S>
inline constexpr MatrixOp<S> exp = entrywise<S>(
    "exp", "exp(A)", "G * Y", [](auto a) { return a.exp(); },
    [](auto g, auto, auto y) { return g * y; });

template <class S>
inline constexpr MatrixOp<S> log = entrywise<S>(
    "log", "log(A)", "G / A", [](auto a) { return a.log(); },
    [](auto g, auto a, auto) { return g / a; });

template <class S>
inline constexpr MatrixOp<S> expm1 = entrywise<S>(
    "expm1", "expm1(A)", "G * exp(A)", [](auto a) { return a.expm1(); },
    [](auto g, auto a, auto) { return g * a.exp(); });

template <class S>
inline constexpr MatrixOp<S> log1p = entrywise<S>(
    "log1p", "log1p(A)", "G / (1 + A)", [](auto a) { return a.log1p(); },
    [](auto g, auto a, auto) { return g / (S(1) + a); });

// ---- trigonometry -------------------------------------------------------------------------------

template <class S>
inline constexpr MatrixOp<S> sin = entrywise<S>(
    "sin", "sin(A)", "G * cos(A)", [](auto a) { return a.sin(); },
    [](auto g, auto a, auto) { return g * a.cos(); });

template <class S>
inline constexpr MatrixOp<S> cos = entrywise<S>(
    "cos", "cos(A)", "-G * sin(A)", [](auto a) { return a.cos(); },
    [](auto g, auto a, auto) { return -g * a.sin(); });

template <class S>
inline constexpr MatrixOp<S> tan = entrywise<S>(
    "tan", "tan(A)", "G * (1 + Y^2)", [](auto a) { return a.tan(); },
    [](auto g, auto, auto y) { return g * (S(1) + y.square()); });

template <class S>
inline constexpr MatrixOp<S> atan = entrywise<S>(
    "atan", "atan(A)", "G / (1 + A^2)", [](auto a) { return a.atan(); },
    [](auto g, auto a, auto) { return g / (S(1) + a.square()); });

// ---- activations --------------------------------------------------------------------------------

template <class S>
inline constexpr MatrixOp<S> tanh = entrywise<S>(
    "tanh", "tanh(A)", "G * (1 - Y^2)", [](auto a) { return a.tanh(); },
    [](auto g, auto, auto y) { return g * (S(1) - y.square()); });

/// 1 / (1 + exp(-a)). Where exp overflows, the result is 0, as it should be.
template <class S>
inline constexpr MatrixOp<S> sigmoid = entrywise<S>(
    "sigmoid", "sigmoid(A)", "G * Y * (1 - Y)",
    [](auto a) { return (S(1) + (-a).exp()).inverse(); },
    [](auto g, auto, auto y) { return g * y * (S(1) - y); });

/// [a > 0]: 1 where that is true, else 0; nan where a is, as in the scalar engine.
template <class S, class Array>
auto is_positive(const Array& a) {
  return a.unaryExpr([](S v) { return v > 0 ? S(1) : v <= 0 ? S(0) : v; });
}

/// At 0 the slope 0 is taken.
template <class S>
inline constexpr MatrixOp<S> relu = entrywise<S>(
    "relu", "relu(A)", "G * [A > 0]", [](auto a) { return a.max(S(0)); },
    [](auto g, auto a, auto) { return g * is_positive<S>(a); });

/// The slope below 0, and at 0, is 0.01.
template <class S>
inline constexpr MatrixOp<S> leaky_relu = entrywise<S>(
    "leaky_relu", "leaky_relu(A)", "G * (0.01 + 0.99 * [A > 0])",
    [](auto a) { return a.max(S(0.01) * a); },
    [](auto g, auto a, auto) { return g * (S(0.01) + S(0.99) * is_positive<S>(a)); });

template <class S>
inline constexpr MatrixOp<S> elu = entrywise<S>(
    "elu", "elu(A)", "G * exp(min(A, 0))", [](auto a) { return a.max(S(0)) + a.min(S(0)).expm1(); },
    [](auto g, auto a, auto) { return g * a.min(S(0)).exp(); });

/// The probability that a standard normal number is below a, with erf.
template <class S, class Array>
auto normal_below(const Array& a) {
  return a.unaryExpr([](S v) { return std::erfc(-v / std::numbers::sqrt2_v<S>) / 2; });
}

/// a times the probability that a standard normal number is below a, with erf (Hendrycks and Gimpel
/// 2016), not its approximation by tanh.
template <class S>
inline constexpr MatrixOp<S> gelu = entrywise<S>(
    "gelu", "gelu(A)", "G * ((1 + erf(A / sqrt(2))) / 2 + A * exp(-A^2 / 2) / sqrt(2 * pi))",
    [](auto a) { return a * normal_below<S>(a); },
    [](auto g, auto a, auto) {
      constexpr S scale = std::numbers::inv_sqrtpi_v<S> / std::numbers::sqrt2_v<S>;
      return g * (normal_below<S>(a) + scale * a * (S(-0.5) * a.square()).exp());
    });

/// log(1 + exp(a)), the larger of a and 0 taken out first.
template <class S>
inline constexpr MatrixOp<S> softplus = entrywise<S>(
    "softplus", "softplus(A)", "G * sigmoid(A)",
    [](auto a) { return a.max(S(0)) + (-a.abs()).exp().log1p(); },
    [](auto g, auto a, auto) { return g / (S(1) + (-a).exp()); });

template <class S>
inline constexpr MatrixOp<S> erf = entrywise<S>(
    "erf", "erf(A)", "G * 2 / sqrt(pi) * exp(-A^2)",
    [](auto a) { return a.unaryExpr([](S v) { return std::erf(v); }); },
    [](auto g, auto a, auto) {
      return S(2) * std::numbers::inv_sqrtpi_v<S> * g * (-a.square()).exp();
    });

/// At 0 the slope 0 is taken, as in the scalar engine.
template <class S>
inline constexpr MatrixOp<S> abs = entrywise<S>(
    "abs", "abs(A)", "G * ([A > 0] - [0 > A])", [](auto a) { return a.abs(); },
    [](auto g, auto a, auto) { return g * (is_positive<S>(a) - is_positive<S>(-a)); });

/// Every function of each entry.
template <class S>
inline constexpr const MatrixOp<S>* functions[] = {
    &square<S>, &sqrt<S>, &exp<S>,      &log<S>,  &expm1<S>,   &log1p<S>, &sin<S>,
    &cos<S>,    &tan<S>,  &atan<S>,     &tanh<S>, &sigmoid<S>, &relu<S>,  &leaky_relu<S>,
    &elu<S>,    &gelu<S>, &softplus<S>, &erf<S>,  &abs<S>,
};

}  // namespace stepgrad::matrix_op
