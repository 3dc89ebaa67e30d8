// Arithmetic on Values and on Duals: the operators, mixed with plain numbers on either side, and
// one function for every operation of the table.
//
// A function written once over a template parameter, `auto f = [](auto x) { return tanh(x * x); }`,
// runs on plain numbers, in reverse mode (Value) and in forward mode (Dual). Plain numbers of every
// arithmetic type are taken as doubles.
//
// All are templates, so that a program which also uses namespace std, or has a function `relu` of
// its own for doubles, gets that one for its doubles: a function that is no template goes first.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <algorithm>
#include <concepts>
#include <initializer_list>
#include <ranges>
#include <span>
#include <type_traits>
#include <vector>

#include <stepgrad/scalar/numbers.hpp>

namespace stepgrad {

/// What functions are given: a Number or a plain one.
template <class T>
concept AnyNumber = Number<T> || PlainNumber<T>;

namespace detail {

template <AnyNumber... T>
struct Kind {
  using type = double;
};
template <AnyNumber First, AnyNumber... Others>
struct Kind<First, Others...> {
  using type = std::conditional_t<Number<First>, First, typename Kind<Others...>::type>;
};

}  // namespace detail

/// What a function of such operands returns: the Number that is among them, or else a double.
template <class... T>
using ResultOf = typename detail::Kind<T...>::type;

/// Those of which two of a kind are computed as they are; the larger of two ints stays an int.
template <class T>
concept RealNumber = Number<T> || std::floating_point<T>;

/// Operands that go together: a Value and a Dual do not.
template <class... T>
concept Mixable = (AnyNumber<T> && ...) &&
                  ((PlainNumber<T> || std::same_as<T, ResultOf<T...>>)&&...);

/// A vector, an array or a span of operands of one kind.
template <class L>
concept NumberList = std::ranges::contiguous_range<L> && AnyNumber<std::ranges::range_value_t<L>>;
template <NumberList L>
using EntryOf = std::ranges::range_value_t<L>;

namespace detail {

/// The operand as a T; a plain number becomes a constant.
template <AnyNumber T, AnyNumber From>
T as(From from) {
  if constexpr (std::same_as<T, From>)
    return from;
  else if constexpr (std::same_as<T, Value>)
    return constant(static_cast<double>(from));
  else
    return static_cast<double>(from);
}

}  // namespace detail

// `inline` is no ornament on these templates, nor is what makes it an order: left to their own
// judgement, GCC and clang call them, and recording takes up to three times as long.

/// The operation of a row, recorded on the tape of this thread.
template <const op::Op& row, class... T>
requires(std::same_as<T, Value> || ...) [[gnu::always_inline]] inline Value
    compute(const T&... operands) {
  return tape().record<row>(operands...);
}

namespace detail {

inline const Value& operand(const Value& a) { return a; }
inline const Dual& operand(const Dual& a) { return a; }
inline double operand(double a) { return a; }

}  // namespace detail

/// The same for operators, whose operands are their own: one that nobody else holds may take the
/// operation in.
template <const op::Op& row, class... T>
requires(std::same_as<T, Value> || ...) [[gnu::always_inline]] inline Value
    combine(const T&... operands) {
  return tape().combine<row>(operands...);
}
template <const op::Op& row, class... T>
requires(std::same_as<T, Dual> || ...) inline Dual combine(const T&... operands) {
  return compute<row>(operands...);
}

/// Its value, where all operands are plain numbers.
template <const op::Op& row, PlainNumber A>
inline double compute(A a) {
  return row.value(static_cast<double>(a), 0);
}
template <const op::Op& row, PlainNumber A, PlainNumber B>
inline double compute(A a, B b) {
  return row.value(static_cast<double>(a), static_cast<double>(b));
}

// clang-format off
template <Number T> [[gnu::always_inline]] inline T operator-(T a) { return compute<op::neg>(a); }
template <Number T> [[gnu::always_inline]] inline T operator+(T a) { return a; }

template <Number T> [[gnu::always_inline]] inline T operator+(T a, T b)      { return combine<op::add>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator+(T a, double b) { return combine<op::add>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator+(double a, T b) { return combine<op::add>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator-(T a, T b)      { return combine<op::sub>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator-(T a, double b) { return combine<op::sub>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator-(double a, T b) { return combine<op::sub>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator*(T a, T b)      { return combine<op::mul>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator*(T a, double b) { return combine<op::mul>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator*(double a, T b) { return combine<op::mul>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator/(T a, T b)      { return compute<op::div>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator/(T a, double b) { return compute<op::div>(a, b); }
template <Number T> [[gnu::always_inline]] inline T operator/(double a, T b) { return compute<op::div>(a, b); }

template <Number T, class B> [[gnu::always_inline]] inline T& operator+=(T& a, B b) { return a = combine<op::add>(a, detail::operand(b)); }
template <Number T, class B> [[gnu::always_inline]] inline T& operator-=(T& a, B b) { return a = combine<op::sub>(a, detail::operand(b)); }
template <Number T, class B> [[gnu::always_inline]] inline T& operator*=(T& a, B b) { return a = combine<op::mul>(a, detail::operand(b)); }
template <Number T, class B> [[gnu::always_inline]] inline T& operator/=(T& a, B b) { return a = a / b; }

template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> pow(A a, B b)   { return compute<op::pow>(a, b); }
template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> hypot(A a, B b) { return compute<op::hypot>(a, b); }
template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> atan2(A a, B b) { return compute<op::atan2>(a, b); }
template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> mask(A a, B b)  { return compute<op::mask>(a, b); }
template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> max(A a, B b)   { return compute<op::max>(a, b); }
template <class A, class B> requires Mixable<A, B> inline ResultOf<A, B> min(A a, B b)   { return compute<op::min>(a, b); }

template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> square(T a)      { return compute<op::square>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> sqrt(T a)        { return compute<op::sqrt>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> cbrt(T a)        { return compute<op::cbrt>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> exp(T a)         { return compute<op::exp>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log(T a)         { return compute<op::log>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> expm1(T a)       { return compute<op::expm1>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log1p(T a)       { return compute<op::log1p>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> exp2(T a)        { return compute<op::exp2>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log2(T a)        { return compute<op::log2>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log10(T a)       { return compute<op::log10>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log1mexp(T a)    { return compute<op::log1mexp>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> sin(T a)         { return compute<op::sin>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> cos(T a)         { return compute<op::cos>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> tan(T a)         { return compute<op::tan>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> asin(T a)        { return compute<op::asin>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> acos(T a)        { return compute<op::acos>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> atan(T a)        { return compute<op::atan>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> sinh(T a)        { return compute<op::sinh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> cosh(T a)        { return compute<op::cosh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> asinh(T a)       { return compute<op::asinh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> acosh(T a)       { return compute<op::acosh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> atanh(T a)       { return compute<op::atanh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> tanh(T a)        { return compute<op::tanh>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> sigmoid(T a)     { return compute<op::sigmoid>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> relu(T a)        { return compute<op::relu>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> leaky_relu(T a)  { return compute<op::leaky_relu>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> elu(T a)         { return compute<op::elu>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> selu(T a)        { return compute<op::selu>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> gelu(T a)        { return compute<op::gelu>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> softplus(T a)    { return compute<op::softplus>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> swish(T a)       { return compute<op::swish>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> log_sigmoid(T a) { return compute<op::log_sigmoid>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> erf(T a)         { return compute<op::erf>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> erfc(T a)        { return compute<op::erfc>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> abs(T a)         { return compute<op::abs>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> sign(T a)        { return compute<op::sign>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> floor(T a)       { return compute<op::floor>(a); }
template <AnyNumber T> [[gnu::always_inline]] inline ResultOf<T> ceil(T a)        { return compute<op::ceil>(a); }

// The nearest match for two of a kind; std::max and std::min would be nearer than those above.
template <RealNumber T> inline ResultOf<T> max(const T& a, const T& b) { return compute<op::max>(a, b); }
template <RealNumber T> inline ResultOf<T> min(const T& a, const T& b) { return compute<op::min>(a, b); }
// clang-format on

// ---- chosen from several ------------------------------------------------------------------------

/// x, or the nearest number from lo to hi: max(lo, min(x, hi)).
template <class X, class Lo, class Hi>
requires Mixable<X, Lo, Hi>
inline ResultOf<X, Lo, Hi> clamp(X x, Lo lo, Hi hi) { return max(lo, min(x, hi)); }
template <RealNumber T>
inline ResultOf<T> clamp(const T& x, const T& lo, const T& hi) {
  return max(lo, min(x, hi));
}

/// a where c is not 0, else b. A plain c, or a bool, chooses now, and the other is not recorded. A
/// Value that chooses is recorded with both, mask(a, c) + mask(b, [c = 0]), and a replay may choose
/// the other. The value that is not chosen does not count, be it nan or infinite; on the way back
/// it gets 0, and what it was made of 0 times its slopes, which is nan where those are.
template <class C, class A, class B>
requires Mixable<C, A, B>
inline ResultOf<C, A, B> select(C c, A a, B b) {
  using T = ResultOf<C, A, B>;
  if constexpr (PlainNumber<C>)
    return c != 0 ? detail::as<T>(a) : detail::as<T>(b);
  else
    return mask(a, c) + mask(b, compute<op::equal>(c, 0.0));
}

// ---- any number of operands: vectors, arrays, spans and lists in braces -------------------------

/// A row of any number of operands. Throws Error if there are none.
template <const op::Op& row>
[[gnu::always_inline]] inline Value compute(std::span<const Value> operands) {
  return tape().record<row>(operands);
}
template <const op::Op& row>
inline Dual compute(std::span<const Dual> operands) {
  return compute(row, operands);
}
template <const op::Op& row>
inline double compute(std::span<const double> operands) {
  return row.value_of_all(operands);
}

namespace detail {

void check_not_empty(const op::Op& row, std::size_t operands);
void check_lengths(std::size_t a, std::size_t b);

/// The row over the operands of one list, or of two one after the other, as one node.
template <const op::Op& row, AnyNumber T, NumberList... L>
inline T over_all(const L&... lists) {
  check_not_empty(row, (std::ranges::size(lists) + ...));
  if constexpr (sizeof...(L) == 1 && (std::same_as<T, EntryOf<L>> && ...)) {
    return compute<row>(std::span<const T>(lists...));
  } else if constexpr (std::same_as<T, Value> && (std::same_as<T, EntryOf<L>> && ...)) {
    return tape().record<row>(std::span<const T>(lists)...);
  } else {
    std::vector<T> operands;
    const auto add = [&](auto operand) { operands.push_back(as<T>(operand)); };
    (std::ranges::for_each(lists, add), ...);
    return compute<row>(std::span<const T>(operands));
  }
}

/// The largest or smallest, two at a time.
template <const op::Op& row, NumberList L>
inline ResultOf<EntryOf<L>> best_of(const L& list) {
  const std::span<const EntryOf<L>> operands(list);
  check_not_empty(row, operands.size());
  auto best = as<ResultOf<EntryOf<L>>>(operands.front());
  for (const auto& operand : operands.subspan(1)) best = compute<row>(best, operand);
  return best;
}

}  // namespace detail

/// a1 + a2 + … as one node.
template <NumberList L>
inline ResultOf<EntryOf<L>> sum(const L& a) {
  return detail::over_all<op::sum, ResultOf<EntryOf<L>>>(a);
}
template <AnyNumber T = Value>
inline ResultOf<T> sum(std::initializer_list<T> a) {
  return sum(std::span(a.begin(), a.size()));
}

/// (a1 + a2 + … + an) / n.
template <NumberList L>
inline ResultOf<EntryOf<L>> mean(const L& a) {
  return sum(a) / static_cast<double>(std::ranges::size(a));
}
template <AnyNumber T = Value>
inline ResultOf<T> mean(std::initializer_list<T> a) {
  return mean(std::span(a.begin(), a.size()));
}

/// sqrt(a1^2 + a2^2 + …) as one node, without overflow. Where all are 0 its slopes are taken as 0.
template <NumberList L>
inline ResultOf<EntryOf<L>> norm(const L& a) {
  return detail::over_all<op::norm, ResultOf<EntryOf<L>>>(a);
}
template <AnyNumber T = Value>
inline ResultOf<T> norm(std::initializer_list<T> a) {
  return norm(std::span(a.begin(), a.size()));
}

/// log(exp(a1) + exp(a2) + …) as one node, without overflow.
template <NumberList L>
inline ResultOf<EntryOf<L>> log_sum_exp(const L& a) {
  return detail::over_all<op::log_sum_exp, ResultOf<EntryOf<L>>>(a);
}
template <AnyNumber T = Value>
inline ResultOf<T> log_sum_exp(std::initializer_list<T> a) {
  return log_sum_exp(std::span(a.begin(), a.size()));
}

/// exp(a_i) / (exp(a1) + exp(a2) + …) for each i, without overflow: exp(a_i - log_sum_exp(a)).
template <NumberList L>
inline std::vector<ResultOf<EntryOf<L>>> softmax(const L& a) {
  const auto total = log_sum_exp(a);
  std::vector<ResultOf<EntryOf<L>>> probabilities;
  for (const auto& score : a) probabilities.push_back(exp(score - total));
  return probabilities;
}
template <AnyNumber T = Value>
inline std::vector<ResultOf<T>> softmax(std::initializer_list<T> a) {
  return softmax(std::span(a.begin(), a.size()));
}

/// a1 * b1 + a2 * b2 + … as one node. Throws Error if the lengths differ.
template <NumberList A, NumberList B>
requires Mixable<EntryOf<A>, EntryOf<B>>
inline ResultOf<EntryOf<A>, EntryOf<B>> dot(const A& a, const B& b) {
  detail::check_lengths(std::ranges::size(a), std::ranges::size(b));
  return detail::over_all<op::dot, ResultOf<EntryOf<A>, EntryOf<B>>>(a, b);
}
template <AnyNumber A = Value, AnyNumber B = Value>
inline ResultOf<A, B> dot(std::initializer_list<A> a, std::initializer_list<B> b) {
  return dot(std::span(a.begin(), a.size()), std::span(b.begin(), b.size()));
}

/// The largest and the smallest of many: max(max(a1, a2), …), so that ties share two by two.
template <NumberList L>
inline ResultOf<EntryOf<L>> max(const L& a) {
  return detail::best_of<op::max>(a);
}
template <NumberList L>
inline ResultOf<EntryOf<L>> min(const L& a) {
  return detail::best_of<op::min>(a);
}
template <RealNumber T>
inline ResultOf<T> max(std::initializer_list<T> a) {
  return detail::best_of<op::max>(a);
}
template <RealNumber T>
inline ResultOf<T> min(std::initializer_list<T> a) {
  return detail::best_of<op::min>(a);
}

// ---- the rest of <cmath>: made of the above, or refused with what to write ----------------------

/// a * b + c, in two operations.
template <class A, class B, class C>
requires Mixable<A, B, C> &&
    (Number<A> || Number<B> || Number<C>)inline ResultOf<A, B, C> fma(A a, B b, C c) {
  return a * b + c;
}
template <class A, class B>
requires Mixable<A, B> &&(Number<A> || Number<B>)inline ResultOf<A, B> fmax(A a, B b) {
  return max(a, b);
}
template <class A, class B>
requires Mixable<A, B> &&(Number<A> || Number<B>)inline ResultOf<A, B> fmin(A a, B b) {
  return min(a, b);
}
template <class A, class B>
requires Mixable<A, B> &&(Number<A> || Number<B>)inline ResultOf<A, B> fdim(A a, B b) {
  return relu(a - b);
}
template <Number T>
inline T fabs(T a) {
  return abs(a);
}

// clang-format off
template <RealNumber T> inline bool isfinite(const T& a) { return std::isfinite(value_of(a)); }
template <RealNumber T> inline bool isnan(const T& a)    { return std::isnan(value_of(a)); }
template <RealNumber T> inline bool isinf(const T& a)    { return std::isinf(value_of(a)); }
template <RealNumber T> inline bool signbit(const T& a)  { return std::signbit(value_of(a)); }

#define STEPGRAD_REFUSED(function, advice)                                          \
  template <Number T, class... Others>                                              \
  T function(T a, Others...) {                                                      \
    static_assert(!Number<T>, "stepgrad has no " #function " of a Value: " advice); \
    return a;                                                                       \
  }
STEPGRAD_REFUSED(fmod, "write a - floor(a / b) * b, which has the slopes 1 and -floor(a / b)")
STEPGRAD_REFUSED(remainder, "write a - floor(a / b + 0.5) * b")
STEPGRAD_REFUSED(round, "write floor(x + 0.5), whose slope is 0")
STEPGRAD_REFUSED(trunc, "write sign(x) * floor(abs(x)), whose slope is 0")
STEPGRAD_REFUSED(copysign, "write abs(a) * sign(b)")
STEPGRAD_REFUSED(lgamma, "make it an Operation with its value and slope (scalar/operation.hpp)")
STEPGRAD_REFUSED(tgamma, "make it an Operation with its value and slope (scalar/operation.hpp)")
#undef STEPGRAD_REFUSED
// clang-format on

}  // namespace stepgrad
