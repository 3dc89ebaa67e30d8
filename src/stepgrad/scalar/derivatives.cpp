#include <stepgrad/scalar/derivatives.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/unfolded.hpp>

namespace stepgrad {
namespace detail {

std::vector<Value> inputs(std::span<const double> x) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < x.size(); ++i) values.emplace_back(x[i], fmt::format("x{}", i + 1));
  return values;
}

std::vector<double> gradient_of(Value output, std::span<const Value> inputs) {
  Tape& tape = stepgrad::tape();
  const Id last = tape.id(output);
  const Tape::Reached reached = tape.reached_from({&last, 1});
  std::vector<std::pair<Id, double>> before;  // gradients of the leaves that the sweep reaches
  for (Id id = 0; id <= last; ++id)
    if (reached[id] && tape.node(id).code().is_leaf()) before.emplace_back(id, tape.grad(id));
  for (const Value& input : inputs) tape.set_grad(tape.id(input), 0);
  backward(output);
  std::vector<double> gradient;
  for (const Value& input : inputs) gradient.push_back(input.grad());
  for (const auto& [leaf, there] : before) tape.set_grad(leaf, there);
  return gradient;
}

Trace of_first_inputs(Trace trace, std::size_t count) {
  const std::vector<Id> inputs = trace.inputs();
  for (std::size_t i = count; i < inputs.size(); ++i) {
    Trace::Node& node = trace.nodes[inputs[i]];
    node.kind = Trace::Kind::constant;
    node.name = shown(node.value);
    node.named = false;
    node.grad = 0;
  }
  std::erase_if(trace.steps, [&](const Step& step) {
    return trace.node(step.to).kind == Trace::Kind::constant;
  });
  return trace;
}

}  // namespace detail

namespace {

/// A Value, or a number that is known already: what does not depend on anything is not recorded.
struct Known {
  double number;
  std::optional<Value> value = {};

  bool is(double other) const { return !value && number == other; }
  Value recorded() const { return value ? *value : constant(number); }
};

Known recorded(Value value) { return {value.data(), value}; }

Known applied(const op::Op& row, std::span<const Known> operands) {
  std::vector<double> numbers;
  std::vector<Value> values;
  bool depends = false;
  for (const Known& operand : operands) {
    numbers.push_back(operand.number);
    depends = depends || operand.value;
  }
  if (!depends) return {op::value(row, numbers)};
  for (const Known& operand : operands) values.push_back(operand.recorded());
  return recorded(tape().record(row, values));
}

Known product(const Known& a, const Known& b) {
  if (a.is(1)) return b;
  if (b.is(1)) return a;
  return applied(op::mul, std::array{a, b});
}

Known sum(const std::optional<Known>& a, const Known& b) {
  return a && !a->is(0) ? applied(op::add, std::array{*a, b}) : b;
}

/// The slope of a node in one of its operands, as its rule has it. Where the rule has no number (0
/// times inf), it is the slope that is taken.
Known slope(const Tape& tape, Id from, const Tape::Operand& operand,
            const std::function<Known(const Tape::Operand&)>& known) {
  const op::Op& row = tape.row(tape.node(from));
  const Formula& formula = rule(row, static_cast<std::size_t>(operand.place));
  const double taken = tape.slope(from, operand.place);
  if (row.passes)
    throw Error(fmt::format("the gradient through {} cannot be recorded", row.name), "",
                "It is changed on its way back, by a function of which nobody knows the slope. "
                "Call backward, which needs none.");
  if (formula.terms.empty())
    throw Error(
        fmt::format("the slope of {} cannot be recorded: it is not told as a formula", row.name),
        "", "Give its words a rule: {.name = \"cube\", .rule = \"3 * a^2\"}.");
  const std::vector<Tape::Operand> operands = tape.operands(from);
  const auto letter = [&](const Formula::Term& term) -> Known {
    if (term.kind == Formula::Kind::number) return {term.number};
    if (term.name == "y") return known({0, false, from});
    const auto i = static_cast<std::size_t>(operand.place);
    if (row.arity != op::any) return known(operands[term.name == "a" ? 0 : 1]);
    return known(operands[term.name == "a" ? i : op::partner(row, i, operands.size())]);
  };
  Known slope = evaluate_terms<Known>(formula, letter, applied)[formula.output];
  return std::isnan(slope.number) && !std::isnan(taken) ? Known{taken} : slope;
}

}  // namespace

std::vector<Value> gradient(Value output, std::span<const Value> inputs) {
  stepgrad::tape().settle(output);
  std::vector<Id> roots{stepgrad::tape().id(output)};
  for (const Value& input : inputs) roots.push_back(stepgrad::tape().id(input));
  const Unfolded unfolded(stepgrad::tape(), roots);
  const Tape& tape = unfolded.tape();
  const auto id_of = [&](const Value& v) { return unfolded.id(stepgrad::tape().id(v)); };
  const Id last = id_of(output);
  const Tape::Reached reached = tape.reached_from({&last, 1});
  std::map<Id, Known> inner;  // results that have no Value, recorded again
  const std::function<Known(const Tape::Operand&)> known =
      [&](const Tape::Operand& operand) -> Known {
    const Id id = operand.id;
    if (operand.is_number) return {tape.value(operand)};
    if (tape.node(id).code() == Code::constant()) return {tape.value(id)};
    if (const auto entry = unfolded.entry(id)) return recorded(stepgrad::tape().handle(*entry));
    if (const auto found = inner.find(id); found != inner.end()) return found->second;
    std::vector<Known> operands;
    for (const Tape::Operand& its : tape.operands(id)) operands.push_back(known(its));
    return inner.emplace(id, applied(tape.row(tape.node(id)), operands)).first->second;
  };

  std::vector<std::optional<Known>> gradients(last + std::size_t{1});
  gradients[last] = Known{1};
  for (Id from = last + 1; from-- > reached.first_operation;) {
    if (!reached[from] || !gradients[from] || !tape.passes(from)) continue;
    for (const Tape::Operand& operand : tape.operands(from)) {
      if (operand.is_number || tape.node(operand.id).code() == Code::constant()) continue;
      const Known share = product(*gradients[from], slope(tape, from, operand, known));
      gradients[operand.id] = sum(gradients[operand.id], share);
    }
  }
  std::vector<Value> result;
  for (const Value& input : inputs) {
    const Id id = id_of(input);
    const bool has_one = id < gradients.size() && gradients[id];
    result.push_back(has_one ? gradients[id]->recorded() : constant(0));
  }
  return result;
}

}  // namespace stepgrad
