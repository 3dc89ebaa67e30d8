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
//   - where slopes are simple, `sweep_simple` goes on without calling anything;
//   - the gradient that is wanted next stays in a register, and so does that of an operand which
//     many entries in a row have;
//   - a statement (statement.hpp) is done at once, its inner values and gradients in registers too;
//   - operands that stand side by side get their shares eight at a time (ranges.hpp).
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <stepgrad/scalar/backward.hpp>
#include <stepgrad/scalar/fast/parts.hpp>
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

/// The gradients, and the node whose turn it is. That of the node before it, whose turn is next, is
/// in a register: by way of memory it would be late, for handing a stored number to the next load
/// takes as long as several additions, and most of many a graph is chains of `sum += w * x`.
class Gradients {
 public:
  Gradients(double* all, std::size_t from)
      : all_(all), from_(from), upstream_(all[from]), before_(all[from - 1]) {}

  std::size_t from() const { return from_; }
  double upstream() const { return upstream_; }
  double before() const { return before_; }

  /// Adds to the gradient of `to` and returns what it is now. The 0 that makes a -0 a 0 is added where
  /// nothing waits for it: to the contribution on its way to memory, but to the gradient of the node
  /// before, whose turn waits for the contribution. (A gradient that goes on unchanged is no -0.)
  ///
  /// The two are told apart twice: from `if (is_before) return before_ += …; return all_[to] += …;`
  /// clang++ makes one addition to what a pointer points to, and keeps the register in memory.
  template <bool is_unchanged>
  [[gnu::always_inline]] double add(std::size_t to, double contribution) {
    const bool is_before = to + 1 == from_;
    const double before = before_;
    const double total = is_before ? (is_unchanged ? before : before + 0.0) + contribution
                                   : all_[to] + (is_unchanged ? contribution : contribution + 0.0);
    if (!is_before) all_[to] = total;
    before_ = is_before ? total : before;
    return total;
  }
  template <bool is_unchanged>
  [[gnu::always_inline]] double add_before(double contribution) {
    return before_ = (is_unchanged ? before_ : before_ + 0.0) + contribution;
  }

  /// On to the node before.
  [[gnu::always_inline]] void go_on() {
    write_back();
    upstream_ = before_;
    --from_;
    before_ = all_[from_ - 1];
  }
  [[gnu::always_inline]] void write_back() { all_[from_ - 1] = before_; }

 private:
  double* all_;
  std::size_t from_;
  double upstream_, before_;
};

/// The same, with one gradient more in a register: that of an operand which many entries in a row have.
/// By way of memory each would wait for what the one before it has added. It stands somewhere before
/// the node before.
class GradientsAndOne {
 public:
  GradientsAndOne(double* all, std::size_t from, std::size_t one)
      : others_(all, from), all_(all), one_(one), gradient_(all[one]) {}

  std::size_t from() const { return others_.from(); }
  double upstream() const { return others_.upstream(); }
  double before() const { return others_.before(); }

  template <bool is_unchanged>
  [[gnu::always_inline]] double add(std::size_t to, double contribution) {
    if (to != one_) return others_.add<is_unchanged>(to, contribution);
    return gradient_ += is_unchanged ? contribution : contribution + 0.0;
  }
  template <bool is_unchanged>
  [[gnu::always_inline]] double add_before(double contribution) {
    return others_.add_before<is_unchanged>(contribution);
  }
  [[gnu::always_inline]] void go_on() { others_.go_on(); }
  [[gnu::always_inline]] void write_back() {
    others_.write_back();
    all_[one_] = gradient_;
  }

 private:
  Gradients others_;
  double* all_;
  std::size_t one_;
  double gradient_;
};

