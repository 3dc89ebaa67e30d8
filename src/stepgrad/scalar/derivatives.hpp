// Derivatives of a function in one call, and gradients that are Values themselves.
//
//     auto bowl = [](auto x) { return square(x[0]) + 3 * x[0] * x[1]; };
//     gradient(bowl, {1.0, 2.0});                           // {8, 3}
//     hessian(bowl, {1.0, 2.0});                            // {{2, 3}, {3, 0}}
//
// A function takes a vector of Values (or one Value, for `derivative`) and returns a Value. It is
// recorded in a scope of its own, so nothing of it stays on the tape.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <span>
#include <type_traits>
#include <vector>

#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

/// A function from a vector of Values to a Value (or to a plain number, which depends on nothing).
template <class F>
concept ScalarFunction = requires(F f, std::vector<Value> x) {
  { f(x) } -> std::convertible_to<Value>;
};

/// A function from a vector of Values to several: anything that a loop goes over.
template <class F>
concept VectorFunction = requires(F f, std::vector<Value> x) {
  { *std::begin(f(x)) } -> std::convertible_to<Value>;
};

namespace detail {

std::vector<Value> inputs(std::span<const double> x);

/// dL/dinput for each; all gradients on the tape are afterwards as they were.
std::vector<double> gradient_of(Value output, std::span<const Value> inputs);

/// The trace with its first `count` inputs alone: what the function itself has made inputs of, as
/// Eigen does of zeros, are constants to who asks for its derivatives.
Trace of_first_inputs(Trace trace, std::size_t count);

}  // namespace detail

/// f'(x).
template <class F>
requires std::is_invocable_r_v<Value, F, Value>
double derivative(F f, double x) {
  const Scope scope;
  const Value input(x, "x");
  return detail::gradient_of(f(input), {&input, 1}).front();
}

/// (∂f/∂x_1, …, ∂f/∂x_n), by one sweep back.
template <ScalarFunction F>
std::vector<double> gradient(F f, const std::vector<double>& x) {
  const Scope scope;
  const std::vector<Value> inputs = detail::inputs(x);
  return detail::gradient_of(f(inputs), inputs);
}

/// J_ij = ∂f_i/∂x_j, a row for each output, by one sweep back for each.
template <VectorFunction F>
std::vector<std::vector<double>> jacobian(F f, const std::vector<double>& x) {
  const Scope scope;
  const std::vector<Value> inputs = detail::inputs(x);
  std::vector<std::vector<double>> rows;
  for (const Value& output : f(inputs)) rows.push_back(detail::gradient_of(output, inputs));
  return rows;
}

/// The trace of f at x, with inputs x1, x2, …: what the functions of forward.hpp are asked of.
template <ScalarFunction F>
Trace traced(F f, const std::vector<double>& x) {
  const Scope scope;
  const std::vector<Value> inputs = detail::inputs(x);
  return detail::of_first_inputs(trace(f(inputs), inputs), x.size());
}

/// H_ij = ∂²f/∂x_i∂x_j, row by row. At a kink it belongs to the slopes that were taken.
template <ScalarFunction F>
std::vector<std::vector<double>> hessian(F f, const std::vector<double>& x) {
  return hessian(traced(f, x));
}

/// H·direction, without H. Throws Error if the direction does not have a number for each input.
template <ScalarFunction F>
std::vector<double> hessian_vector_product(F f, const std::vector<double>& x,
                                           const std::vector<double>& direction) {
  return hessian_vector_product(traced(f, x), direction);
}

/// The gradient of `output` as Values: recorded on the tape, as anything else is, so that it can be
/// computed with, traced and differentiated again.
///
///     Value slope = gradient(y, {x})[0];     // dy/dx
///     backward(slope);                       // x.grad() is d²y/dx²
///
/// Each slope is recorded as its rule has it (`stepgrad ops`), with what is constant worked out.
/// Throws Error as `backward` does, and for an operation of one's own that has no rule or changes
/// the gradient.
std::vector<Value> gradient(Value output, std::span<const Value> inputs);
inline std::vector<Value> gradient(Value output, std::initializer_list<Value> inputs) {
  return gradient(output, std::span(inputs.begin(), inputs.size()));
}

}  // namespace stepgrad
