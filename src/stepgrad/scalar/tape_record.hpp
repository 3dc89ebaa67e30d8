// Tape, the record of a thread: what is recorded, read, computed again and given back. Its idea and its
// rules stand in tape.hpp, which whoever uses it includes.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/large_pages.hpp>
#include <stepgrad/scalar/statement.hpp>
#include <stepgrad/scalar/value.hpp>

namespace stepgrad {

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
  Value plain(double data) { return push(data, Code::input(), 1, 0); }

  // Clang calls these unless it is told otherwise: Values then go there and back through memory, and
  // a deep chain takes three times as long to record.
  template <const op::Op& row>
  [[gnu::always_inline]] Value record(const Value& a) {
    if constexpr (!op::is_in_table(row)) return record(row, std::array{a});
    constexpr Code code = Code::of(row);
    if constexpr (row.has_kept_slope) {
      const auto [value, slope] = row.value_and_slope(data(a));
      return push(value, code, a.id_, kept(slope));
    }
    return push(row.value(data(a), 0), code, a.id_, a.id_);
  }
  template <const op::Op& row>
  [[gnu::always_inline]] Value record(const Value& a, const Value& b) {
    if constexpr (!op::is_in_table(row)) return record(row, std::array{a, b});
    constexpr Code code = Code::of(row);
    return push(row.value(data(a), data(b)), code, a.id_, b.id_);
  }
  template <const op::Op& row>
  [[gnu::always_inline]] Value record(const Value& a, double b) {
    if constexpr (!op::is_in_table(row)) return record(row, std::array{a, plain(b)});
    constexpr Code code = Code::of(row, Form::right_constant);
    return push(row.value(data(a), b), code, a.id_, pooled(b));
  }
  template <const op::Op& row>
  [[gnu::always_inline]] Value record(double a, const Value& b) {
    if constexpr (!op::is_in_table(row)) return record(row, std::array{plain(a), b});
    constexpr Code code = Code::of(row, Form::left_constant);
    return push(row.value(a, data(b)), code, pooled(a), b.id_);
  }

  /// The same for operators. An operand that nobody else holds takes the operation into its entry, if
  /// there is a statement of both (statement.hpp).
  template <const op::Op& row, class A, class B>
  [[gnu::always_inline]] Value combine(const A& a, const B& b) {
    constexpr Of left = std::same_as<A, Value> ? Of::a : Of::number;
    constexpr Of right = std::same_as<B, Value> ? Of::a : Of::number;
    constexpr Code code = Code::of(row, form_of(left, right)), alone = if_it_may_grow(code);
    const std::uint64_t era = era_;
    Code grows = no_code;
    const double y = row.value(data(a, era), data(b, era));
    const Id place_a = place(a), place_b = place(b);
    if constexpr (right != Of::number)
      if (b.era_ == era && grow<row, left, Of::inner>(b, place_a, y, grows))
        return {y, era, place_b, grows};
    if constexpr (left != Of::number)
      if (a.era_ == era && grow<row, Of::inner, right>(a, place_b, y, grows))
        return {y, era, place_a, grows};
    return push(y, code, place_a, place_b, alone);
  }

  /// A row of any arity. Nodes that stand side by side are recorded as such, and not one by one.
  template <const op::Op& row>
  Value record(std::span<const Value> operands) {
    constexpr Code code = Code::of(row);
    return record_many(row, code, operands, {});
  }
  template <const op::Op& row>
  Value record(std::span<const Value> a, std::span<const Value> b) {
    constexpr Code code = Code::of(row);
    return record_many(row, code, a, b);
  }

  /// The same over nodes that stand side by side, of which there are some; in `dot` over two times
  /// as many.
  template <const op::Op& row>
  Value record_side_by_side(const NodeRange& a, const NodeRange& b) {
    constexpr Code code = Code::of(row);
    settle(a), settle(b);
    return push_side_by_side(row, code, a.first, b.first, a.size);
  }

