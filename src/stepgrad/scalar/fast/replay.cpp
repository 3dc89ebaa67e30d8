#include <stepgrad/scalar/fast/replay.hpp>

#include <vector>

#include <stepgrad/scalar/fast/parts.hpp>
#include <stepgrad/scalar/fast/ranges.hpp>
#include <stepgrad/scalar/tape.hpp>

namespace stepgrad::fast {
namespace {

/// The value of a node of the table.
template <Code code>
[[gnu::always_inline]] inline double value(const Tape::Contents& tape, Node node,
                                           std::vector<double>& numbers) {
  constexpr const op::Op& row = code.row();
  constexpr Form form = code.form();
  const double* values = tape.values;
  const Id a = node.a(), b = node.b();
  if constexpr (row.has_kept_slope) {
    const auto [value, slope] = row.value_and_slope(values[a]);
    tape.slopes[b] = slope;
    return value;
  } else if constexpr (row.arity != op::any) {
    return row.value(form == Form::left_constant ? tape.constants[a] : values[a],
                     form == Form::right_constant ? tape.constants[b] : values[b]);
  } else if constexpr (form == Form::side_by_side) {
    constexpr bool is_listed = op::vectors(row) == 2;
    const Id* firsts = is_listed ? tape.many + a : &a;
    return value_of_ranges(row, values + firsts[0], values + firsts[is_listed], b);
  } else {
    numbers.clear();
    for (Id i = 0; i < b; ++i) numbers.push_back(values[tape.many[a + i]]);
    return row.value_of_all(numbers);
  }
}

/// Computes as many statements as there are of one kind, one behind the other, and returns the last.
template <Code code>
std::size_t replay_statements(const Tape::Contents& tape, std::size_t id, std::size_t end) {
  double before = tape.values[id - 1];
  for (;; ++id) {
    const Operands operands = operands_of(code, tape.nodes[id]);
    before = tape.values[id] = values_of_parts<code>(tape, operands, before).back().result;
    if (id + 1 == end || tape.nodes[id + 1].code() != code) return id;
  }
}

}  // namespace

void replay(Tape& tape, std::size_t begin, std::size_t end) {
  Tape::Contents contents = tape.contents();
  std::vector<double> numbers;
  for (std::size_t id = begin; id < end; ++id) {
    const Node node = contents.nodes[id];
    switch_on<all_codes>(node.code(), [&]<Code code>() {
      if constexpr (code.is_own()) {
        const double own = tape.evaluated(static_cast<Id>(id));
        contents = tape.contents();  // whoever wrote it may have recorded something
        contents.values[id] = own;
      } else if constexpr (is_statement(code)) {
        id = replay_statements<code>(contents, id, end);
      } else {
        contents.values[id] = value<code>(contents, node, numbers);
      }
    });
  }
}

}  // namespace stepgrad::fast
