#include <stepgrad/scalar/forward.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/scalar/dependents.hpp>
#include <stepgrad/scalar/fast/lane_program.hpp>

namespace stepgrad {
namespace {

/// Sixteen tangents of a node, one in each lane, and a bit for each lane in which it moves, although
/// its tangent may be 0 (as in Dual).
struct Tangents {
  fast::Row row = {};
  std::uint32_t moves = 0;

  /// Those of an input that moves in this lane alone.
  static Tangents along(std::size_t lane) {
    Tangents tangents;
    tangents.row.lane[lane] = 1;
    tangents.moves = 1u << lane;
    return tangents;
  }

  /// Adds what an operand brings.
  void add(double slope, const Tangents& operand) {
    fast::Row sum;
    fast::each_lane([&](std::size_t lane) {
      sum.lane[lane] = row.lane[lane] + slope * operand.row.lane[lane];
    });
    if (!std::isfinite(slope))  // times 0 that is nan: what stands still brings nothing
      fast::each_lane([&](std::size_t lane) {
        if (!(operand.moves >> lane & 1)) sum.lane[lane] = row.lane[lane];
      });
    row = sum;
    moves |= operand.moves;
  }
};

/// A Dual along sixteen directions: its value is the same in all.
struct Duals {
  double value = 0;
  Tangents tangents = {};

  Duals() = default;
  Duals(double value) : value(value) {}

  bool moves() const { return tangents.moves != 0; }
  void add(double slope, const Duals& operand) {
    if (operand.moves()) tangents.add(slope, operand.tangents);
  }
};

// Of a `D`, a Dual or Duals:

/// Every node, from the inputs' tangents on: what does not move keeps the trace's number.
template <class D>
void move(const Trace& trace, std::vector<D>& nodes) {
  std::vector<D> operands;
  for (const Trace::Node& node : trace.nodes) {
    if (!node.row) continue;
    operands.clear();
    for (const Id operand : node.operands) operands.push_back(nodes[operand]);
    if (std::ranges::any_of(operands, &D::moves)) nodes[node.id] = computed<D>(*node.row, operands);
  }
}

template <class D>
std::vector<D> standing_still(const Trace& trace) {
  std::vector<D> nodes;
  nodes.reserve(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes) nodes.emplace_back(node.value);
  return nodes;
}

/// The slope of a step: its number, and how it changes as the operands and the result move, which its
/// rule tells.
template <class D>
D slope(const Trace& trace, const Step& step, std::span<const D> nodes) {
  const Trace::Node& from = trace.node(step.from);
  const Formula& formula = rule(*from.row, static_cast<std::size_t>(step.operand));
  if (formula.terms.empty())
    throw Error(fmt::format("{} has no second derivative: its slope is not told as a formula",
                            from.row->name),
                "", "Give its words a rule: {.name = \"cube\", .rule = \"3 * a^2\"}.");
  const auto leaf = [&](const Formula::Term& term) -> D {
    if (term.kind == Formula::Kind::number) return term.number;
    return nodes[trace.meant(term.name[0], from, step.operand).id];
  };
  D told = evaluate_terms<D>(formula, leaf, computed<D>)[formula.output];
  told.value = step.local;
  return told;
}

/// dL/dnode, and how it changes.
template <class D>
std::vector<D> gradients(const Trace& trace, std::span<const D> nodes) {
  std::vector<D> gradients(nodes.size());
  gradients[trace.output] = 1;
  for (const Step& step : trace.steps) {
    const D upstream = gradients[step.from], local = slope<D>(trace, step, nodes);
    D& gradient = gradients[step.to];
    gradient.value += upstream.value * local.value;
    gradient.add(local.value, upstream);
    gradient.add(upstream.value, local);
  }
  return gradients;
}

}  // namespace

std::vector<Dual> forward(const Trace& trace, std::span<const double> direction) {
  const std::vector<Id> inputs = trace.inputs();
  if (direction.size() != inputs.size())
    throw Error(
        fmt::format("a direction of {} numbers for {} inputs", direction.size(), inputs.size()), "",
        "Give one number for each input, in the order in which they were made.");
  std::vector<Dual> nodes = standing_still<Dual>(trace);
  for (std::size_t i = 0; i < inputs.size(); ++i) nodes[inputs[i]].tangent = direction[i];
  move(trace, nodes);
  return nodes;
}

namespace {

/// dnode/doperand for the operands of a trace's nodes, each worked out when it is first asked for.
class Slopes {
 public:
  explicit Slopes(const Trace& trace) : trace_(trace) {
    std::size_t operands = 0;
    for (const Trace::Node& node : trace.nodes) {
      first_.push_back(operands);
      operands += node.operands.size();
    }
    slopes_.resize(operands);
  }