  /// A row on each of some nodes that stand side by side, whose results do so, too: f(a_1), f(a_2), …
  /// or f(a_1, b_1), f(a_2, b_2), … or with one b for all, a Value or a plain number. Of two ranges
  /// both are as long.
  template <const op::Op& row>
  NodeRange record_each(const NodeRange& a) {
    const Each operands = each_of(a);
    if constexpr (row.has_kept_slope) {
      const Slopes slopes{static_cast<Id>(slopes_.size())};
      for (std::size_t i = 0; i < a.size; ++i)
        kept(row.value_and_slope(operands.value(values_.get(), i)).slope);
      return push_each<row>(Form::nodes, a.size, operands, slopes);
    } else {
      return push_each<row>(Form::nodes, a.size, operands, operands);
    }
  }
  template <const op::Op& row>
  NodeRange record_each(const NodeRange& a, const NodeRange& b) {
    return push_each<row>(Form::nodes, a.size, each_of(a), each_of(b));
  }
  template <const op::Op& row>
  NodeRange record_each(const NodeRange& a, Value b) {
    return push_each<row>(Form::nodes, a.size, each_of(a), Same{data(b), b.id_});
  }
  template <const op::Op& row>
  NodeRange record_each(const NodeRange& a, double b) {
    return push_each<row>(Form::right_constant, a.size, each_of(a), Same{b, pooled(b)});
  }

  /// `dot` of x and of each row of a matrix, whose rows stand one behind the other: `rows` of them,
  /// each as long as x, which is not empty.
  NodeRange record_dots(const NodeRange& matrix, const NodeRange& x, std::size_t rows);

  /// `dot` of x and of each column of a matrix whose rows stand anywhere, one for each number of x.
  NodeRange record_dots(const NodeRange& x, std::span<const NodeRange> rows);

  /// The same as above for a row that is known only while running, of the table or one's own: that one
  /// has to outlive what is recorded with it. Throws Error if the number of operands does not fit.
  Value record(const op::Op& row, std::span<const Value> operands);
  Value record(std::shared_ptr<const op::Op> own, std::span<const Value> operands);

  void name(Value v, std::string_view name);

  /// Does the relation hold? What was asked is remembered: it may have decided what is recorded.
  bool compare(Relation relation, Value a, Value b);
  bool compare(Relation relation, Value a, double b);
  bool compare(Relation relation, double a, Value b);

  // ---- reading

  /// Throws Error, saying what to do, if `v` is unset, made in a scope that has ended, or from
  /// another tape.
  void check(const Value& v) const {
    if (v.era_ != era_ && !settled(v)) [[unlikely]]
      check_older(v.era_, v.id_);
  }

  /// `size` nodes from `first` on. Throws Error, too, if there are fewer.
  NodeRange range(Value first, std::size_t size) const;

  Id id(const Value& v) const { return check(v), v.id_; }
  Value at(const NodeRange& range, std::size_t i) const {
    const Id id = range.first + static_cast<Id>(i);
    return {values_[id], range.era, id};
  }
  Value handle(Id id) const { return {values_[id], era_, id}; }
  [[gnu::always_inline]] double data(const Value& v) { return data(v, era_); }
  [[gnu::always_inline]] double data(const Value& v, std::uint64_t era) {
    if (v.era_ == era) [[likely]]
      return v.data_;
    if (!settled(v)) [[unlikely]]
      settle_older(v.era_, v.id_);
    return values_[v.id_];
  }
  double grad(const Value& v) const { return check(v), grad(v.id_); }
  double grad(Id id) const {
    const bool has_one = id < gradients_.size() && nodes_[id].code() != Code::constant();
    return has_one ? gradients_[id] + 0.0 : 0;
  }
  const Node& node(Id id) const { return nodes_[id]; }
  double value(Id id) const { return values_[id]; }

  /// The row of an operation, of the table or one's own.
  const op::Op& row(const Node& node) const {
    return node.code().is_own() ? *own_[many_[node.a()]] : node.code().row();
  }
  /// The same for who wants to keep it; null for rows of the table, which stay anyway.
  std::shared_ptr<const op::Op> own_row(const Node& node) const {
    return node.code().is_own() ? own_[many_[node.a()]] : nullptr;
  }
  std::string name(Id id) const;

  /// An operand of an operation: a node, or a plain number, which is none.
  struct Operand {
    int place;  // counted from 0
    bool is_number;
    Id id;  // of a node; of a number its slot in the pool
    bool operator==(const Operand&) const = default;
  };
  double value(const Operand& operand) const {
    return operand.is_number ? constants_[operand.id] : values_[operand.id];
  }
  std::vector<Operand> operands(Id id) const;

