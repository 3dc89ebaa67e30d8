// What a Value and a Dual can do because they are numbers: be compared, printed, and turned into
// the plain number that they hold.
//
// So a function is written once, over a template parameter, and runs on double, on Dual and on
// Value: `if (x < 0)`, `std::max(a, b)`, `T total = 0`, `out << x`.
//
// A comparison is of values. Of Values the tape remembers it, and `trace` tells which branch was
// taken.
#pragma once

#include <concepts>
#include <limits>
#include <ostream>

#include <fmt/format.h>

#include <stepgrad/scalar/dual.hpp>
#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

/// A number that knows its derivatives: a Value in reverse mode, a Dual in forward mode.
template <class T>
concept Number = std::same_as<T, Value> || std::same_as<T, Dual>;

/// The plain number of a double, a Dual or a Value.
inline double value_of(double x) { return x; }
inline double value_of(const Dual& x) { return x.value; }
inline double value_of(Value x) { return x.data(); }

/// Two numbers of which at least one knows its derivatives, while the other may be a plain one.
template <class A, class B>
concept Comparable = (Number<A> && (std::same_as<A, B> || PlainNumber<B>)) ||
                     (PlainNumber<A> && Number<B>);

template <Relation relation, class A, class B>
requires Comparable<A, B>
bool compare(const A& a, const B& b) {
  if constexpr (std::same_as<A, Value> && std::same_as<B, Value>)
    return tape().compare(relation, a, b);
  else if constexpr (std::same_as<A, Value>)
    return tape().compare(relation, a, static_cast<double>(b));
  else if constexpr (std::same_as<B, Value>)
    return tape().compare(relation, static_cast<double>(a), b);
  else
    return holds(relation, value_of(a), value_of(b));
}

// clang-format off
template <class A, class B> requires Comparable<A, B>
bool operator<(const A& a, const B& b)  { return compare<Relation::less>(a, b); }
template <class A, class B> requires Comparable<A, B>
bool operator<=(const A& a, const B& b) { return compare<Relation::less_equal>(a, b); }
template <class A, class B> requires Comparable<A, B>
bool operator>(const A& a, const B& b)  { return compare<Relation::greater>(a, b); }
template <class A, class B> requires Comparable<A, B>
bool operator>=(const A& a, const B& b) { return compare<Relation::greater_equal>(a, b); }
template <class A, class B> requires Comparable<A, B>
bool operator==(const A& a, const B& b) { return compare<Relation::equal>(a, b); }
template <class A, class B> requires Comparable<A, B>
bool operator!=(const A& a, const B& b) { return compare<Relation::not_equal>(a, b); }
// clang-format on

/// Its value, as a double would be printed.
template <Number T>
std::ostream& operator<<(std::ostream& out, const T& x) {
  return out << value_of(x);
}

}  // namespace stepgrad

/// The limits of double, as doubles: std::numeric_limits<T>::infinity().
template <stepgrad::Number T>
struct std::numeric_limits<T> : std::numeric_limits<double> {};

/// Its value, with the format of a double: fmt::print("{:.3f}", x).
template <stepgrad::Number T>
struct fmt::formatter<T> : fmt::formatter<double> {
  template <class Context>
  auto format(const T& x, Context& context) const {
    return fmt::formatter<double>::format(stepgrad::value_of(x), context);
  }
};
