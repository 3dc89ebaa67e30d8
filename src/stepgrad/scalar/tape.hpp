// The tape: every operation in the order in which it was done.
//
// Operands always stand before their result, so walking the tape backwards meets every node after
// all of its consumers: that order is all that backpropagation needs. There is no sort, no
// recursion and no shared pointer.
//
// Here is what programs say to it: Scope gives back what was recorded in it, `backward` walks it back,
// `replay` computes it again. What records, Tape, stands in tape_record.hpp; Value, the handle that
// programs compute with, in value.hpp; what a node is, in node.hpp; how two or three operations come
// to be one entry of the tape, in statement.hpp. What walks the tape back stands in backward.hpp, and
// for speed in fast/.
//
// The rules of the tape:
//   - A thread has a tape of its own.
//   - `Scope` gives back what was recorded in it: a training step is a scope.
//   - Gradients of leaves add up from one `backward` to the next, until `zero_grad`.
//   - `set` gives an input another number. What was computed from it is computed again when it is
//     next asked for, or at once by `replay`.
//   - What was decided by comparing Values, `if (x < 0)`, is not decided again: where it would be
//     decided otherwise after a `set`, using the result throws.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <stepgrad/scalar/tape_record.hpp>

namespace stepgrad {

/// The tape of this thread. It is always the same one, so a function in which operators are written out
/// asks for it once, however many there are.
[[gnu::const]] Tape& tape() noexcept;

template <PlainNumber T>
Value::Value(T data) {
  *this = tape().input(static_cast<double>(data));
}
template <PlainNumber T>
Value::Value(T data, std::string_view name) : Value(data) {
  if (!name.empty()) tape().name(*this, name);
}
template <PlainNumber T, std::same_as<void>... Nothing>
Value::Value(T data, Nothing...) {
  *this = tape().plain(static_cast<double>(data));
}
inline double Value::data() const { return tape().data(*this); }
inline double Value::grad() const { return tape().grad(*this); }
inline std::string Value::name() const { return tape().name(tape().id(*this)); }
inline void Value::set(double data) const { tape().set(*this, data); }

/// Gives back, when it ends, everything that was recorded since it began: one training step, one
/// scope, and memory stays constant however long the training.
class Scope {
 public:
  Scope() : number_(tape().number()), mark_(tape().mark()) {}
  ~Scope() {
    if (tape().number() == number_) tape().release(mark_);
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  std::uint64_t number_;
  Tape::Mark mark_;
};

/// Gives `v` a name, for narration and diagrams, and returns it.
inline Value named(Value v, std::string_view name) {
  tape().name(v, name);
  return v;
}

/// A number that is shown as a constant: no gradient is told of it.
inline Value constant(double data) { return tape().constant(data); }

/// Adds dL/dleaf to every leaf that `output` depends on, L being `output`.
///
/// Results in between start from zero each time, leaves add up until `zero_grad` (as in PyTorch).
/// Throws Error if `output` was made in a scope that has ended.
void backward(Value output);

/// Sets every gradient of this thread's tape to zero.
inline void zero_grad() { tape().zero_grad(); }

/// Computes everything again that was recorded after the first input that `set` has changed: the
/// same graph with other numbers, without recording.
inline void replay() { tape().replay(); }

}  // namespace stepgrad
