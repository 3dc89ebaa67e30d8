// The reverse sweep where nobody watches: the steps of backward.hpp, bit for bit, in less time.
//
// The same: nodes in reverse order, operands in order, a gradient from zero, one product and one
// sum for each operand. tests/scalar/sweep_property_test.cpp holds both to the same steps.
//
// What makes it quicker:
//   - `switch_on` writes out every row's slopes, so that none is called by pointer;
//   - gradients stand on the tape from sweep to sweep, so that no memory is asked for;
//   - a gradient that nothing has been added to is -0, and no other is: so a sweep knows what the
//     output does not depend on without having asked;
//   - where slopes are simple, `sweep_simple` goes on without calling anything, and `sweep_chain`
//     keeps in a register what the next addition of a chain of `sum += w * x` will ask for;
//   - operands that stand side by side get their shares eight at a time (ranges.hpp).
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/fast/ranges.hpp>
#include <stepgrad/scalar/tape.hpp>

namespace stepgrad::fast {

/// A sweep starts with -0 as the gradient of every result. Whatever is added to it (and +0 is added
/// in the place of -0, as good to a sum that starts from 0), it is -0 no longer: so what still is -0
/// at its turn was not touched. The output does not depend on it, and whatever its slope, inf
/// included, nothing flows on. A plain 0 does flow on, for 0 * inf is nan.
inline constexpr double untouched = -0.0;
inline bool is_untouched(double gradient) {
  return std::bit_cast<std::uint64_t>(gradient) == std::bit_cast<std::uint64_t>(untouched);
}

/// The gradients in memory, and the node whose turn it is.
class InMemory {
 public:
  InMemory(double* gradients, std::size_t from)
      : gradients_(gradients), from_(from), upstream_(gradients[from]) {}

  std::size_t from() const { return from_; }
  double upstream() const { return upstream_; }

  /// Adds to the gradient of `to` and returns what it is now.
  [[gnu::always_inline]] double add(std::size_t to, double contribution) {
    return gradients_[to] += contribution;
  }

 private:
  double* gradients_;
  std::size_t from_;
  double upstream_;
};

/// The same in a chain of `sum += w * x`, where the gradient of the sum two nodes before is wanted
/// next: it stays in a register. By way of memory it would be late: handing a stored number to the
/// next load takes as long as several additions.
class InChain {
 public:
  InChain(double* gradients, std::size_t from, double upstream)
      : gradients_(gradients), from_(from), next_(from - 2), upstream_(upstream) {}

  std::size_t from() const { return from_; }
  double upstream() const { return upstream_; }
  double next_upstream() const { return next_upstream_; }

  [[gnu::always_inline]] double add(std::size_t to, double contribution) {
    const double total = gradients_[to] += contribution;
    if (to == next_) [[unlikely]]
      next_upstream_ = total;
    return total;
  }

  /// On to the product, the node before.
  [[gnu::always_inline]] void on_to_product() { upstream_ = gradients_[--from_]; }

 private:
  double* gradients_;
  std::size_t from_, next_;
  double upstream_, next_upstream_ = 0;
};

struct Operands {
  std::size_t a, b;
};

/// Hands the gradient of the node whose turn it is on to its operands.
template <Code code, class Gradients, class OnStep>
[[gnu::always_inline]] inline void pull(const Tape::Contents& tape, Gradients& gradients,
                                        double value, const Operands operands, OnStep& on_step) {
  const Id from = static_cast<Id>(gradients.from());
  const double upstream = gradients.upstream();
  const auto give = [&]<bool is_one>(std::size_t to, int operand, double local)
      __attribute__((always_inline)) {
    const double contribution = upstream * local;
    const double total = gradients.add(to, is_one ? contribution : contribution + 0.0);
    on_step(Step{from, static_cast<Id>(to), operand, upstream, local, contribution, total});
  };
  constexpr const op::Op& row = code.row();
  constexpr Form form = code.form();
  constexpr bool is_one_a = op::has_slope_one(row, 0), is_one_b = op::has_slope_one(row, 1);
  if constexpr (row.arity == op::any) {
    const std::span all(tape.many + operands.a, operands.b);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Id partner = all[op::partner(row, i, all.size())];
      give.template operator()<is_one_a>(
          all[i], static_cast<int>(i),
          row.slope[0](tape.values[all[i]], tape.values[partner], value));
    }
  } else {
    const auto [id_a, id_b] = operands;
    const double a = form == Form::left_constant ? tape.constants[id_a] : tape.values[id_a];
    const double b = form == Form::right_constant ? tape.constants[id_b] : tape.values[id_b];
    if constexpr (form != Form::left_constant)
      give.template operator()<is_one_a>(id_a, 0, row.slope[0](a, b, value));
    if constexpr (form != Form::right_constant && row.arity == 2)
      give.template operator()<is_one_b>(id_b, 1, row.slope[1](a, b, value));
  }
}

