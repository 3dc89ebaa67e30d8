// The reverse sweep where nobody watches: the steps of backward.hpp, bit for bit, in less time.
//
// The same: nodes in reverse order, operands in order, a gradient from zero, one product and one
// sum for each operand. tests/scalar/sweep_property_test.cpp holds both to the same steps.
//
// What makes it quicker:
//   - `switch_on` writes out every row's slopes, so that none is called by pointer;
//   - gradients stand on the tape from sweep to sweep, so that no memory is asked for;
//   - which nodes the output depends on is asked only of those whose gradient, -0 at the start, is
//     still -0 at their turn, and the sweep ends at the oldest of them;
//   - where slopes are made of + - * / alone, `sweep_cheap` keeps the gradients of the nearest
//   nodes
//     in registers.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/tape.hpp>

namespace stepgrad::fast {

/// A sweep starts with -0 as the gradient of everything in between. What is still -0 when the sweep
/// comes by was (but for a sum of nothing but -0) not touched: the output does not depend on it,
/// and whatever its slope, inf included, nothing flows on. A plain 0 does flow on, for 0 * inf is
/// nan.
inline constexpr double untouched = -0.0;
inline bool is_untouched(double gradient) {
  return std::bit_cast<std::uint64_t>(gradient) == std::bit_cast<std::uint64_t>(untouched);
}

/// The gradients in memory, and the node whose turn it is.
class InMemory {
 public:
  InMemory(double* gradients, std::size_t from) : gradients_(gradients), from_(from) {}

  std::size_t from() const { return from_; }
  double upstream() const { return gradients_[from_]; }

  /// Adds to the gradient of `to` and returns what it is now.
  double add(std::size_t to, double contribution) { return gradients_[to] += contribution; }

 private:
  double* gradients_;
  std::size_t from_;
};

/// The same, with the gradients of this node and of the two before it in registers.
///
/// In a chain of `sum += w * x` every gradient is wanted two nodes after it was made. By way of
/// memory it would be late: handing a stored number to the next load takes as long as several
/// additions.
class Window {
 public:
  static constexpr std::size_t width = 2;

  /// Needs from >= width.
  Window(double* gradients, std::size_t from)
      : gradients_(gradients),
        from_(from),
        upstream_(gradients[from]),
        first_(gradients[from - 1]),
        second_(gradients[from - 2]) {}

  std::size_t from() const { return from_; }
  double upstream() const { return upstream_; }
  bool at_end() const { return from_ == width; }

  [[gnu::always_inline]] double add(std::size_t to, double contribution) {
    const std::size_t distance = from_ - to;
    if (distance > width) [[likely]]
      return gradients_[to] += contribution;
    return distance == 1 ? first_ += contribution : second_ += contribution;
  }

  /// On to the node before.
  void step() {
    --from_;
    gradients_[from_] = upstream_ = first_;
    first_ = second_;
    second_ = gradients_[from_ - 2];
  }

  void write_back() const {
    gradients_[from_ - 1] = first_;
    gradients_[from_ - 2] = second_;
  }

 private:
  double* gradients_;
  std::size_t from_;
  double upstream_, first_, second_;
};

/// The rows whose slopes are made of + - * / alone and that are met all the time. More of them would
/// make `sweep_cheap` larger, and slower.
inline constexpr const op::Op* cheap[] = {&op::add,    &op::sub,  &op::mul, &op::div, &op::neg,
                                          &op::square, &op::sqrt, &op::exp, &op::log, &op::sigmoid};
constexpr bool has_cheap_slopes(Code code) {
  if (code.is_own()) return false;
  for (const op::Op* row : cheap)
    if (*row == code.row()) return true;
  return false;
}

struct Operands {
  std::size_t a, b;
};

/// Hands the gradient of the node whose turn it is on to its operands.
template <Code code, class Gradients, class OnStep>
[[gnu::always_inline]] inline void pull(const Tape::Contents& tape, Gradients& gradients,
                                        const Node& node, const Operands operands,
                                        OnStep& on_step) {
  const Id from = static_cast<Id>(gradients.from());
  const double upstream = gradients.upstream();
  const auto give = [&](std::size_t to, int operand, double local) __attribute__((always_inline)) {
    const double contribution = upstream * local;
    const double total = gradients.add(to, contribution) + 0.0;  // a sum from 0 is never -0
    on_step(Step{from, static_cast<Id>(to), operand, upstream, local, contribution, total});
  };
  constexpr const op::Op& row = code.row();
  constexpr Form form = code.form();
  if constexpr (row.arity == op::any) {
    const std::span all(tape.many + operands.a, operands.b);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Id partner = all[op::partner(row, i, all.size())];
      give(all[i], static_cast<int>(i),
           row.slope[0](tape.nodes[all[i]].value, tape.nodes[partner].value, node.value));
    }
  } else {
    const auto [id_a, id_b] = operands;
    const double a = form == Form::left_constant ? tape.constants[id_a] : tape.nodes[id_a].value;
    const double b = form == Form::right_constant ? tape.constants[id_b] : tape.nodes[id_b].value;
    if constexpr (form != Form::left_constant) give(id_a, 0, row.slope[0](a, b, node.value));
    if constexpr (form != Form::right_constant && row.arity == 2)
      give(id_b, 1, row.slope[1](a, b, node.value));
  }
}

