#include <stepgrad/check/rounding.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include <stepgrad/base/summation.hpp>
#include <stepgrad/check/numerical.hpp>

namespace stepgrad {
namespace {

constexpr double smallest = std::numeric_limits<double>::denorm_min();

/// What a + b lacks (Knuth's two-sum).
double lost_by_adding(double a, double b) {
  const double sum = a + b, of_b = sum - a;
  return (a - (sum - of_b)) + (b - of_b);
}

/// What y = a * b lacks.
double lost_by_multiplying(double a, double b, double y) { return std::fma(a, b, -y); }

/// A term of a sum, or what they have come to so far, and what it lacks.
struct Term {
  double value = 0, lost = 0;
  Term& operator+=(const Term& other) {
    lost = lost + other.lost + lost_by_adding(value, other.value);
    value += other.value;
    return *this;
  }
};

double lost_in_sum(std::span<const Rounded> operands) {
  return total_of(operands.size(), [&](std::size_t i) { return Term{operands[i].value}; }).lost;
}

double lost_in_dot(std::span<const Rounded> operands) {
  const std::size_t half = operands.size() / 2;
  const auto product = [&](std::size_t i) {
    const double a = operands[i].value, b = operands[half + i].value;
    return Term{a * b, lost_by_multiplying(a, b, a * b)};
  };
  return total_of(half, product).lost;
}

/// Does it hand on one of its operands, or a whole number?
bool is_exact(const op::Op& row) {
  return row == op::neg || row == op::relu || row == op::abs || row == op::max || row == op::min ||
         row == op::greater || row == op::equal;
}

/// What the rounding of y = row(operands) takes away, where that can be computed.
std::optional<double> lost_in(const op::Op& row, std::span<const Rounded> operands, double y) {
  const double a = operands.empty() ? 0 : operands[0].value;
  const double b = operands.empty() ? 0 : operands.back().value;
  const bool power = row == op::pow;
  if (row == op::add) return lost_by_adding(a, b);
  if (row == op::sub) return lost_by_adding(a, -b);
  if (row == op::sum) return lost_in_sum(operands);
  if (row == op::dot) return lost_in_dot(operands);
  if (row == op::mul) return lost_by_multiplying(a, b, y);
  if (row == op::square || (power && b == 2)) return lost_by_multiplying(a, a, y);
  if (row == op::div) return -std::fma(y, b, -a) / b;
  if (row == op::sqrt || (power && b == 0.5)) return y == 0 ? 0 : -std::fma(y, y, -a) / (2 * y);
  const bool hands_on = (row == op::elu || row == op::leaky_relu) && a >= 0;
  if (is_exact(row) || hands_on || (power && (b == 0 || b == 1))) return 0;
  return std::nullopt;
}

/// Tells nodes that are the same number: computed in the same way from the same operands, or handed
/// on as it is.
class Repeated {
 public:
  explicit Repeated(const Trace& trace) : trace_(trace) {}

  /// To be called for the nodes in their order.
  void add(const Trace::Node& node) {
    if (const auto operand = handed_on(node)) {
      first_.push_back(first_[*operand]);
      return;
    }
    Key key{node.row, {}, node.row ? 0 : node.value};
    for (const Id operand : node.operands) key.operands.push_back(first_[operand]);
    first_.push_back(node.kind == Trace::Kind::input || std::isnan(key.number)
                         ? node.id
                         : known_.emplace(std::move(key), node.id).first->second);
  }
  bool are_same(Id a, Id b) const { return first_[a] == first_[b]; }

 private:
  /// The operand that a gate lets through, if it is one and does.
  std::optional<Id> handed_on(const Trace::Node& node) const {
    const op::Op* const gates[] = {&op::relu, &op::leaky_relu, &op::elu,
                                   &op::abs,  &op::max,        &op::min};
    if (std::ranges::find(gates, node.row) == std::end(gates)) return std::nullopt;
    const bool may_be_squashed = node.row->arity == 1 && !(node.value > 0);
    if (may_be_squashed || at_kink(trace_, node)) return std::nullopt;
    const auto same = std::ranges::find(node.operands, node.value,
                                        [&](Id operand) { return trace_.node(operand).value; });
    return same == node.operands.end() ? std::nullopt : std::optional(*same);
  }