/// Hands the gradient of the node whose turn it is on to its operands.
template <Code code, class OnStep>
[[gnu::always_inline]] inline void pull(const Tape::Contents& tape, Gradients& gradients, Node node,
                                        OnStep& on_step) {
  const Id from = static_cast<Id>(gradients.from());
  const double upstream = gradients.upstream(), value = tape.values[from];
  const auto give = [&]<bool is_one>(std::size_t to, int operand, double local)
      __attribute__((always_inline)) {
    const double contribution = upstream * local;
    const double total = gradients.add<is_one>(to, contribution);
    on_step(Step{from, static_cast<Id>(to), operand, upstream, local, contribution, total});
  };
  constexpr const op::Op& row = code.row();
  constexpr Form form = code.form();
  constexpr bool is_one_a = op::has_slope_one(row, 0), is_one_b = op::has_slope_one(row, 1);
  if constexpr (row.arity == op::any) {
    const std::span all(tape.many + node.a(), node.b());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Id partner = all[op::partner(row, i, all.size())];
      give.template operator()<is_one_a>(
          all[i], static_cast<int>(i),
          row.slope[0](tape.values[all[i]], tape.values[partner], value));
    }
  } else if constexpr (row.has_kept_slope) {
    give.template operator()<false>(node.a(), 0, tape.slopes[node.b()]);
  } else {
    const Id id_a = node.a(), id_b = node.b();
    const double a = form == Form::left_constant ? tape.constants[id_a] : tape.values[id_a];
    const double b = form == Form::right_constant ? tape.constants[id_b] : tape.values[id_b];
    if constexpr (form != Form::left_constant)
      give.template operator()<is_one_a>(id_a, 0, row.slope[0](a, b, value));
    if constexpr (form != Form::right_constant && row.arity == 2)
      give.template operator()<is_one_b>(id_b, 1, row.slope[1](a, b, value));
  }
}

/// The same for a statement: its parts from the last to the first, their values computed again.
template <Code code, class SomeGradients, class OnStep>
[[gnu::always_inline]] inline void pull_statement(const Tape::Contents& tape,
                                                  SomeGradients& gradients, Node node,
                                                  OnStep& on_step) {
  constexpr const Statement& statement = statement_of(code);
  const Id from = static_cast<Id>(gradients.from());
  const Operands operands = operands_of(code, node);
  const std::array values = values_of_parts<code>(tape, operands, tape.values[from - 1]);
  double upstream = gradients.upstream();
  const auto give = [&]<std::size_t i, int operand, Of to>() __attribute__((always_inline)) {
    constexpr const op::Op& row = *statement.parts[i].row;
    constexpr Id inner = Id{1} << Node::id_bits;  // one operation before the result: unfolded.hpp
    constexpr bool is_one = op::has_slope_one(row, operand);
    const double local = row.slope[operand](values[i].left, values[i].right, values[i].result);
    const double contribution = upstream * local;
    const Id self = from + static_cast<Id>(statement.size - 1 - i) * inner;
    if constexpr (to == Of::number) return 0.0;
    const auto [id, total] = [&]() __attribute__((always_inline))->std::pair<Id, double> {
      if constexpr (to == Of::inner)
        return {self + inner, is_one ? contribution : contribution + 0.0};
      if constexpr (to == Of::before)
        return {from - 1, gradients.template add_before<is_one>(contribution)};
      const Id other = to == Of::a ? operands.a : operands.b;
      return {other, gradients.template add<is_one>(other, contribution)};
    }
    ();
    on_step(Step{self, id, operand, upstream, local, contribution, total});
    return to == Of::inner ? total : 0.0;
  };
  const auto pull_part = [&]<std::size_t i>() __attribute__((always_inline)) {
    constexpr Statement::Part part = statement.parts[i];
    const double left = give.template operator()<i, 0, part.left>();
    const double right = give.template operator()<i, 1, part.right>();
    upstream = part.left == Of::inner ? left : right;
  };
  if constexpr (statement.size == 3) pull_part.template operator()<2>();
  pull_part.template operator()<1>();
  pull_part.template operator()<0>();
}

/// The same for as many as there are of one kind, one behind the other.
template <Code code, class OnStep>
[[gnu::always_inline]] inline void pull_statements(const Tape::Contents& tape, Gradients& gradients,
                                                   std::size_t first, OnStep& on_step) {
  for (;; gradients.go_on()) {
    pull_statement<code>(tape, gradients, tape.nodes[gradients.from()], on_step);
    const std::size_t next = gradients.from() - 1;
    if (next < first || tape.nodes[next].code() != code || is_untouched(gradients.before())) return;
  }
}

