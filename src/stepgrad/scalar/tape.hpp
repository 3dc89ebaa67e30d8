// The tape: every operation in the order in which it was done.
//
// Operands always stand before their result, so walking the tape backwards meets every node after
// all of its consumers: that order is all that backpropagation needs. There is no sort, no
// recursion and no shared pointer.
//
// Here is what records: Value, the handle that programs compute with; Tape, the record; Scope,
// which gives back what was recorded in it. What a node is stands in node.hpp. What walks the tape
// back stands in backward.hpp, and for speed in fast/.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/scalar/node.hpp>

namespace stepgrad {

/// A handle to a node: small, copied freely, valid until the scope in which it was made ends.
///
/// Operators and functions over Values are in functions.hpp.
class Value {
 public:
  /// A handle to nothing yet; using it throws Error.
  Value() = default;

  /// A new input, to which gradient flows.
  explicit Value(double data, std::string_view name = {});

  /// Its number.
  double data() const;

  /// dL/dthis after `backward(L)`; 0 before.
  double grad() const;

  /// The name given to it, or "".
  std::string name() const;

  /// Gives an input another number. What was computed from it follows at the next `replay`.
  /// Throws Error if this is the result of an operation.
  void set(double data) const;

 private:
  friend class Tape;
  Value(double data, std::uint64_t era, Id id) : data_(data), era_(era), id_(id) {}

  double data_ = 0;        // its number, as long as its era lasts
  std::uint64_t era_ = 0;  // when it was made, and on which tape; 0: never
  Id id_ = 0;
};

/// A thread's record of operations. Most programs use it through Value, Scope, `backward` and
/// `trace`.
class Tape {
 public:
  Tape();
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  // ---- recording

  Value input(double data) { return push(data, Code::input(), 0, 0); }
  Value constant(double data) { return push(data, Code::constant(), 0, 0); }

  template <const op::Op& row>
  Value record(Value a) {
    constexpr Code code = Code::of(row);
    return push(row.value(data(a), 0), code, a.id_, a.id_);
  }
  template <const op::Op& row>
  Value record(Value a, Value b) {
    constexpr Code code = Code::of(row);
    return push(row.value(data(a), data(b)), code, a.id_, b.id_);
  }
  template <const op::Op& row>
  Value record(Value a, double b) {
    constexpr Code code = Code::of(row, Form::right_constant);
    return push(row.value(data(a), b), code, a.id_, pooled(b));
  }
  template <const op::Op& row>
  Value record(double a, Value b) {
    constexpr Code code = Code::of(row, Form::left_constant);
    return push(row.value(a, data(b)), code, pooled(a), b.id_);
  }

  /// The same for a row that is known only while running. Throws Error if the number of operands
  /// does not fit.
  Value record(const op::Op& row, std::span<const Value> operands);

  void name(Value v, std::string_view name);

  // ---- reading

  /// Throws Error, saying what to do, if `v` is unset, made in a scope that has ended, or from
  /// another tape.
  void check(Value v) const {
    if (v.era_ != era_ && !settled(v)) [[unlikely]]
      check_older(v.era_, v.id_);
  }

  Id id(Value v) const { return check(v), v.id_; }
  double data(Value v) const {
    if (v.era_ == era_) [[likely]]
      return v.data_;
    return check(v), nodes_[v.id_].value;
  }
  double grad(Value v) const { return check(v), grad(v.id_); }
  double grad(Id id) const { return id < gradients_.size() ? gradients_[id] + 0.0 : 0; }
  const Node& node(Id id) const { return nodes_[id]; }
  std::string name(Id id) const;

  /// An operand of an operation: a node, or a plain number, which is none.
  struct Operand {
    int place;  // counted from 0
    bool is_number;
    Id id;  // of a node; of a number its slot in the pool
  };
  double value(const Operand& operand) const {
    return operand.is_number ? constants_[operand.id] : nodes_[operand.id].value;
  }
  std::vector<Operand> operands(Id id) const;

  /// The slope of an operation in the operand at this place, from its row: dnode/doperand.
  double slope(Id id, int place) const;

  /// Which nodes the roots depend on, themselves included; as long as the last root asks for.
  std::vector<bool> reached_from(std::span<const Id> roots) const;

