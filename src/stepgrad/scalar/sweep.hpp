// The reverse sweep: from the output back to the inputs, each node hands its gradient on to its
// operands, times the slope of its operation.
//
// `Tape::backward` is the loop, `pull` is what it does with one node, and that is all of
// backpropagation. The rest makes it quick: where slopes are made of + - * / alone, `sweep_cheap`
// does the same with the gradients of the nearest nodes in registers.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <stepgrad/scalar/tape.hpp>

namespace stepgrad {

namespace detail {

/// Calls f.operator()<code>() for the code with this number: the compiler turns the chain into one
/// switch.
template <class F, std::size_t... numbers>
[[gnu::always_inline]] inline void switch_on(Code code, std::index_sequence<numbers...>, F&& f) {
  (void)((code.number == numbers + Code::first_operation &&
          (f.template operator()<numbers + Code::first_operation>(), true)) ||
         ...);
}
template <class F>
[[gnu::always_inline]] inline void switch_on(Code code, F&& f) {
  switch_on(code, std::make_index_sequence<code_count - Code::first_operation>(),
            std::forward<F>(f));
}

}  // namespace detail

/// The gradients in memory, and the node whose turn it is.
class Tape::InMemory {
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
class Tape::Window {
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

template <class OnStep>
void Tape::backward(Value output, OnStep&& on_step) {
  check(output);
  clear_gradients_between();
  gradients_[output.id_] += 1;

  Reached reached(*this, output.id_);
  const Contents contents{nodes_.data(), constants_.data(), many_.data()};
  for (Id from = output.id_ + 1; from-- > 0;) {
    if (from >= Window::width) from = sweep_cheap(contents, gradients_.data(), from, on_step);
    const Node& node = nodes_[from];
    if (node.code().is_leaf() || (is_untouched(gradients_[from]) && !reached(from))) continue;
    InMemory gradients(gradients_.data(), from);
    detail::switch_on(node.code(), [&]<std::size_t number>() {
      constexpr Code code{static_cast<std::uint8_t>(number)};
      pull<code>(contents, gradients, node, {node.a(), node.b()}, on_step);
    });
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
[[gnu::noinline, gnu::aligned(64)]] Id Tape::sweep_cheap(const Contents contents, double* gradients,
                                                         std::size_t start, OnStep& on_step) {
  constexpr Code add = Code::of(op::add), mul = Code::of(op::mul);
  constexpr Code scale = Code::of(op::mul, Form::right_constant);
  Window window(gradients, start);
  bool done;  // with the node whose turn it is
  while (true) {
    const std::size_t from = window.from();
    const Node& node = contents.nodes[from];
    done = true;
    if (!std::islessgreater(window.upstream(), 0.0)) [[unlikely]] {  // 0 or nan
      done = !is_untouched(window.upstream()) || node.code().is_leaf();
      if (!done) break;
    }
    const auto pull_as = [&]<std::size_t number>() __attribute__((always_inline)) {
      constexpr Code code{static_cast<std::uint8_t>(number)};
      if constexpr (op::has_cheap_slopes(code.row()))
        pull<code>(contents, window, node, {node.a(), node.b()}, on_step);
      else
        done = false;
    };
    if (node.packed == Node::pack(add, from - 2, from - 1)) [[likely]]  // sum + product
      pull<add>(contents, window, node, {from - 2, from - 1}, on_step);
    else if (node.code() == scale) [[likely]]
      pull_as.template operator()<scale.number>();
    else if (node.code() == mul) [[likely]]
      pull_as.template operator()<mul.number>();
    else
      detail::switch_on(node.code(), pull_as);

    if (!done || window.at_end()) break;
    window.step();
  }
  window.write_back();
  return static_cast<Id>(window.from() - done);
}

/// Hands the gradient of a node on to its operands.
template <Code code, class Gradients, class OnStep>
[[gnu::always_inline]] inline void Tape::pull(const Contents& contents, Gradients& gradients,
                                              const Node& node, const Operands operands,
                                              OnStep& on_step) {
  const Id from = static_cast<Id>(gradients.from());
  const double upstream = gradients.upstream();
  const auto give = [&](std::size_t to, int operand, double local) __attribute__((always_inline)) {
    const double contribution = upstream * local;
    const double total = gradients.add(to, contribution);
    on_step(Step{from, static_cast<Id>(to), operand, upstream, local, contribution, total});
  };
  constexpr const op::Op& row = code.row();
  constexpr Form form = code.form();
  if constexpr (row.arity == op::any) {
    const std::span all(contents.many + operands.a, operands.b);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Id partner = all[op::partner(row, i, all.size())];
      give(all[i], static_cast<int>(i),
           row.slope[0](contents.nodes[all[i]].value, contents.nodes[partner].value, node.value));
    }
  } else {
    const auto [id_a, id_b] = operands;
    const double a =
        form == Form::left_constant ? contents.constants[id_a] : contents.nodes[id_a].value;
    const double b =
        form == Form::right_constant ? contents.constants[id_b] : contents.nodes[id_b].value;
    if constexpr (form != Form::left_constant) give(id_a, 0, row.slope[0](a, b, node.value));
    if constexpr (form != Form::right_constant && row.arity == 2)
      give(id_b, 1, row.slope[1](a, b, node.value));
  }
}

}  // namespace stepgrad
