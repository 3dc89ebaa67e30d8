// Arithmetic on Values: the operators, mixed with plain numbers on either side, and one function
// for every operation of the table.
#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

// clang-format off
inline Value operator-(Value a) { return tape().record<op::neg>(a); }
inline Value operator+(Value a) { return a; }

inline Value operator+(Value a, Value b)  { return tape().record<op::add>(a, b); }
inline Value operator+(Value a, double b) { return tape().record<op::add>(a, b); }
inline Value operator+(double a, Value b) { return tape().record<op::add>(a, b); }
inline Value operator-(Value a, Value b)  { return tape().record<op::sub>(a, b); }
inline Value operator-(Value a, double b) { return tape().record<op::sub>(a, b); }
inline Value operator-(double a, Value b) { return tape().record<op::sub>(a, b); }
inline Value operator*(Value a, Value b)  { return tape().record<op::mul>(a, b); }
inline Value operator*(Value a, double b) { return tape().record<op::mul>(a, b); }
inline Value operator*(double a, Value b) { return tape().record<op::mul>(a, b); }
inline Value operator/(Value a, Value b)  { return tape().record<op::div>(a, b); }
inline Value operator/(Value a, double b) { return tape().record<op::div>(a, b); }
inline Value operator/(double a, Value b) { return tape().record<op::div>(a, b); }

template <class B> Value& operator+=(Value& a, B b) { return a = a + b; }
template <class B> Value& operator-=(Value& a, B b) { return a = a - b; }
template <class B> Value& operator*=(Value& a, B b) { return a = a * b; }
template <class B> Value& operator/=(Value& a, B b) { return a = a / b; }

inline Value pow(Value a, Value b)  { return tape().record<op::pow>(a, b); }
inline Value pow(Value a, double b) { return tape().record<op::pow>(a, b); }
inline Value pow(double a, Value b) { return tape().record<op::pow>(a, b); }
inline Value max(Value a, Value b)  { return tape().record<op::max>(a, b); }
inline Value max(Value a, double b) { return tape().record<op::max>(a, b); }
inline Value max(double a, Value b) { return tape().record<op::max>(a, b); }
inline Value min(Value a, Value b)  { return tape().record<op::min>(a, b); }
inline Value min(Value a, double b) { return tape().record<op::min>(a, b); }
inline Value min(double a, Value b) { return tape().record<op::min>(a, b); }

inline Value square(Value a)     { return tape().record<op::square>(a); }
inline Value sqrt(Value a)       { return tape().record<op::sqrt>(a); }
inline Value exp(Value a)        { return tape().record<op::exp>(a); }
inline Value log(Value a)        { return tape().record<op::log>(a); }
inline Value expm1(Value a)      { return tape().record<op::expm1>(a); }
inline Value log1p(Value a)      { return tape().record<op::log1p>(a); }
inline Value sin(Value a)        { return tape().record<op::sin>(a); }
inline Value cos(Value a)        { return tape().record<op::cos>(a); }
inline Value tan(Value a)        { return tape().record<op::tan>(a); }
inline Value atan(Value a)       { return tape().record<op::atan>(a); }
inline Value tanh(Value a)       { return tape().record<op::tanh>(a); }
inline Value sigmoid(Value a)    { return tape().record<op::sigmoid>(a); }
inline Value relu(Value a)       { return tape().record<op::relu>(a); }
inline Value leaky_relu(Value a) { return tape().record<op::leaky_relu>(a); }
inline Value elu(Value a)        { return tape().record<op::elu>(a); }
inline Value gelu(Value a)       { return tape().record<op::gelu>(a); }
inline Value softplus(Value a)   { return tape().record<op::softplus>(a); }
inline Value erf(Value a)        { return tape().record<op::erf>(a); }
inline Value abs(Value a)        { return tape().record<op::abs>(a); }
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