  std::size_t size() const { return nodes_.size(); }

  /// Bytes that hold the record and its gradients (what is used, not what is set aside).
  std::size_t bytes() const;

  // ---- computing

  void set(Value v, double data);
  void replay();
  void zero_grad() { gradients_.clear(); }

  // ---- for the sweep in fast/

  /// The record as it lies in memory.
  struct Contents {
    const Node* nodes;
    const double* constants;
    const Id* many;
  };
  Contents contents() const { return {nodes_.data(), constants_.data(), many_.data()}; }

  /// A gradient for each node: leaves keep theirs, all others start from `start`, 0 or -0.
  double* start_gradients(double start);

  // ---- giving back

  struct Mark {
    std::size_t nodes, constants, many;
  };
  Mark mark() const { return {nodes_.size(), constants_.size(), many_.size()}; }
  void release(Mark mark);

  /// Which tape this is; no two tapes of a program have the same number.
  std::uint64_t number() const { return era_ >> count_bits; }

 private:
  // An era ends when nodes are given back or get other values; it is the tape's number and a count.
  // A handle of the current era is valid and knows its number. An older one is valid if its node
  // was never among those given back since, and looks its number up.
  static constexpr unsigned count_bits = 40;
  struct Release {
    std::uint64_t era;  // the era that began with it
    std::size_t nodes;  // how many nodes were left
  };

  // Parameters are older than the scope in which they are used, at every step of a training. So the
  // tape keeps one quick answer: made in the era `since` or later and standing below `below` is
  // valid.
  struct Settled {
    std::uint64_t since;
    std::size_t below;
  };
  bool settled(Value v) const {
    return v.id_ < settled_.below && v.era_ >= settled_.since && v.era_ <= era_;
  }

  // Takes the handle's parts: asked for the whole, a compiler would keep it in memory all the time.
  [[gnu::cold]] void check_older(std::uint64_t era, Id id) const;

  Value push(double value, Code code, Id a, Id b) {
    if (nodes_.size() == nodes_.capacity()) [[unlikely]]
      grow();
    const Id id = static_cast<Id>(nodes_.size());
    nodes_.emplace_back(value, code, a, b);
    return {value, era_, id};
  }
  [[gnu::cold]] void grow();

  /// The slot of a constant in the pool. A number used again soon shares its slot: a small table
  /// remembers.
  Id pooled(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    const Id slot = recent_[recent_place(bits)];
    if (std::bit_cast<std::uint64_t>(constants_[slot]) == bits) [[likely]]
      return slot;
    return pooled_anew(bits);
  }
  static std::size_t recent_place(std::uint64_t bits) {
    return (bits * 0x9e3779b97f4a7c15u) >> (64 - recent_bits);
  }
  [[gnu::cold]] Id pooled_anew(std::uint64_t bits);
  [[noreturn]] static void full();

  template <class Visit>
  void for_each_operand(const Node& node, Visit&& visit) const;
  double evaluated(const Node& node) const;

  std::vector<Node> nodes_;
  std::vector<double> gradients_;  // shorter than nodes_ until the next sweep; what is missing is 0
  std::vector<double> constants_{0.0};
  std::vector<Id> many_;  // operands of operations of any arity
  std::map<Id, std::string> names_;
  std::uint64_t era_;
  mutable Settled settled_;             // what check_older found out last
  std::vector<Release> releases_;       // the ones that still matter, fewest nodes first
  std::size_t replay_from_ = SIZE_MAX;  // the first input that was set since the last replay
  static constexpr unsigned recent_bits = 12;
  std::array<Id, 1 << recent_bits> recent_{};  // slots; slot 0 holds 0.0, always
};

namespace detail {
inline constinit thread_local Tape* tape_of_this_thread = nullptr;
[[gnu::cold]] Tape& make_tape();
}  // namespace detail

/// The tape of this thread.
inline Tape& tape() {
  if (!detail::tape_of_this_thread) [[unlikely]]
    return detail::make_tape();
  return *detail::tape_of_this_thread;
}

inline Value::Value(double data, std::string_view name) {
  *this = tape().input(data);
  if (!name.empty()) tape().name(*this, name);
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