/// Sweeps on from `start` as long as slopes are made of + - * / alone, and returns the first node
/// that it has left undone.
///
/// It calls nothing, and it is left in one place only (a second one, and GCC packs two of the
/// gradients into one register): so the window stays in registers. Jumps set the pace of what
/// remains; therefore the three kinds of node that a sum of products consists of are asked for one
/// by one before the others' switch, and the function starts on a cache line.
template <class OnStep>
[[gnu::noinline, gnu::aligned(64)]] Id sweep_cheap(const Tape::Contents tape, double* gradients,
                                                   std::size_t start, OnStep& on_step) {
  constexpr Code add = Code::of(op::add), mul = Code::of(op::mul);
  constexpr Code scale = Code::of(op::mul, Form::right_constant);
  Window window(gradients, start);
  bool done;  // with the node whose turn it is
  while (true) {
    const std::size_t from = window.from();
    const Node& node = tape.nodes[from];
    done = true;
    if (!std::islessgreater(window.upstream(), 0.0)) [[unlikely]] {  // 0 or nan
      done = !is_untouched(window.upstream()) || node.code().is_leaf();
      if (!done) break;
    }
    const auto pull_as = [&]<Code code>() __attribute__((always_inline)) {
      if constexpr (has_cheap_slopes(code))
        pull<code>(tape, window, node, {node.a(), node.b()}, on_step);
      else
        done = false;
    };
    if (node.packed == Node::pack(add, from - 2, from - 1)) [[likely]]  // sum + product
      pull<add>(tape, window, node, {from - 2, from - 1}, on_step);
    else if (node.code() == scale) [[likely]]
      pull_as.template operator()<scale>();
    else if (node.code() == mul)
      pull_as.template operator()<mul>();
    else
      switch_on(node.code(), pull_as);

    if (!done || window.at_end()) break;
    window.step();
  }
  window.write_back();
  return static_cast<Id>(window.from() - done);
}

/// Hands the gradient of an operation of one's own on to its operands.
template <class OnStep>
void pull_own(const Tape& tape, double* gradients, Id from, OnStep& on_step) {
  if (!tape.passes(from)) return;
  const double upstream = gradients[from];
  for (const Tape::Operand& operand : tape.operands(from)) {
    const double local = tape.slope(from, operand.place);
    const double contribution = tape.passed(from, upstream * local);
    gradients[operand.id] += contribution;
    on_step(Step{from, operand.id, operand.place, upstream, local, contribution,
                 gradients[operand.id] + 0.0});
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

  std::optional<Tape::Reached> reached;  // found out when first asked
  const auto depends_on = [&](Id id) -> bool {
    if (!reached) {
      reached = tape.reached_from({&last, 1});
      swept.reaches_only(*reached);
    }
    return (*reached)[id];
  };
  Tape::Contents contents = tape.contents();
  for (Id from = last + 1; from-- > swept.first();) {
    if (from >= Window::width) from = sweep_cheap(contents, gradients, from, on_step);
    const Node& node = contents.nodes[from];
    if (node.code().is_leaf() || (is_untouched(gradients[from]) && !depends_on(from))) continue;
    gradients[from] += 0.0;  // of a sum of nothing but -0 makes 0
    InMemory in_memory(gradients, from);
    switch_on(node.code(), [&]<Code code>() {
      if constexpr (code.is_own()) {
        pull_own(tape, gradients, from, on_step);
        contents = tape.contents();  // whoever wrote it may have recorded something
      } else {
        pull<code>(contents, in_memory, node, {node.a(), node.b()}, on_step);
      }
    });
  }
}

}  // namespace stepgrad::fast