/// The same where the operands are `count` nodes from each of the `firsts` on: one vector, or the
/// two of a `dot`. Within a vector every node gets one share, so their order is no matter.
template <const op::Op& row, class OnStep>
void pull_ranges(const Tape::Contents& tape, double* gradients, Id from, std::span<const Id> firsts,
                 std::size_t count, OnStep& on_step) {
  const double upstream = gradients[from];
  int operand = 0;
  for (const Id first : firsts) {
    const Id partner = first == firsts.front() ? firsts.back() : firsts.front();
    const auto local = [&](std::size_t i) {
      return row.slope[0](tape.values[first + i], tape.values[partner + i], tape.values[from]);
    };
    if constexpr (row == op::sum)
      give_all(gradients + first, count, upstream);
    else if constexpr (row == op::dot)
      give_all(gradients + first, count, upstream, tape.values + partner);
    else
      for (std::size_t i = 0; i < count; ++i) gradients[first + i] += upstream * local(i) + 0.0;
    for (std::size_t i = 0; i < count; ++i)
      on_step(Step{from, static_cast<Id>(first + i), operand++, upstream, local(i),
                   upstream * local(i), gradients[first + i]});
  }
}

/// For who wants to be told of no step.
struct Nobody {
  void operator()(const Step&) const {}
};

/// Sweeps back over a `dot` over ranges; if nobody watches, over those before it, too, that are the same
/// matrix times the same vector. Returns the first node that it has done.
template <class OnStep>
Id sweep_dots(const Tape::Contents& tape, double* gradients, Id from, Id first, OnStep& on_step) {
  const Node last = tape.nodes[from];
  const Id size = last.b(), x = tape.many[last.a() + 1];
  Id row = tape.many[last.a()];
  const auto is_apart = [&](Id begin) { return begin + size <= x || x + size <= begin; };
  if (!std::same_as<OnStep, Nobody> || !is_apart(row)) {
    const std::array firsts{row, x};
    pull_ranges<op::dot>(tape, gradients, from, firsts, size, on_step);
    return from;
  }
  std::size_t rows = 1;
  for (; from > first && tape.nodes[from - 1] == Node::of(last.code(), last.a() - 2 * rows, size);
       ++rows) {
    const Id* const before = tape.many + last.a() - 2 * rows;
    const bool is_next = before[0] + size == row && before[1] == x && is_apart(before[0]);
    if (!is_next || is_untouched(gradients[from - 1])) break;
    row = before[0];
    --from;
  }
  give_dots(gradients + from, tape.values + row, gradients + row, rows, tape.values + x,
            gradients + x, size);
  return from;
}

constexpr bool is_simple(Code code) {
  return !code.is_leaf() && !code.is_own() && code.row().has_simple_slopes;
}
/// The same for each code, of which not all are used.
inline constexpr auto simple = [] {
  std::array<bool, 256> simple{};
  for (unsigned number = 0; number < code_count; ++number)
    simple[number] = is_simple({static_cast<std::uint8_t>(number)});
  return simple;
}();

