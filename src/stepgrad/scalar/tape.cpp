#include <stepgrad/scalar/tape.hpp>

#include <algorithm>
#include <atomic>
#include <iterator>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

std::uint64_t next_tape_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

namespace detail {

Tape& make_tape() {
  static thread_local Tape tape;
  tape_of_this_thread = &tape;
  return tape;
}

}  // namespace detail

Tape::Tape() : era_(next_tape_number() << count_bits), settled_{era_, SIZE_MAX} {}

void Tape::grow() {
  if (nodes_.size() > Node::id_mask) full();
  nodes_.reserve(std::min<std::size_t>(std::max<std::size_t>(1024, 2 * nodes_.size()),
                                       std::size_t{Node::id_mask} + 1));
}

Id Tape::pooled_anew(std::uint64_t bits) {
  if (constants_.size() > Node::id_mask) full();
  const Id slot = static_cast<Id>(constants_.size());
  constants_.push_back(std::bit_cast<double>(bits));
  recent_[recent_place(bits)] = slot;
  return slot;
}

void Tape::full() {
  throw Error(
      fmt::format("the tape is full: it holds {} operations", Node::id_mask + 1), "",
      "Put each training step in a Scope of its own, so that its operations are given back.",
      Fault::machine);
}

Value Tape::record(const op::Op& row, std::span<const Value> operands) {
  for (const Value v : operands) check(v);
  const Code code = Code::of(row);
  if (row.arity != op::any) {
    if (operands.size() != static_cast<std::size_t>(row.arity))
      throw Error(fmt::format("{} takes {} operand{}, got {}", row.name, row.arity,
                              row.arity == 1 ? "" : "s", operands.size()),
                  "", "");
    const Value a = operands.front(), b = operands.back();
    return push(row.value(data(a), data(b)), code, a.id_, b.id_);
  }
  if (operands.empty()) throw Error(fmt::format("{} needs at least one operand", row.name), "", "");
  if (row == op::dot && operands.size() % 2 != 0)
    throw Error(fmt::format("dot takes two vectors of one length, got {} numbers", operands.size()),
                "", "Give the first vector, then the second: dot(a1, a2, b1, b2).");
  if (many_.size() + operands.size() > Node::id_mask) full();
  const Id start = static_cast<Id>(many_.size());
  for (const Value v : operands) many_.push_back(v.id_);
  const Node node(0, code, start, static_cast<Id>(operands.size()));
  return push(evaluated(node), code, node.a(), node.b());
}

void Tape::name(Value v, std::string_view name) {
  names_.insert_or_assign(id(v), std::string(name));
}

std::string Tape::name(Id id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? "" : found->second;
}

void Tape::check_older(std::uint64_t era, Id id) const {
  if (era == 0)
    throw Error(
        "a Value is used before it was given a number", "",
        "Make it with Value x(2.0, \"x\"), or assign the result of an operation to it first.");
  if (era >> count_bits != number())
    throw Error(
        "a Value is used in another thread than the one that made it", "",
        "Each thread records on a tape of its own: make the Values in the thread that uses them, "
        "and pass plain numbers between threads.");
  // The first release after v was made left the fewest nodes.
  const auto after = std::ranges::upper_bound(releases_, era, {}, &Release::era);
  const std::size_t left = after == releases_.end() ? SIZE_MAX : after->nodes;
  if (id >= left)
    throw Error(
        "a Value is used after the scope in which it was made has ended", "",
        "Read the numbers that you need (data(), grad()) before the Scope ends, or make the Value "
        "before the Scope begins.");
  settled_ = {after == releases_.begin() ? number() << count_bits : std::prev(after)->era, left};
}

/// Calls visit(operand) for every operand of an operation.
template <class Visit>
void Tape::for_each_operand(const Node& node, Visit&& visit) const {
  if (node.code().is_leaf()) return;
  const auto a_node = [](int place, Id id) { return Operand{place, false, id}; };
  const auto a_number = [](int place, Id slot) { return Operand{place, true, slot}; };
  const int arity = node.code().row().arity;
  const Form form = node.code().form();
  if (arity == op::any) {
    for (Id i = 0; i < node.b(); ++i) visit(a_node(static_cast<int>(i), many_[node.a() + i]));
    return;
  }
  visit(form == Form::left_constant ? a_number(0, node.a()) : a_node(0, node.a()));
  if (arity == 2) visit(form == Form::right_constant ? a_number(1, node.b()) : a_node(1, node.b()));
}

