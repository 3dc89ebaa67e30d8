// Statements: two or three operations that stand in one entry of the tape.
//
// What an expression computes on its way, the product of `sum + w * x`, nobody holds: no Value says
// where it stands. So it needs no entry of its own. The operation that uses it is taken into its
// entry, if the entry is the last of the tape and has room: there is an entry for `sum + w * x`, with
// one value and one gradient, in the 8 bytes of a node.
//
// A node has room for the places of two operands. A statement may have one more, the entry before
// it, whose place need not be said: the `sum` of `sum += w * x`, as a rule. A number that stands
// beside two operands leaves these 24 bits each.
//
// Sweep and replay compute the inner values again, which costs less than reading them. Who wants to
// see each operation asks for the tape unfolded (unfolded.hpp).
#pragma once

#include <array>
#include <cstddef>

#include <stepgrad/scalar/node.hpp>

namespace stepgrad {

/// What an operation of a statement is done on: the entry before, one of the two that the node
/// names, a plain number, or what the operation before it has computed.
enum class Of : unsigned char { before, a, b, number, inner };

struct Statement {
  struct Part {
    const op::Op* row;
    Of left, right;
    constexpr bool operator==(const Part& other) const {
      return *row == *other.row && left == other.left && right == other.right;
    }
  };
  std::array<Part, 3> parts;
  std::size_t size;
  bool has_before, has_b, has_number;

  constexpr Statement(Part first, Part second) : Statement({first, second, second}, 2) {}
  constexpr Statement(Part first, Part second, Part third) : Statement({first, second, third}, 3) {}

  constexpr const Part& last() const { return parts[size - 1]; }

 private:
  constexpr Statement(std::array<Part, 3> all, std::size_t count)
      : parts(all),
        size(count),
        has_before(has(Of::before)),
        has_b(has(Of::b)),
        has_number(has(Of::number)) {}

