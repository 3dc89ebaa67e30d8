// Value: the handle that programs compute with. What is recorded with it stands in tape.hpp, which
// whoever uses Values includes.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include <stepgrad/scalar/node.hpp>

namespace stepgrad {

/// A plain number of C++: 2, 2.5f, 2.5.
template <class T>
concept PlainNumber = std::integral<T> || std::floating_point<T>;

/// A handle to a node: small, copied freely, valid until the scope in which it was made ends.
///
/// Operators and functions over Values are in functions.hpp. What an operator returns knows that
/// nobody else holds its node, so that the next operator may take it in; a copy ends that.
class Value {
 public:
  /// A handle to nothing yet; using it throws Error.
  Value() = default;

  Value(const Value& other) : data_(other.data_), era_(other.era_), id_(other.shared_id()) {}
  Value& operator=(const Value& other) {
    data_ = other.data_, era_ = other.era_, id_ = other.shared_id();
    alone_ = 0;
    return *this;
  }

  /// A new input, to which gradient flows: Value x(2.0, "x").
  template <PlainNumber T>
  explicit Value(T data);
  template <PlainNumber T>
  Value(T data, std::string_view name);

  /// A plain number where a Value is wanted: `Value total = 0`, `x > 0 ? x : 0.0`. It has a
  /// gradient as inputs have, but is told as the number that it is unless it gets a name.
  /// (`nothing` is always empty: it makes this the second choice where an input can be meant.)
  template <PlainNumber T, std::same_as<void>... Nothing>
  Value(T data, Nothing... nothing);

  /// Its number.
  double data() const;

  /// Its number, on purpose: what is computed from it is no longer part of the graph.
  explicit operator double() const { return data(); }
  template <std::same_as<bool> B>
  explicit operator B() const {
    static_assert(!std::same_as<B, bool>, "a Value is no truth: compare it, as in x > 0");
    return false;
  }

  /// dL/dthis after `backward(L)`; 0 before, and of a constant.
  double grad() const;

  /// The name given to it, or "".
  std::string name() const;

  /// Gives an input another number. What was computed from it follows when it is next asked for.
  /// Throws Error if this is the result of an operation, or a constant.
  void set(double data) const;

 private:
  friend class Tape;
  Value(double data, std::uint64_t era, Id id, Code alone = Code::input())
      : data_(data), era_(era), id_(id), alone_(alone.number) {}

  Id shared_id() const {
    if (alone_ != 0) alone_ = 0;
    return id_;
  }

  double data_ = 0;        // its number, as long as its era lasts
  std::uint64_t era_ = 0;  // when it was made, and on which tape; 0: never
  Id id_ = 0;
  mutable std::uint8_t alone_ = 0;  // the code of a node that may grow and nobody else holds, or 0
};

}  // namespace stepgrad