  /// The slope of an operation in the operand at this place, from its row: dnode/doperand. (Of a
  /// statement nobody asks it: unfolded.hpp.)
  double slope(Id id, int place) const;

  /// Does gradient pass from a node into its operands? Only an operation of one's own may close the
  /// way back, or change what passes.
  bool passes(Id id) const { return !(nodes_[id].code().is_own() && row(nodes_[id]).stops); }
  double passed(Id id, double contribution) const {
    if (!nodes_[id].code().is_own()) return contribution;
    const op::Op& row = this->row(nodes_[id]);
    return row.passes ? row.passes(contribution) : contribution;
  }

  /// Which nodes the roots depend on, themselves included; as long as the last root asks for.
  struct Reached {
    std::vector<bool> nodes;
    Id first_operation;           // none of the operations among them stands before it
    Id begin;                     // the same, with the leaves that stand just before it
    Id leaves_begin, leaves_end;  // where the leaves among them stand that stand before that
    bool operator[](Id id) const { return nodes[id]; }
  };
  Reached reached_from(std::span<const Id> roots) const;

  /// The value of an operation, from its row and its operands' values.
  double evaluated(Id id) const;

  /// A comparison of two numbers: what it was of, and whether it held.
  struct Comparison {
    Id at;  // the node that was recorded next
    Relation relation;
    Operand a, b;
    bool held;
    bool operator==(const Comparison&) const = default;
  };
  std::span<const Comparison> comparisons() const { return comparisons_; }

  std::size_t size() const { return size_; }

  /// How many operations and leaves these are.
  std::size_t operations() const;

  /// Bytes that hold the record and its gradients (what is used, not what is set aside).
  std::size_t bytes() const;

  // ---- computing

  void set(Value v, double data);

  void set(const NodeRange& range, std::span<const double> data);

  /// The numbers and the gradients of nodes as they lie in memory, until something is recorded.
  std::span<const double> data(const NodeRange& range);
  std::span<const double> grad(const NodeRange& range);

  void replay();
  void zero_grad();

  /// Gives a leaf another gradient, as who puts back what was there before a sweep.
  void set_grad(Id leaf, double gradient) {
    if (leaf < gradients_.size()) gradients_[leaf] = gradient;
  }

  /// Computes `v` again if an input that it may depend on has been set since. Throws Error as
  /// `check` does, and if a comparison that may have decided how `v` is computed would come out
  /// otherwise now.
  void settle(Value v);
  void settle(const NodeRange& range) {
    if (range.era != era_ && !settled(last_of(range))) [[unlikely]]
      settle_older(range);
  }

  // ---- for fast/

  /// The record as it lies in memory.
  struct Contents {
    const Node* nodes;
    double* values;
    const double* constants;
    const Id* many;
    double* slopes;
  };
  Contents contents() {
    return {nodes_.get(), values_.get(), constants_.data(), many_.data(), slopes_.data()};
  }

  /// A sweep under way. It begins with a gradient of -0 for every result, while leaves keep theirs;
  /// when it ends, the tape knows where it has been. Throws Error if another is under way.
  class Sweep {
   public:
    Sweep(Tape& tape, Id last);
    ~Sweep();
    Sweep(const Sweep&) = delete;
    Sweep& operator=(const Sweep&) = delete;

    double* gradients() const { return tape_.gradients_.data(); }
    Id first() const { return std::max(first_, first_operation_); }  // nothing is to do before it

    /// To be told of each operation that the output does not depend on. When it meets them as often
    /// as others, it is time to find out where the last of those stands.
    void passes_by(Id operation);

   private:
    Tape& tape_;
    Id first_ = 0, last_, leaves_begin_ = 0,
       leaves_end_ = 0;   // all that is reached, as far as is known
    Id first_operation_;  // of the tape
    std::size_t passed_by_ = 0;
  };

  // ---- giving back

  struct Mark {
    std::size_t nodes, constants, many, slopes, own, comparisons;
  };
  Mark mark() {
    close();
    return {size_,          constants_.size(), many_.size(),
            slopes_.size(), own_.size(),       comparisons_.size()};
  }
  void release(Mark mark);