  constexpr bool has(Of operand) const {
    for (const Part& part : parts)
      if (part.left == operand || part.right == operand) return true;
    return false;
  }
};

/// Every statement. Its place here, behind the codes of the table, is its code on the tape.
inline constexpr Statement all_statements[] = {
    {{&op::mul, Of::a, Of::b}, {&op::add, Of::before, Of::inner}},       // sum + w * x
    {{&op::mul, Of::a, Of::b}, {&op::add, Of::inner, Of::before}},       // w * x + sum
    {{&op::mul, Of::a, Of::number}, {&op::add, Of::before, Of::inner}},  // sum + w * 2.0
    {{&op::mul, Of::number, Of::a}, {&op::add, Of::before, Of::inner}},  // sum + 2.0 * w
    {{&op::mul, Of::a, Of::b}, {&op::sub, Of::before, Of::inner}},       // sum - w * x
    {{&op::mul, Of::a, Of::number}, {&op::sub, Of::before, Of::inner}},  // w - g * 0.1
    {{&op::mul, Of::before, Of::a}, {&op::add, Of::inner, Of::b}},       // y * a + x
    {{&op::mul, Of::before, Of::number}, {&op::add, Of::inner, Of::a}},  // y * 0.9 + x
    {{&op::mul, Of::a, Of::b}, {&op::add, Of::number, Of::inner}},       // 1.0 + x * y
    {{&op::mul, Of::a, Of::b}, {&op::sub, Of::number, Of::inner}},       // 1.0 - y * y
    {{&op::sub, Of::a, Of::b}, {&op::mul, Of::before, Of::inner}},       // (a - b) * (c - d)
    {{&op::mul, Of::a, Of::b},
     {&op::add, Of::number, Of::inner},
     {&op::mul, Of::before, Of::inner}},  // p * (1.0 + x * y)
};
inline constexpr std::size_t statement_count = std::size(all_statements);
inline constexpr unsigned all_codes = code_count + statement_count;
static_assert(all_codes <= 256, "a code has eight bits");

constexpr Code code_of_statement(std::size_t place) {
  return {static_cast<std::uint8_t>(code_count + place)};
}
constexpr bool is_statement(Code code) { return code.number >= code_count; }
constexpr const Statement& statement_of(Code code) {
  return all_statements[code.number - code_count];
}

/// The places of what the node of a statement names: its operands, and in the pool its number.
struct Operands {
  Id a = 0, b = 0, number = 0;
};

/// What stands behind the code of a node, of an operation of the table that has two operands or of a
/// statement: two places of 28 bits each, or three, of 24, 24 and 8.
enum class Layout { a_b, a_number, number_a, a_b_number };

[[gnu::always_inline]] constexpr Layout layout_of(Code code) {
  if (is_statement(code)) {
    const Statement& statement = statement_of(code);
    if (!statement.has_number) return Layout::a_b;
    return statement.has_b ? Layout::a_b_number : Layout::a_number;
  }
  if (code.form() == Form::left_constant) return Layout::number_a;
  return code.form() == Form::right_constant ? Layout::a_number : Layout::a_b;
}

/// What such a node names.
[[gnu::always_inline]] constexpr Operands operands_of(Code code, Node node) {
  constexpr std::uint64_t mask = (std::uint64_t{1} << 24) - 1;
  const std::uint64_t packed = node.packed >> 8;
  switch (layout_of(code)) {
    case Layout::a_b:
      return {node.a(), node.b(), 0};
    case Layout::a_number:
      return {node.a(), 0, node.b()};
    case Layout::number_a:
      return {node.b(), 0, node.a()};
    case Layout::a_b_number:
      break;
  }
  return {static_cast<Id>(packed & mask), static_cast<Id>(packed >> 24 & mask),
          static_cast<Id>(packed >> 48)};
}

/// What stands for none where a node may be. (A compiler keeps an optional one in memory.)
inline constexpr Node no_node{0};

/// The node of a statement that names two places.
template <Code code>
[[gnu::always_inline]] constexpr Node node_of(const Operands& operands) {
  constexpr Layout layout = layout_of(code);
  static_assert(layout == Layout::a_b || layout == Layout::a_number);
  return Node::of(code, operands.a, layout == Layout::a_b ? operands.b : operands.number);
}

/// The same node with another code, if that has the same layout.
template <Code code, Code to>
[[gnu::always_inline]] constexpr Node with_code(Node node) {
  static_assert(layout_of(code) == layout_of(to));
  return Node{node.packed + to.number - code.number};
}

/// The node of two operands a, b with a number as the third; none if there is no room for it.
template <Code code, Code to>
[[gnu::always_inline]] constexpr Node with_number(Node node, Id number) {
  static_assert(layout_of(code) == Layout::a_b && layout_of(to) == Layout::a_b_number);
  constexpr std::uint64_t too_much = std::uint64_t{0xf000000f} << 32;  // bits 25 to 28 of a and b
  if ((node.packed & too_much) != 0 || number >> 8 != 0) return no_node;
  const std::uint64_t code_and_a = static_cast<std::uint32_t>(node.packed), b = node.packed >> 36;
  return Node{code_and_a + to.number - code.number + (b << 32) + (std::uint64_t{number} << 56)};
}

/// The form of an operation that is done on these.
constexpr Form form_of(Of left, Of right) {
  if (left == Of::number) return Form::left_constant;
  return right == Of::number ? Form::right_constant : Form::nodes;
}

/// A statement comes of a shorter one, or of an operation of the table, by its last part.
constexpr Code comes_of(const Statement& statement) {
  if (statement.size == 2) {
    const auto [row, left, right] = statement.parts[0];
    return Code::of(*row, form_of(left, right));
  }
  for (std::size_t place = 0; place < statement_count; ++place) {
    const Statement& shorter = all_statements[place];
    if (shorter.size == 2 && shorter.parts[0] == statement.parts[0] &&
        shorter.parts[1] == statement.parts[1])
      return code_of_statement(place);
  }
  return Code::input();  // never
}

/// Is its last part row(left, right)? Where it is of nodes, any will do.
constexpr bool ends_with(const Statement& statement, const op::Op& row, Of left, Of right) {
  const auto kind = [](Of of) { return of == Of::inner || of == Of::number ? of : Of::a; };
  const Statement::Part& last = statement.last();
  return *last.row == row && kind(last.left) == left && kind(last.right) == right;
}

/// The code of what no statement comes of.
inline constexpr Code no_code = Code::input();

/// The code, if a statement comes of it.
constexpr Code if_it_may_grow(Code code) {
  for (const Statement& statement : all_statements)
    if (comes_of(statement) == code) return code;
  return no_code;
}

/// The node that an entry at `place` becomes by taking the last part of the statement in, with
/// `other` as the operand that is not its own; none if the operands do not fit.
template <std::size_t statement>
[[gnu::always_inline]] constexpr Node grown(Node node, Id place, Id other) {
  constexpr Code from = comes_of(all_statements[statement]), code = code_of_statement(statement);
  constexpr Statement::Part last = all_statements[statement].last();
  constexpr Of of_other = last.left == Of::inner ? last.right : last.left;
  if constexpr (of_other == Of::number) {
    return with_number<from, code>(node, other);
  } else if constexpr (of_other == Of::before) {
    if (other + 1 != place) return no_node;
    if constexpr (layout_of(code) == layout_of(from))
      return with_code<from, code>(node);
    else
      return node_of<code>(operands_of(from, node));
  } else {  // what stands before is not named any longer, and leaves its room
    Operands operands = operands_of(from, node);
    if (operands.a + 1 != place) return no_node;
    if constexpr (of_other == Of::a)
      operands.a = other;
    else
      operands = {operands.b, other, operands.number};
    return node_of<code>(operands);
  }
}

}  // namespace stepgrad