/// p * (1.0 + x * y), of which y often is the same for many entries in a row. (Of the shorter ones few
/// have an operand in common, and asking costs them more than it brings.)
inline constexpr Code product_of_sums = code_of_statement(statement_count - 1);
static_assert(statement_of(product_of_sums).size == 3);

/// Has the entry before the same y? It has to stand before both.
[[gnu::always_inline]] inline bool repeats(const Tape::Contents& tape, std::size_t from) {
  const Node node = tape.nodes[from], before = tape.nodes[from - 1];
  const Id y = operands_of(product_of_sums, node).b;
  return before.code() == product_of_sums && operands_of(product_of_sums, before).b == y &&
         y + 2 < from;
}

/// The same for products of sums with one y, one behind the other. Returns the last that it has done.
template <class OnStep>
[[gnu::noinline]] Id sweep_repeated(const Tape::Contents tape, double* all, Id from,
                                    std::size_t first, OnStep& on_step) {
  GradientsAndOne gradients(all, from, operands_of(product_of_sums, tape.nodes[from]).b);
  for (;; gradients.go_on()) {
    const std::size_t at = gradients.from();
    pull_statement<product_of_sums>(tape, gradients, tape.nodes[at], on_step);
    if (at == first || is_untouched(gradients.before()) || !repeats(tape, at)) break;
  }
  gradients.write_back();
  return static_cast<Id>(gradients.from());
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
  if (code.is_leaf() || code.is_own()) return false;
  return is_statement(code) || code.row().has_simple_slopes || code.row().has_kept_slope;
}
/// The same for each code, of which not all are used.
inline constexpr auto simple = [] {
  std::array<bool, 256> simple{};
  for (unsigned number = 0; number < all_codes; ++number)
    simple[number] = is_simple({static_cast<std::uint8_t>(number)});
  return simple;
}();

/// Sweeps on from `from` as long as slopes are simple, and returns the first node that it has left
/// undone. It calls nothing, so what it works with stays in registers.
template <class OnStep>
[[gnu::noinline, gnu::aligned(64)]] std::size_t sweep_simple(const Tape::Contents tape, double* all,
                                                             std::size_t from, std::size_t first,
                                                             OnStep& on_step) {
  for (Gradients gradients(all, from);; gradients.go_on()) {
    const Node node = tape.nodes[gradients.from()];
    if (is_untouched(gradients.upstream()) && !node.code().is_leaf()) [[unlikely]]
      return gradients.from();
    bool done = true;
    switch_on<all_codes>(
        node.code(), [&]<Code code>() __attribute__((always_inline)) {
          if constexpr (code == product_of_sums) done = !repeats(tape, gradients.from());
          if constexpr (!is_simple(code))
            done = false;
          else if constexpr (!is_statement(code))
            pull<code>(tape, gradients, node, on_step);
          else if (done)
            pull_statements<code>(tape, gradients, first, on_step);
        });
    if (!done) return gradients.from();
    if (gradients.from() == first) {
      gradients.write_back();
      return first - 1;
    }
  }
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
    } else if (node.code() == product_of_sums && repeats(contents, from)) {
      from = sweep_repeated(contents, gradients, from, swept.first(), on_step);
    } else if (simple[node.code().number]) {
      from = static_cast<Id>(sweep_simple(contents, gradients, from, swept.first(), on_step)) + 1;
    } else {
      switch_on<all_codes>(node.code(), [&]<Code code>() {
        if constexpr (code.is_own()) {
          pull_own(tape, gradients, from, on_step);
          contents = tape.contents();               // whoever wrote it may have recorded something
        } else if constexpr (is_statement(code)) {  // done by sweep_simple
        } else if constexpr (code == Code::of(op::dot, Form::side_by_side)) {
          from = sweep_dots(contents, gradients, from, swept.first(), on_step);
        } else if constexpr (code.row().arity == op::any && code.form() == Form::side_by_side) {
          const Id a = node.a();
          pull_ranges<code.row()>(contents, gradients, from, std::span(&a, 1), node.b(), on_step);
        } else {
          Gradients here(gradients, from);
          pull<code>(contents, here, node, on_step);
          here.write_back();
        }
      });
    }
  }
}

}  // namespace stepgrad::fast