  double of(const Trace::Node& node, std::size_t operand) {
    std::optional<double>& slope = slopes_[first_[node.id] + operand];
    if (!slope) slope = op::slope(*node.row, operands_of(node), operand, node.value);
    return *slope;
  }

 private:
  std::span<const double> operands_of(const Trace::Node& node) {
    if (node_ == node.id) return operands_;
    node_ = node.id;
    operands_.clear();
    for (const Id operand : node.operands) operands_.push_back(trace_.node(operand).value);
    return operands_;
  }

  const Trace& trace_;
  std::vector<std::optional<double>> slopes_;
  std::vector<std::size_t> first_;  // of each node
  std::optional<Id> node_;          // of which these are the operands
  std::vector<double> operands_;
};

}  // namespace

std::vector<double> forward_gradient(const Trace& trace) {
  Dependents dependents;
  for (const Trace::Node& node : trace.nodes) dependents.add(node.operands);
  Slopes slopes(trace);
  const std::vector<Id> inputs = trace.inputs();
  std::vector<Tangents> nodes(trace.nodes.size());
  std::vector<double> gradient;
  for (std::size_t first = 0; first < inputs.size(); first += fast::lane_count) {
    const std::size_t count = std::min(fast::lane_count, inputs.size() - first);
    const std::span together = std::span(inputs).subspan(first, count);
    const std::vector<Id> above = dependents.above(together);
    for (std::size_t lane = 0; lane < count; ++lane) nodes[together[lane]] = Tangents::along(lane);
    for (const Id id : above) {
      const Trace::Node& node = trace.node(id);
      if (node.row->stops) continue;
      for (std::size_t i = 0; i < node.operands.size(); ++i)
        if (const Tangents& operand = nodes[node.operands[i]]; operand.moves)
          nodes[id].add(slopes.of(node, i), operand);
    }
    const double* tangents = nodes[trace.output].row.lane;
    gradient.insert(gradient.end(), tangents, tangents + count);
    for (const Id id : together) nodes[id] = {};
    for (const Id id : above) nodes[id] = {};
  }
  return gradient;
}

std::vector<double> hessian_vector_product(const Trace& trace, std::span<const double> direction) {
  const std::vector<Dual> nodes = forward(trace, direction);
  const std::vector<Dual> gradients = stepgrad::gradients<Dual>(trace, nodes);
  std::vector<double> product;
  for (const Id input : trace.inputs()) product.push_back(gradients[input].tangent);
  return product;
}

std::vector<std::vector<double>> hessian(const Trace& trace) {
  const std::vector<Id> inputs = trace.inputs();
  std::vector<std::vector<double>> rows;
  while (rows.size() < inputs.size()) {
    const std::size_t first = rows.size(),
                      count = std::min(fast::lane_count, inputs.size() - first);
    std::vector<Duals> nodes = standing_still<Duals>(trace);
    for (std::size_t lane = 0; lane < count; ++lane)
      nodes[inputs[first + lane]].tangents = Tangents::along(lane);
    move(trace, nodes);
    const std::vector<Duals> gradients = stepgrad::gradients<Duals>(trace, nodes);
    for (std::size_t lane = 0; lane < count; ++lane) {
      rows.emplace_back();
      for (const Id input : inputs) rows.back().push_back(gradients[input].tangents.row.lane[lane]);
    }
  }
  return rows;
}

}  // namespace stepgrad
