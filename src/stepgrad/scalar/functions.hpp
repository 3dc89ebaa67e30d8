// Arithmetic on Values and on Duals: the operators, mixed with plain numbers on either side, and
// one function for every operation of the table.
//
// A function written once over a template parameter, `auto f = [](auto x) { return tanh(x * x); }`,
// runs on plain numbers, in reverse mode (Value) and in forward mode (Dual).
#pragma once

#include <concepts>
#include <initializer_list>
#include <span>
#include <vector>

#include <stepgrad/scalar/numbers.hpp>

namespace stepgrad {

// `inline` is no ornament on these templates: without it GCC calls them, and recording takes three
// times as long.

/// The operation of a row, recorded on the tape of this thread.
template <const op::Op& row, class... Operands>
requires(std::same_as<Operands, Value> || ...) inline Value compute(Operands... operands) {
  return tape().record<row>(operands...);
}

// clang-format off
template <Number T> inline T operator-(T a) { return compute<op::neg>(a); }
template <Number T> inline T operator+(T a) { return a; }

template <Number T> inline T operator+(T a, T b)      { return compute<op::add>(a, b); }
template <Number T> inline T operator+(T a, double b) { return compute<op::add>(a, b); }
template <Number T> inline T operator+(double a, T b) { return compute<op::add>(a, b); }
template <Number T> inline T operator-(T a, T b)      { return compute<op::sub>(a, b); }
template <Number T> inline T operator-(T a, double b) { return compute<op::sub>(a, b); }
template <Number T> inline T operator-(double a, T b) { return compute<op::sub>(a, b); }
template <Number T> inline T operator*(T a, T b)      { return compute<op::mul>(a, b); }
template <Number T> inline T operator*(T a, double b) { return compute<op::mul>(a, b); }
template <Number T> inline T operator*(double a, T b) { return compute<op::mul>(a, b); }
template <Number T> inline T operator/(T a, T b)      { return compute<op::div>(a, b); }
template <Number T> inline T operator/(T a, double b) { return compute<op::div>(a, b); }
template <Number T> inline T operator/(double a, T b) { return compute<op::div>(a, b); }

template <Number T, class B> inline T& operator+=(T& a, B b) { return a = a + b; }
template <Number T, class B> inline T& operator-=(T& a, B b) { return a = a - b; }
template <Number T, class B> inline T& operator*=(T& a, B b) { return a = a * b; }
template <Number T, class B> inline T& operator/=(T& a, B b) { return a = a / b; }

template <Number T> inline T pow(T a, T b)               { return compute<op::pow>(a, b); }
template <Number T> inline T pow(T a, double b)          { return compute<op::pow>(a, b); }
template <Number T> inline T pow(double a, T b)          { return compute<op::pow>(a, b); }
template <Number T> inline T max(const T& a, const T& b) { return compute<op::max>(a, b); }
template <Number T> inline T max(T a, double b)          { return compute<op::max>(a, b); }
template <Number T> inline T max(double a, T b)          { return compute<op::max>(a, b); }
template <Number T> inline T min(const T& a, const T& b) { return compute<op::min>(a, b); }
template <Number T> inline T min(T a, double b)          { return compute<op::min>(a, b); }
template <Number T> inline T min(double a, T b)          { return compute<op::min>(a, b); }

template <Number T> inline T square(T a)     { return compute<op::square>(a); }
template <Number T> inline T sqrt(T a)       { return compute<op::sqrt>(a); }
template <Number T> inline T exp(T a)        { return compute<op::exp>(a); }
template <Number T> inline T log(T a)        { return compute<op::log>(a); }
template <Number T> inline T expm1(T a)      { return compute<op::expm1>(a); }
template <Number T> inline T log1p(T a)      { return compute<op::log1p>(a); }
template <Number T> inline T sin(T a)        { return compute<op::sin>(a); }
template <Number T> inline T cos(T a)        { return compute<op::cos>(a); }
template <Number T> inline T tan(T a)        { return compute<op::tan>(a); }
template <Number T> inline T atan(T a)       { return compute<op::atan>(a); }
template <Number T> inline T tanh(T a)       { return compute<op::tanh>(a); }
template <Number T> inline T sigmoid(T a)    { return compute<op::sigmoid>(a); }
template <Number T> inline T relu(T a)       { return compute<op::relu>(a); }
template <Number T> inline T leaky_relu(T a) { return compute<op::leaky_relu>(a); }
template <Number T> inline T elu(T a)        { return compute<op::elu>(a); }
template <Number T> inline T gelu(T a)       { return compute<op::gelu>(a); }
template <Number T> inline T softplus(T a)   { return compute<op::softplus>(a); }
template <Number T> inline T erf(T a)        { return compute<op::erf>(a); }
template <Number T> inline T abs(T a)        { return compute<op::abs>(a); }
// clang-format on

/// The sum of any number of Values as one node.
inline Value sum(std::span<const Value> values) { return tape().record(op::sum, values); }
inline Value sum(std::initializer_list<Value> values) {
  return sum(std::span(values.begin(), values.size()));
}

/// log(exp(a1) + exp(a2) + …) as one node, without overflow.
inline Value log_sum_exp(std::span<const Value> values) {
  return tape().record(op::log_sum_exp, values);
}
inline Value log_sum_exp(std::initializer_list<Value> values) {
  return log_sum_exp(std::span(values.begin(), values.size()));
}

/// a1 * b1 + a2 * b2 + … as one node. Throws Error if the lengths differ.
Value dot(std::span<const Value> a, std::span<const Value> b);
inline Value dot(std::initializer_list<Value> a, std::initializer_list<Value> b) {
  return dot(std::span(a.begin(), a.size()), std::span(b.begin(), b.size()));
}

}  // namespace stepgrad