  /// Which tape this is; no two tapes of a program have the same number.
  std::uint64_t number() const { return era_ >> count_bits; }

  /// Exchanges all that is on two tapes, their numbers included.
  void swap(Tape& other);

 private:
  friend class Unfolded;
  Tape(Tape&&) = default;
  Tape& operator=(Tape&&) = default;

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
  // valid, and of the numbers of now. While something is to be replayed, nothing is.
  struct Settled {
    std::uint64_t since;
    std::size_t below;
  };
  bool settled(const Value& v) const {
    return v.id_ < settled_.below && v.era_ >= settled_.since && v.era_ <= era_;
  }

  // Takes the handle's parts: asked for the whole, a compiler would keep it in memory all the time.
  [[gnu::cold]] void check_older(std::uint64_t era, Id id) const;
  [[gnu::cold]] void settle_older(std::uint64_t era, Id id);
  [[gnu::cold]] void settle_older(const NodeRange& range);
  static Value last_of(const NodeRange& range) {
    return {0, range.era, range.first + range.size - 1};
  }

  [[gnu::always_inline]] Value push(double value, Code code, Id a, Id b, Code alone = no_code) {
    if (size_ == capacity_) [[unlikely]]
      grow(1);
    const Id id = size_;
    values_[id] = value;
    nodes_[id] = Node::of(code, a, b);
    size_ = id + 1;
    return {value, era_, id, alone};
  }
  [[gnu::cold]] void grow(std::size_t count);  // for so many more

  // The operands of as many nodes: one for each, or the same for all.
  struct Each {
    Id first;
    double value(const double* values, std::size_t i) const { return values[first + i]; }
    std::uint64_t place(std::size_t i) const { return first + i; }
  };
  struct Same {
    double number;
    Id id;
    double value(const double*, std::size_t) const { return number; }
    std::uint64_t place(std::size_t) const { return id; }
  };
  struct Slopes {  // kept ones, in the place of a second operand
    Id first;
    double value(const double*, std::size_t) const { return 0; }
    std::uint64_t place(std::size_t i) const { return first + i; }
  };
  Each each_of(const NodeRange& range) { return settle(range), Each{range.first}; }

  template <const op::Op& row, class A, class B>
  NodeRange push_each(Form form, std::size_t count, const A a, const B b) {
    constexpr Code with_nodes = Code::of(row);
    const Code code = with_nodes.in(form);
    const NodeRange made = room_for(count);
    const double* const values = values_.get();
    double* const results = values_.get() + made.first;
    Node* const nodes = nodes_.get() + made.first;
    for (std::size_t i = 0; i < count; ++i)
      results[i] = row.value(a.value(values, i), b.value(values, i));
    for (std::size_t i = 0; i < count; ++i) nodes[i] = Node::of(code, a.place(i), b.place(i));
    return made;
  }

  /// The next `count` places, for who fills them now.
  NodeRange room_for(std::size_t count) {
    if (count > capacity_ - size_) [[unlikely]]
      grow(count);
    const NodeRange room{era_, size_, static_cast<Id>(count)};
    size_ += static_cast<Id>(count);
    return room;
  }

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

  // Where the slope stands that a node keeps.
  Id kept(double slope) {
    slopes_.push_back(slope);
    return static_cast<Id>(slopes_.size() - 1);
  }

  // From now on nothing that has been recorded grows.
  void close() const { closed_ = size_; }

  // An operand's number, and where it stands: a plain number in the pool.
  static double data(double number, std::uint64_t) { return number; }
  static Id place(const Value& v) { return v.id_; }
  Id place(double number) { return pooled(number); }

