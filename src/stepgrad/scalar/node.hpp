// A node of the tape, in 16 bytes: its value, and its operation's code packed together with the
// places of its operands.
//
// Local derivatives are not stored: the sweep computes them again from the operation's row, which
// is faster than fetching them from memory once the tape has left the cache.
//
// Plain numbers in C++ expressions (the 2.0 of `w * 2.0`) are not nodes. They stand in a pool of
// constants, and the node's code says which operand is one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <stepgrad/base/op.hpp>

namespace stepgrad {

/// The place of a node on its tape, or in a Trace.
using Id = std::uint32_t;

/// What an operation's operands are: nodes of the tape, or a number from the pool of constants.
enum class Form : unsigned { nodes, left_constant, right_constant };

/// What a node is: a leaf, an operation of the table together with the form of its operands, or an
/// operation of one's own.
///
/// Leaves are inputs and constants.
struct Code {
  std::uint8_t number;

  static constexpr unsigned forms = 3;
  static constexpr unsigned first_operation = 3;

  static constexpr Code input() { return {0}; }
  static constexpr Code constant() { return {1}; }
  static constexpr Code own() { return {2}; }
  static constexpr Code of(const op::Op& row, Form form = Form::nodes) {
    return {static_cast<std::uint8_t>(first_operation + forms * op::index_of(row) +
                                      static_cast<unsigned>(form))};
  }

  constexpr bool is_leaf() const { return number < own().number; }
  constexpr bool is_own() const { return number == own().number; }
  constexpr const op::Op& row() const { return *op::all[(number - first_operation) / forms]; }
  constexpr Form form() const { return static_cast<Form>((number - first_operation) % forms); }
  constexpr bool operator==(const Code&) const = default;
};
inline constexpr std::size_t code_count = Code::first_operation + Code::forms * op::count;
static_assert(code_count <= 256, "a code has eight bits");

/// Calls f.operator()<code>() for the code of an operation, with the code as a constant, so that
/// the compiler writes the row's formulas out: it turns the chain into one switch. All operations
/// of one's own have one code.
template <class F, std::size_t... operations>
[[gnu::always_inline]] inline void switch_on(Code code, std::index_sequence<operations...>, F&& f) {
  constexpr auto nth = [](std::size_t operation) {
    return Code{static_cast<std::uint8_t>(Code::own().number + operation)};
  };
  (void)((code == nth(operations) && (f.template operator()<nth(operations)>(), true)) || ...);
}
template <class F>
[[gnu::always_inline]] inline void switch_on(Code code, F&& f) {
  switch_on(code, std::make_index_sequence<code_count - Code::own().number>(), std::forward<F>(f));
}

/// An entry of the tape. For operations of any arity, `a` is where their operands start in the side
/// array and `b` how many there are; for those of one's own, the place of the row stands before the
/// operands. Of an input, `a` is 1 for a plain number that stands where a Value does, as in `Value s
/// = 0`: gradient reaches it as it reaches other inputs, but nobody tells of it unless it has a
/// name.
struct Node {
  double value;
  std::uint64_t packed;

  static constexpr unsigned id_bits = 28;
  static constexpr std::uint64_t id_mask = (std::uint64_t{1} << id_bits) - 1;

  Node(double value, Code code, Id a, Id b) : value(value), packed(pack(code, a, b)) {}

  Code code() const { return {static_cast<std::uint8_t>(packed)}; }
  bool is_plain() const { return code() == Code::input() && a() == 1; }
  Id a() const { return static_cast<Id>(packed >> 8 & id_mask); }
  Id b() const { return static_cast<Id>(packed >> (8 + id_bits)); }
  static constexpr std::uint64_t pack(Code code, std::uint64_t a, std::uint64_t b) {
    return code.number + (a << 8) + (b << (8 + id_bits));
  }
};
static_assert(sizeof(Node) == 16);

}  // namespace stepgrad
