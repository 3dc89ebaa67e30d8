// Values that stand side by side on the tape, as one handle: a vector of inputs, a row of a matrix of
// weights, what a layer has computed.
//
//     const Values x = inputs({1.0, 2.0, 3.0});
//     const Values y = relu(x * 2.0 + x);
//     Value s = dot(x, y) + sum(y.part(0, 2));
//     const Values z = each(y, [](Value a) { return pow(a, 3.0); });
//
// `sum`, `dot`, `norm` and `log_sum_exp` of them are one node that says from where to where its
// operands go, computed and swept eight operands at a time. (Of a vector of Values they find out by
// themselves whether these stand side by side; here nobody need look.)
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>

#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

namespace detail {
[[noreturn]] void refuse_apart();
[[noreturn]] void refuse_count(std::size_t numbers, std::size_t size);
[[noreturn]] void refuse_part(std::size_t begin, std::size_t size, std::size_t all);
}  // namespace detail

class Values {
 public:
  Values() = default;

  /// `size` Values from `first` on. Throws Error if there are fewer on the tape.
  Values(Value first, std::size_t size) : range_(tape().range(first, size)) {}
  explicit Values(const NodeRange& range) : range_(range) {}

  std::size_t size() const { return range_.size; }
  Value operator[](std::size_t i) const { return tape().at(range_, i); }

  /// `size` of them, from number `begin` on. Throws Error if there are fewer.
  Values part(std::size_t begin, std::size_t size) const {
    if (begin > range_.size || size > range_.size - begin) [[unlikely]]
      detail::refuse_part(begin, size, range_.size);
    return Values({range_.era, static_cast<Id>(range_.first + begin), static_cast<Id>(size)});
  }

  /// Their numbers and gradients as they lie on the tape, until something is recorded; -0 where no
  /// gradient has come.
  std::span<const double> data() const { return tape().data(range_); }
  std::span<const double> grad() const { return tape().grad(range_); }

  /// Gives these inputs other numbers. Throws Error if there are fewer numbers, or more.
  void set(std::span<const double> numbers) const {
    if (numbers.size() != size()) [[unlikely]]
      detail::refuse_count(numbers.size(), size());
    tape().set(range_, numbers);
  }

  const NodeRange& range() const { return range_; }

  /// For loops over them.
  struct Iterator {
    const Values* of;
    std::size_t i;
    Value operator*() const { return (*of)[i]; }
    Iterator& operator++() { return ++i, *this; }
    bool operator==(const Iterator& other) const { return i == other.i; }
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  NodeRange range_;
};

/// New inputs with these numbers.
Values inputs(std::span<const double> numbers);
inline Values inputs(std::initializer_list<double> numbers) {
  return inputs(std::span(numbers.begin(), numbers.size()));
}

/// compute(0), compute(1), …, compute(size - 1), side by side. Throws Error where `compute` does not
/// record exactly one operation each time.
template <class Compute>
Values side_by_side(std::size_t size, Compute&& compute) {
  if (size == 0) return {};
  const Value first = compute(std::size_t{0});
  const std::size_t begin = tape().id(first);
  for (std::size_t i = 1; i < size; ++i)
    if (tape().id(compute(i)) != begin + i) detail::refuse_apart();
  return {first, size};
}

/// f of each of them, side by side.
template <class F>
Values each(Values x, F&& f) {
  return side_by_side(x.size(), [&](std::size_t i) { return f(x[i]); });
}

namespace detail {

template <const op::Op& row>
Value over_all(Values a, Values b) {
  check_not_empty(row, a.size());
  return tape().record_side_by_side<row>(a.range(), b.range());
}

}  // namespace detail

/// An operation of each, with one of another for each or the same for all. Throws Error if the
/// lengths differ.
template <const op::Op& row>
Values on_each(Values a) {
  return Values(tape().record_each<row>(a.range()));
}
template <const op::Op& row>
Values on_each(Values a, Values b) {
  detail::check_lengths(a.size(), b.size());
  return Values(tape().record_each<row>(a.range(), b.range()));
}
template <const op::Op& row>
Values on_each(Values a, Value b) {
  return Values(tape().record_each<row>(a.range(), b));
}
template <const op::Op& row>
Values on_each(Values a, double b) {
  return Values(tape().record_each<row>(a.range(), b));
}

// clang-format off
inline Values operator+(Values a, Values b) { return on_each<op::add>(a, b); }
inline Values operator-(Values a, Values b) { return on_each<op::sub>(a, b); }
inline Values operator*(Values a, Values b) { return on_each<op::mul>(a, b); }
inline Values operator/(Values a, Values b) { return on_each<op::div>(a, b); }
template <AnyNumber T> Values operator+(Values a, T b) { return on_each<op::add>(a, b); }
template <AnyNumber T> Values operator-(Values a, T b) { return on_each<op::sub>(a, b); }
template <AnyNumber T> Values operator*(Values a, T b) { return on_each<op::mul>(a, b); }
template <AnyNumber T> Values operator/(Values a, T b) { return on_each<op::div>(a, b); }

inline Values exp(Values a)  { return on_each<op::exp>(a); }
inline Values log(Values a)  { return on_each<op::log>(a); }
inline Values tanh(Values a) { return on_each<op::tanh>(a); }
inline Values relu(Values a) { return on_each<op::relu>(a); }

inline Value sum(Values a)         { return detail::over_all<op::sum>(a, a); }
inline Value norm(Values a)        { return detail::over_all<op::norm>(a, a); }
inline Value log_sum_exp(Values a) { return detail::over_all<op::log_sum_exp>(a, a); }
// clang-format on

/// W x: the dot of x with each row of W, of which there are `rows`, one behind the other. Throws
/// Error if a row is not as long as x.
inline Values dots(Values matrix, Values x, std::size_t rows) {
  detail::check_lengths(matrix.size(), rows * x.size());
  detail::check_not_empty(op::dot, x.size());
  return Values(tape().record_dots(matrix.range(), x.range(), rows));
}

/// x_1 row_1 + x_2 row_2 + …: the dot of x with each column of these rows. Throws Error if there are
/// more or fewer rows than numbers in x, or if one is longer than another.
Values weighted_sum(Values x, std::span<const Values> rows);

/// a1 * b1 + a2 * b2 + … as one node. Throws Error if the lengths differ.
inline Value dot(Values a, Values b) {
  detail::check_lengths(a.size(), b.size());
  return detail::over_all<op::dot>(a, b);
}

}  // namespace stepgrad