std::vector<Tape::Operand> Tape::operands(Id id) const {
  std::vector<Operand> operands;
  for_each_operand(nodes_[id], [&](const Operand& operand) { operands.push_back(operand); });
  return operands;
}

double Tape::slope(Id id, int place) const {
  const Node& node = nodes_[id];
  const op::Op& row = node.code().row();
  const auto i = static_cast<std::size_t>(place);
  if (row.arity == op::any) {
    const auto operand = [&](std::size_t at) { return nodes_[many_[node.a() + at]].value; };
    return row.slope[0](operand(i), operand(op::partner(row, i, node.b())), node.value);
  }
  const std::vector<Operand> both = operands(id);
  return row.slope[i](value(both.front()), value(both.back()), node.value);
}

std::vector<bool> Tape::reached_from(std::span<const Id> roots) const {
  const Id last = *std::max_element(roots.begin(), roots.end());
  std::vector<bool> reached(last + std::size_t{1});
  for (const Id root : roots) reached[root] = true;
  for (Id id = last + 1; id-- > 0;)
    if (reached[id])
      for_each_operand(nodes_[id], [&](const Operand& operand) {
        if (!operand.is_number) reached[operand.id] = true;
      });
  return reached;
}

std::size_t Tape::bytes() const {
  return nodes_.size() * sizeof(Node) + gradients_.size() * sizeof(double) +
         constants_.size() * sizeof(double) + many_.size() * sizeof(Id);
}

void Tape::set(Value v, double data) {
  check(v);
  if (nodes_[v.id_].code() != Code::input())
    throw Error("only an input can be set to another number; this Value is a result or a constant",
                "", "Set the inputs, then call replay().");
  nodes_[v.id_].value = data;
  ++era_;
  replay_from_ = std::min<std::size_t>(replay_from_, v.id_);
}

/// An operation's value, computed from its operands' values.
double Tape::evaluated(const Node& node) const {
  double result = 0;
  switch_on(node.code(), [&]<Code code>() {
    constexpr const op::Op& row = code.row();
    if constexpr (row.arity == op::any) {
      std::vector<double> operands;
      for_each_operand(node, [&](const Operand& operand) { operands.push_back(value(operand)); });
      result = row.value_of_all(operands);
    } else {
      constexpr Form form = code.form();
      result =
          row.value(form == Form::left_constant ? constants_[node.a()] : nodes_[node.a()].value,
                    form == Form::right_constant ? constants_[node.b()] : nodes_[node.b()].value);
    }
  });
  return result;
}

void Tape::replay() {
  for (std::size_t id = replay_from_; id < nodes_.size(); ++id)
    if (!nodes_[id].code().is_leaf()) nodes_[id].value = evaluated(nodes_[id]);
  replay_from_ = SIZE_MAX;
  ++era_;
}

double* Tape::start_gradients(double start) {
  for (std::size_t id = 0; id < gradients_.size(); ++id)
    if (!nodes_[id].code().is_leaf()) gradients_[id] = start;
  gradients_.resize(nodes_.size(), start);
  return gradients_.data();
}

void Tape::release(Mark mark) {
  if (mark.nodes >= nodes_.size()) return;
  nodes_.erase(nodes_.begin() + static_cast<std::ptrdiff_t>(mark.nodes), nodes_.end());
  for (; constants_.size() > mark.constants; constants_.pop_back())
    recent_[recent_place(std::bit_cast<std::uint64_t>(constants_.back()))] = 0;
  many_.resize(std::min(mark.many, many_.size()));
  gradients_.resize(std::min(mark.nodes, gradients_.size()));
  names_.erase(names_.lower_bound(static_cast<Id>(mark.nodes)), names_.end());
  settled_.below = std::min(settled_.below, mark.nodes);
  if (replay_from_ >= mark.nodes) replay_from_ = SIZE_MAX;
  while (!releases_.empty() && releases_.back().nodes >= mark.nodes) releases_.pop_back();
  releases_.push_back({++era_, mark.nodes});
}

}  // namespace stepgrad