  // Makes the entry of `inner` a statement: row(left, right), of which one is `inner` and one
  // `other`, a node or a number; y is its value. False if it cannot be. `grows` becomes its code, if
  // it may grow on.
  template <const op::Op& row, Of left, Of right>
  [[gnu::always_inline]] bool grow(const Value& inner, Id other, double y, Code& grows) {
    if (inner.alone_ == 0 || inner.id_ + 1 != size_ || inner.id_ < closed_) return false;
    return [&]<std::size_t... place>(std::index_sequence<place...>) __attribute__((always_inline)) {
      return (grow_to<place, row, left, right>(inner, other, y, grows) || ...);
    }
    (std::make_index_sequence<statement_count>());
  }
  template <std::size_t place, const op::Op& row, Of left, Of right>
  [[gnu::always_inline]] bool grow_to(const Value& inner, Id other, double y, Code& grows) {
    if constexpr (ends_with(all_statements[place], row, left, right)) {
      constexpr Code from = comes_of(all_statements[place]);
      constexpr Code alone = if_it_may_grow(code_of_statement(place));
      if (inner.alone_ != from.number) return false;
      const Node node = grown<place>(nodes_[inner.id_], inner.id_, other);
      if (node == no_node) return false;
      nodes_[inner.id_] = node;
      values_[inner.id_] = y;
      grows = alone;
      return true;
    }
    return false;
  }

  template <class Visit>
  void for_each_operand(Id id, Visit&& visit) const;
  template <class Visit>
  void for_each_operand_of_statement(Id id, Visit&& visit) const;

  // Operations of any arity: their operands are listed in the side array, or stand side by side, in
  // `dot` from a on and from b on.
  Value record_many(const op::Op& row, Code code, std::span<const Value> a,
                    std::span<const Value> b);
  using Lists = std::array<std::span<const Value>, 2>;
  double evaluated(const op::Op& row, const Lists& operands);
  static bool are_side_by_side(std::span<const Value> operands);
  Id list_of(std::size_t count);  // where so many places in the side array are, to be filled
  Value push_listed(double result, Code code, const Lists& operands);
  Value push_side_by_side(const op::Op& row, Code code, Id a, Id b, std::size_t size);

  bool compare(Relation relation, const Operand& a, const Operand& b);
  bool holds_now(const Comparison& comparison) const {
    return holds(comparison.relation, value(comparison.a), value(comparison.b));
  }
  [[gnu::cold]] void check_branches(Id id) const;
  void forget_needless_replay();
  void count_leaves();
  bool is_stale(Id id) const {
    return id >= replay_from_ && id < replay_to_ && !nodes_[id].code().is_leaf();
  }

  // Nodes from one to before another.
  struct Stretch {
    std::size_t begin = 0, end = 0;
    void join(std::size_t from, std::size_t to);
  };
  void clear(Stretch stretch, bool leaves_too);

  // The record, in arrays of their own that grow together.
  LongArray<double, 0> values_;  // (the second number: large_pages.hpp)
  LongArray<Node, 1> nodes_;
  Id size_ = 0, capacity_ = 0;
  mutable Id closed_ = 0;  // nodes before it do not grow
  // Shorter than these until the next sweep; what is missing is 0. So that a sweep over the last of
  // many steps costs that step alone, only where sweeps have been is cleared.
  LongVector<double, 2> gradients_;
  Stretch last_sweep_;            // results that the last sweep may have been at
  Stretch swept_, swept_leaves_;  // leaves that sweeps since zero_grad may have been at
  std::vector<double> constants_{0.0};
  std::vector<Id> many_;                            // operands of operations of any arity
  std::vector<double> numbers_;                     // … while they are recorded: theirs
  LongVector<double, 3> slopes_;                    // those that nodes keep (op_row.hpp)
  std::vector<std::shared_ptr<const op::Op>> own_;  // rows of operations of one's own
  std::vector<Comparison> comparisons_;
  std::vector<std::size_t> turned_;  // places of those that would come out otherwise now
  std::map<Id, std::string> names_;
  std::uint64_t era_;
  mutable Settled settled_;             // what check_older found out last
  std::vector<Release> releases_;       // the ones that still matter, fewest nodes first
  std::size_t replay_from_ = SIZE_MAX;  // the first input that was set since the last replay
  std::size_t replay_to_ = 0;           // what was recorded later is of the numbers of now
  std::size_t leaves_ = 0;              // so many leaves stand before the first operation, at least
  bool is_settled_ = true;              // nothing is to be replayed, and no comparison has turned
  bool is_swept_ = false, has_noted_its_size_ = false;
  static constexpr unsigned recent_bits = 12;
  std::array<Id, 1 << recent_bits> recent_{};  // slots; slot 0 holds 0.0, always
};

}  // namespace stepgrad
