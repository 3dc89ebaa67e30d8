#include <stepgrad/scalar/trace.hpp>

#include <cmath>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/scalar/unfolded.hpp>

namespace stepgrad {
namespace {

constexpr Id none = ~Id{0};

/// Copies the nodes that matter out of the tape, plain numbers as constants of their own.
class Copier {
 public:
  Copier(const Tape& tape, std::size_t size) : tape_(tape), place_(size, none) {}

  void copy(Id id, bool reached, double gradient) {
    const Node& node = tape_.node(id);
    const std::string name = tape_.name(id);
    if (node.code() == Code::constant() || (node.is_plain() && name.empty())) {
      place_[id] = add_constant(tape_.value(id), reached);
      return;
    }
    Trace::Node copied{.id = 0,
                       .name = name,
                       .kind = node.code().is_leaf() ? Trace::Kind::input : Trace::Kind::operation,
                       .row = node.code().is_leaf() ? nullptr : &tape_.row(node),
                       .operands = {},
                       .value = tape_.value(id),
                       .grad = gradient,
                       .named = !name.empty(),
                       .reached = reached};
    if (copied.row) copied.operands = operands(id, reached);
    if (node.code().is_own()) trace_.own.push_back(tape_.own_row(node));
    place_[id] = add(std::move(copied));
  }

  /// Copies a comparison if what it compared has been copied.
  void copy(const Tape::Comparison& comparison) {
    const auto is_here = [&](const Tape::Operand& operand) {
      return operand.is_number || (operand.id < place_.size() && place_[operand.id] != none);
    };
    if (!is_here(comparison.a) || !is_here(comparison.b)) return;
    const auto here = [&](const Tape::Operand& operand) {
      Trace::Comparison::Side side{{}, tape_.value(operand)};
      if (!operand.is_number) side.node = place_[operand.id];
      return side;
    };
    Id next = comparison.at;
    while (next < place_.size() && place_[next] == none) ++next;
    if (next == place_.size()) return;
    trace_.comparisons.push_back({.before = place_[next],
                                  .relation = comparison.relation,
                                  .a = here(comparison.a),
                                  .b = here(comparison.b),
                                  .held = comparison.held});
  }

  Id place(Id id) const { return place_[id]; }
  Trace take() { return std::move(trace_); }

 private:
  std::vector<Id> operands(Id id, bool reached) {
    std::vector<Id> places;
    for (const Tape::Operand& operand : tape_.operands(id))
      places.push_back(operand.is_number ? add_constant(tape_.value(operand), reached)
                                         : place_[operand.id]);
    return places;
  }

  Id add_constant(double value, bool reached) {
    return add({.id = 0,
                .name = shown(value),
                .kind = Trace::Kind::constant,
                .row = nullptr,
                .operands = {},
                .value = value,
                .grad = 0,
                .named = false,
                .reached = reached});
  }

  Id add(Trace::Node node) {
    node.id = static_cast<Id>(trace_.nodes.size());
    trace_.nodes.push_back(std::move(node));
    return trace_.nodes.back().id;
  }