  struct Key {
    const op::Op* row;
    std::vector<Id> operands;
    double number;
    bool operator<(const Key& other) const {
      return std::tie(row, operands, number) < std::tie(other.row, other.operands, other.number);
    }
  };
  const Trace& trace_;
  std::map<Key, Id> known_;
  std::vector<Id> first_;  // of each node, the first that is the same
};

/// 0 where the number is not one.
double known(double number) { return std::isnan(number) ? 0 : number; }

/// A slope as its rule makes it of rounded numbers.
Rounded slope(const Trace& trace, const Step& step, std::span<const Rounded> nodes) {
  const Trace::Node& from = trace.node(step.from);
  const Formula& formula = rule(*from.row, static_cast<std::size_t>(step.operand));
  if (formula.terms.empty()) return Rounded(step.local);  // of an operation that tells no rule
  const auto leaf = [&](const Formula::Term& term) {
    if (term.kind == Formula::Kind::number) return Rounded(term.number);
    return nodes[trace.meant(term.name[0], from, step.operand).id];
  };
  const auto compute_row = [](const op::Op& row, std::span<const Rounded> operands) {
    return compute(row, operands);
  };
  Rounded told = evaluate_terms<Rounded>(formula, leaf, compute_row)[formula.output];
  told.value = step.local;
  return told;
}

}  // namespace

double Rounded::error() const { return std::abs(lost) + doubt; }

Rounded compute(const op::Op& row, std::span<const Rounded> operands) {
  std::vector<double> values;
  for (const Rounded& operand : operands) values.push_back(operand.value);
  Rounded y(op::value(row, values));
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i].error() == 0) continue;
    const double slope = op::slope(row, values, i, y.value);
    y.lost += known(slope * operands[i].lost);
    y.doubt += known(std::abs(slope) * operands[i].doubt);
  }
  const std::optional<double> lost = lost_in(row, operands, y.value);
  if (lost && std::isfinite(*lost)) y.lost += *lost;
  if (!lost) y.doubt += machine_epsilon * std::abs(y.value);
  // So near to 0, products and quotients are rounded to multiples of the smallest number.
  const bool to_scale = row == op::add || row == op::sub || row == op::sum || is_exact(row);
  if (!to_scale && std::abs(y.value) < 0x1p-960 && std::ranges::find(values, 0.0) == values.end())
    y.doubt += smallest;
  return y;
}

std::vector<Rounded> rounded(const Trace& trace) {
  std::vector<Rounded> nodes;
  nodes.reserve(trace.nodes.size());
  std::vector<Rounded> operands;
  Repeated repeated(trace);
  for (const Trace::Node& node : trace.nodes) {
    operands.clear();
    for (const Id operand : node.operands) operands.push_back(nodes[operand]);
    nodes.push_back(node.row ? compute(*node.row, operands) : Rounded(node.value));
    repeated.add(node);
    if (node.row && *node.row == op::sub && repeated.are_same(node.operands[0], node.operands[1]))
      nodes.back() = 0;  // both are wrong in the same way
  }
  return nodes;
}

std::vector<Rounded> rounded_gradient(const Trace& trace, std::span<const Rounded> nodes) {
  std::vector<Rounded> gradients(trace.nodes.size());
  gradients[trace.output] = 1;
  for (const Step& step : trace.steps) {
    const Rounded factors[] = {gradients[step.from], slope(trace, step, nodes)};
    const Rounded shares[] = {gradients[step.to], compute(op::mul, factors)};
    gradients[step.to] = compute(op::add, shares);
  }
  std::vector<Rounded> result;
  for (const Id input : trace.inputs()) result.push_back(gradients[input]);
  return result;
}

}  // namespace stepgrad