/// Sweeps back along a chain of `sum += w * x`, each a product and then an addition, and returns the
/// first node that is not of it. Most of many a graph is made of such chains.
template <class OnStep>
[[gnu::always_inline]] inline std::size_t sweep_chain(const Tape::Contents& tape, double* gradients,
                                                      std::size_t from, OnStep& on_step) {
  constexpr Code add = Code::of(op::add), mul = Code::of(op::mul);
  constexpr Code scale = Code::of(op::mul, Form::right_constant);
  double upstream = gradients[from];
  while (tape.nodes[from] == Node::of(add, from - 2, from - 1)) {
    InChain in_chain(gradients, from, upstream);
    pull<add>(tape, in_chain, 0, {from - 2, from - 1}, on_step);
    in_chain.on_to_product();
    const Node product = tape.nodes[--from];
    const Operands operands{product.a(), product.b()};
    if (product.code() == scale)
      pull<scale>(tape, in_chain, 0, operands, on_step);
    else if (product.code() == mul)
      pull<mul>(tape, in_chain, 0, operands, on_step);
    else
      break;
    upstream = in_chain.next_upstream();
    --from;
  }
  return from;
}

/// Sweeps on from `from` as long as slopes are simple, and returns the first node that it has left
/// undone. It calls nothing, so what it works with stays in registers.
template <class OnStep>
[[gnu::noinline, gnu::aligned(64)]] std::size_t sweep_simple(const Tape::Contents tape,
                                                             double* gradients, std::size_t from,
                                                             std::size_t first, OnStep& on_step) {
  for (; from + 1 > first; --from) {
    if (is_untouched(gradients[from])) [[unlikely]] {
      if (tape.nodes[from].code().is_leaf()) continue;
      break;
    }
    from = sweep_chain(tape, gradients, from, on_step);
    bool done = true;
    const Node node = tape.nodes[from];
    switch_on(
        node.code(), [&]<Code code>() __attribute__((always_inline)) {
          if constexpr (is_simple(code)) {
            InMemory in_memory(gradients, from);
            pull<code>(tape, in_memory, tape.values[from], {node.a(), node.b()}, on_step);
          } else {
            done = false;
          }
        });
    if (!done) break;
  }
  return from;
}

/// Hands the gradient of an operation of one's own on to its operands.
template <class OnStep>
void pull_own(const Tape& tape, double* gradients, Id from, OnStep& on_step) {
  if (!tape.passes(from)) return;
  const double upstream = gradients[from];
  for (const Tape::Operand& operand : tape.operands(from)) {
    const double local = tape.slope(from, operand.place);
    const double contribution = tape.passed(from, upstream * local);
    gradients[operand.id] += contribution + 0.0;
    on_step(Step{from, operand.id, operand.place, upstream, local, contribution,
                 gradients[operand.id]});
  }
}

/// Adds dL/dleaf to every leaf that `output`, L, depends on: what `backward(output)` does. on_step
/// is told the steps of backward.hpp; their totals include what leaves had before.
template <class OnStep>
void sweep(Tape& tape, Value output, OnStep&& on_step) {
  tape.settle(output);
  const Id last = tape.id(output);
  Tape::Sweep swept(tape, last);
  double* gradients = swept.gradients();
  gradients[last] += 1;

  Tape::Contents contents = tape.contents();
  for (Id from = last + 1; from-- > swept.first();) {
    const Node node = contents.nodes[from];
    if (node.code().is_leaf()) continue;
    if (is_untouched(gradients[from])) {
      swept.passes_by(from);
    } else if (simple[node.code().number]) {
      from = static_cast<Id>(sweep_simple(contents, gradients, from, swept.first(), on_step)) + 1;
    } else {
      switch_on(node.code(), [&]<Code code>() {
        if constexpr (code.is_own()) {
          pull_own(tape, gradients, from, on_step);
          contents = tape.contents();  // whoever wrote it may have recorded something
        } else if constexpr (code == Code::of(op::dot, Form::side_by_side)) {
          from = sweep_dots(contents, gradients, from, swept.first(), on_step);
        } else if constexpr (code.row().arity == op::any && code.form() == Form::side_by_side) {
          const Id a = node.a();
          pull_ranges<code.row()>(contents, gradients, from, std::span(&a, 1), node.b(), on_step);
        } else {
          InMemory in_memory(gradients, from);
          pull<code>(contents, in_memory, contents.values[from], {node.a(), node.b()}, on_step);
        }
      });
    }
  }
}

}  // namespace stepgrad::fast
