// A node of the tape, in 8 bytes: its operation's code packed together with the places of its
// operands. Its value and its gradient stand in arrays of their own, at the same place.
//
// Local derivatives are not stored: the sweep computes them again from the operation's row, which
// is faster than fetching them from memory once the tape has left the cache. Where a slope is dear
// and came with the value, as cos(a) with sin(a), it is the other way round: there the tape keeps it.
//
// An entry may also be two or three operations: see statement.hpp.
//
// Plain numbers in C++ expressions (the 2.0 of `w * 2.0`) are not nodes. They stand in a pool of
// constants, and the node's code says which operand is one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <stepgrad/base/op.hpp>

namespace stepgrad {

/// The place of a node on its tape, or in a Trace.
using Id = std::uint32_t;

/// What an operation's operands are: nodes of the tape, or a number from the pool of constants; of a
/// row of any arity, nodes whose places are listed, or nodes that stand side by side.
enum class Form : unsigned { nodes, left_constant, right_constant, side_by_side };

/// What a node is: a leaf, an operation of the table together with the form of its operands, or an
/// operation of one's own.
///
/// Leaves are inputs and constants.
struct Code {
  std::uint8_t number;

  static constexpr unsigned forms = 4;
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
  constexpr Code in(Form form) const {
    return {static_cast<std::uint8_t>(number + static_cast<unsigned>(form) -
                                      static_cast<unsigned>(this->form()))};
  }
  constexpr Form form() const { return static_cast<Form>((number - first_operation) % forms); }
  /// Is it an operation of as many operands as there are, which stand in a list or side by side?
  constexpr bool has_many() const { return is_own() || (!is_leaf() && row().arity == op::any); }
  constexpr bool operator==(const Code&) const = default;
};
inline constexpr std::size_t code_count = Code::first_operation + Code::forms * op::count;
static_assert(code_count <= 256, "a code has eight bits");

namespace detail {

template <unsigned number, unsigned count, class F>
[[gnu::always_inline]] inline void on_code(F& f) {
  constexpr Code code{number};
  if constexpr (number < count && !code.is_leaf()) f.template operator()<code>();
}

}  // namespace detail

/// Calls f.operator()<code>() for the code of an operation, with the code as a constant, so that
/// the compiler writes the row's formulas out; for a leaf it calls nothing. All operations of one's
/// own have one code. `count` codes are asked about: those of statements (statement.hpp) stand behind
/// those of operations.
///
/// A template can write no cases, and of a chain of comparisons not every compiler makes a jump: so
/// macros write the 256.
template <unsigned count = code_count, class F>
[[gnu::always_inline]] inline void switch_on(Code code, F&& f) {
#define STEPGRAD_CASE(n) \
  case n:                \
    return detail::on_code<n, count>(f);
#define STEPGRAD_4_CASES(n) \
  STEPGRAD_CASE(n) STEPGRAD_CASE(n + 1) STEPGRAD_CASE(n + 2) STEPGRAD_CASE(n + 3)
#define STEPGRAD_16_CASES(n) \
  STEPGRAD_4_CASES(n) STEPGRAD_4_CASES(n + 4) STEPGRAD_4_CASES(n + 8) STEPGRAD_4_CASES(n + 12)
#define STEPGRAD_64_CASES(n) \
  STEPGRAD_16_CASES(n) STEPGRAD_16_CASES(n + 16) STEPGRAD_16_CASES(n + 32) STEPGRAD_16_CASES(n + 48)
  switch (code.number) {
    STEPGRAD_64_CASES(0)
    STEPGRAD_64_CASES(64)
    STEPGRAD_64_CASES(128)
    STEPGRAD_64_CASES(192)
  }
#undef STEPGRAD_CASE
#undef STEPGRAD_4_CASES
#undef STEPGRAD_16_CASES
#undef STEPGRAD_64_CASES
}

/// An entry of the tape: a code and the places of two operands. Of a row of any arity, whose operands
/// are vectors,
///
///     Form::nodes         `a` is where the operands' places start in the side array, `b` how many
///     Form::side_by_side  `a` is the first operand, `b` how many there are; in `dot` `a` is where
///                         the first operands of its two vectors stand in the side array
///
/// and of an operation of one's own the place of its row stands there before the operands'. Of a row
/// that gives its slope together with its value, `b` is where the tape keeps the slope. Of an input, `a` is 1 for a plain number that stands where a Value does, as in `Value s = 0`: gradient
/// reaches it as it reaches other inputs, but nobody tells of it unless it has a name.
struct Node {
  std::uint64_t packed;

  static constexpr unsigned id_bits = 28;
  static constexpr std::uint64_t id_mask = (std::uint64_t{1} << id_bits) - 1;

  static constexpr Node of(Code code, std::uint64_t a, std::uint64_t b) {
    return {code.number + (a << 8) + (b << (8 + id_bits))};
  }
  constexpr Code code() const { return {static_cast<std::uint8_t>(packed)}; }
  constexpr bool is_plain() const { return code() == Code::input() && a() == 1; }
  constexpr Id a() const { return static_cast<Id>(packed >> 8 & id_mask); }
  constexpr Id b() const { return static_cast<Id>(packed >> (8 + id_bits)); }
  constexpr bool operator==(const Node&) const = default;
};
static_assert(sizeof(Node) == 8);

/// Nodes that stand side by side on the tape, made in this era or later (values.hpp).
struct NodeRange {
  std::uint64_t era = 0;
  Id first = 0, size = 0;
};

/// How two numbers were compared.
enum class Relation { less, less_equal, greater, greater_equal, equal, not_equal };
bool holds(Relation relation, double a, double b);
std::string_view sign(Relation relation);  // "<", "<=", …

}  // namespace stepgrad
