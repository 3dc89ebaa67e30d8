#include <stepgrad/scalar/fast/replay.hpp>

#include <vector>

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
  if constexpr (row.arity != op::any) {
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

/// Computes a chain of `sum += w * x`, each a product and then an addition to `last`, from the node
/// behind `last` on, and returns the last of them.
[[gnu::always_inline]] inline std::size_t replay_chain(const Tape::Contents& tape, std::size_t last,
                                                       std::size_t end) {
  constexpr Code add = Code::of(op::add), mul = Code::of(op::mul);
  constexpr Code scale = Code::of(op::mul, Form::right_constant);
  double sum = tape.values[last];
  for (; last + 2 < end && tape.nodes[last + 2] == Node::of(add, last, last + 1); last += 2) {
    const Node product = tape.nodes[last + 1];
    const bool is_scale = product.code() == scale;
    if (!is_scale && product.code() != mul) break;
    const double* factors = is_scale ? tape.constants : tape.values;
    const double factor = factors[product.b()];
    sum += tape.values[last + 1] = tape.values[product.a()] * factor;
    tape.values[last + 2] = sum;
  }
  return last;
}

}  // namespace

void replay(Tape& tape, std::size_t begin, std::size_t end) {
  Tape::Contents contents = tape.contents();
  std::vector<double> numbers;
  for (std::size_t id = begin; id < end; ++id) {
    const Node node = contents.nodes[id];
    switch_on(node.code(), [&]<Code code>() {
      if constexpr (code.is_own()) {
        const double own = tape.evaluated(static_cast<Id>(id));
        contents = tape.contents();  // whoever wrote it may have recorded something
        contents.values[id] = own;
      } else {
        contents.values[id] = value<code>(contents, node, numbers);
      }
    });
    id = replay_chain(contents, id, end);
  }
}

}  // namespace stepgrad::fast