  const Tape& tape_;
  std::vector<Id> place_;
  Trace trace_;
};

/// Gives every result without a name one: the output f, the others v1, v2, …; inputs x1, x2, …
void name_the_nameless(Trace& trace) {
  std::set<std::string, std::less<>> taken;
  for (const Trace::Node& node : trace.nodes)
    if (node.named) taken.insert(node.name);
  const auto numbered = [&](const char* letter, int& count) {
    std::string name;
    do name = fmt::format("{}{}", letter, ++count);
    while (taken.contains(name));
    return name;
  };
  int results = 0, inputs = 0;
  for (Trace::Node& node : trace.nodes) {
    if (node.named || node.kind == Trace::Kind::constant) continue;
    const bool is_output = node.id == trace.output;
    if (is_output && !taken.contains("f"))
      node.name = "f";
    else
      node.name = node.kind == Trace::Kind::input ? numbered("x", inputs) : numbered("v", results);
  }
}

/// Marks what depends on no input: a constant too, of which no step is told.
std::vector<bool> constants_among(const std::vector<Trace::Node>& nodes) {
  std::vector<bool> constant(nodes.size());
  for (const Trace::Node& node : nodes) {
    constant[node.id] = node.kind != Trace::Kind::input;
    for (const Id operand : node.operands)
      constant[node.id] = constant[node.id] && constant[operand];
  }
  return constant;
}

}  // namespace

const Trace::Node& Trace::meant(char letter, const Node& node, int operand) const {
  if (letter == 'y') return node;
  std::size_t place = letter == 'a' ? 0 : 1;
  if (node.row->arity == op::any) {
    place = static_cast<std::size_t>(operand);
    if (letter == 'b') place = op::partner(*node.row, place, node.operands.size());
  }
  return nodes[node.operands[place]];
}

double Trace::a(const Node& node, int operand) const { return meant('a', node, operand).value; }

double Trace::b(const Node& node, int operand) const {
  return node.row->arity == 1 ? 0 : meant('b', node, operand).value;
}

std::vector<Id> Trace::inputs() const {
  std::vector<Id> inputs;
  for (const Node& node : nodes)
    if (node.kind == Kind::input) inputs.push_back(node.id);
  return inputs;
}

Trace trace(Value output, std::span<const Value> also) {
  stepgrad::tape().settle(output);
  for (const Value& v : also) stepgrad::tape().settle(v);
  std::vector<Id> roots{stepgrad::tape().id(output)};
  for (const Value& v : also) roots.push_back(stepgrad::tape().id(v));
  const Unfolded unfolded(stepgrad::tape(), roots);
  const Tape& tape = unfolded.tape();
  for (Id& root : roots) root = unfolded.id(root);
  const Id last = roots.front();
  const Tape::Reached reached = tape.reached_from({&last, 1});
  const std::vector<bool> listed = tape.reached_from(roots).nodes;

  std::vector<Step> steps;
  const std::vector<double> gradients =
      backward(unfolded, last, [&](const Step& step) { steps.push_back(step); });

  Copier copier(tape, listed.size());
  for (Id id = 0; id < listed.size(); ++id)
    if (listed[id]) copier.copy(id, id <= last && reached[id], id <= last ? gradients[id] : 0);
  for (const Tape::Comparison& comparison : tape.comparisons())
    if (comparison.at >= reached.begin && comparison.at <= last) copier.copy(comparison);
  Trace trace = copier.take();
  trace.output = copier.place(last);
  const std::vector<bool> constant = constants_among(trace.nodes);
  for (Step step : steps) {
    step.from = copier.place(step.from);
    step.to = copier.place(step.to);
    if (!constant[step.to]) trace.steps.push_back(step);
  }
  for (Trace::Node& node : trace.nodes)
    if (constant[node.id]) node.grad = 0;
  trace.nodes[trace.output].grad = 1;  // also of a constant
  name_the_nameless(trace);
  return trace;
}

Trace trace(const Formula& formula, const Bindings& bindings) {
  const Scope scope;
  const Recorded recorded = record(formula, bindings);
  Trace result = trace(recorded.output, recorded.terms);
  result.formula = formula.source;
  return result;
}

std::optional<NonFinite> first_non_finite(const Trace& trace) {
  for (const Trace::Node& node : trace.nodes)
    if (node.reached && !std::isfinite(node.value)) return NonFinite{node.id, nullptr};
  for (const Step& step : trace.steps)
    if (!std::isfinite(step.contribution) || !std::isfinite(step.total))
      return NonFinite{step.to, &step};
  for (const Trace::Node& node : trace.nodes)
    if (!std::isfinite(node.value)) return NonFinite{node.id, nullptr};
  return std::nullopt;
}

bool at_kink(const Trace& trace, const Trace::Node& node) {
  return node.row && op::at_kink(*node.row, trace.a(node), trace.b(node), node.value);
}

}  // namespace stepgrad
