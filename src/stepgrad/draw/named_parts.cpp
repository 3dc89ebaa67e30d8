#include <stepgrad/draw/named_parts.hpp>

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr Id none = ~Id{0};

/// Stands for all operations of a part.
constexpr op::Op rolled{
    .name = "part", .symbol = "", .arity = op::any, .definition = "", .about = "", .probes = {}};

/// What the operations of each part use from elsewhere, by result.
std::map<Id, std::vector<Id>> operands_of_parts(const Trace& trace, const NamedParts& parts) {
  std::map<Id, std::vector<Id>> operands;
  for (const Trace::Node& node : trace.nodes) {
    if (!node.row) continue;
    std::vector<Id>& of_part = operands[parts.part[node.id]];
    for (const Id operand : node.operands)
      if (parts.part[operand] != parts.part[node.id] &&
          std::find(of_part.begin(), of_part.end(), operand) == of_part.end())
        of_part.push_back(operand);
  }
  return operands;
}

/// Copies nodes into an excerpt, under new ids.
class Copier {
 public:
  explicit Copier(const Trace& trace) : trace_(trace), place_(trace.nodes.size(), none) {}

  /// Operands have to be there before what is made of them.
  void add(Trace::Node node) {
    place_[node.id] = static_cast<Id>(excerpt_.trace.nodes.size());
    excerpt_.nodes.push_back(node.id);
    node.id = place_[node.id];
    for (Id& operand : node.operands) operand = place_[operand];
    excerpt_.trace.nodes.push_back(std::move(node));
  }

  void add(Step step) {
    step.from = place_[step.from];
    step.to = place_[step.to];
    excerpt_.trace.steps.push_back(step);
  }

  void add(std::size_t index) {
    excerpt_.steps.push_back(index);
    add(trace_.steps[index]);
  }

  bool has(Id id) const { return place_[id] != none; }

  Excerpt take(Id output) {
    excerpt_.trace.output = place_[output];
    return std::move(excerpt_);
  }

 private:
  const Trace& trace_;
  std::vector<Id> place_;
  Excerpt excerpt_;
};

/// The steps from a part to what it uses: the slope along all paths, and all that they bring. A
/// part of one operation has the steps of that operation.
std::map<Id, std::vector<Step>> steps_of_parts(const Trace& trace, const NamedParts& parts,
                                               const std::map<Id, std::vector<Id>>& operands) {
  std::map<Id, std::map<Id, double>> slope, brought;  // by result, then by node
  std::map<Id, std::vector<Step>> steps;
  for (const Step& step : trace.steps) {
    const Id result = parts.part[step.from];
    const double outer = step.from == result ? 1 : slope[result][step.from];
    slope[result][step.to] += outer * step.local;
    brought[result][step.to] += step.contribution;
    if (parts.size[result] == 1) steps[result].push_back(step);
  }
  for (const auto& [result, uses] : operands)
    for (std::size_t i = 0; i < uses.size() && parts.size[result] > 1; ++i)
      if (brought[result].contains(uses[i]))
        steps[result].push_back({result, uses[i], static_cast<int>(i), trace.node(result).grad,
                                 slope[result][uses[i]], brought[result][uses[i]], 0});
  return steps;
}

std::string gate_of(const Trace::Node& node) {
  return std::string(node.row->symbol.empty() ? node.row->name : node.row->symbol);
}

/// The drawing of an excerpt, its ids those of the whole trace; r1, r2, … for steps of parts.
Drawing drawing_of(const Excerpt& excerpt, std::optional<std::size_t> step) {
  Drawing drawing = stepgrad::drawing(excerpt.trace, step);
  const auto renamed = [](const std::string& id, auto&& number) {
    const std::size_t dash = std::min(id.find('-'), id.size());
    return number(std::stoul(id.substr(1, dash - 1))) + id.substr(dash);
  };
  const auto of_node = [&](std::size_t place) { return std::to_string(excerpt.nodes[place]); };
  const auto of_step = [&](std::size_t count) {
    return excerpt.steps.empty() ? fmt::format("r{}", count)
                                 : fmt::format("e{}", excerpt.steps[count - 1] + 1);
  };
  for (Drawing::Node& node : drawing.nodes) node.id = "n" + renamed(node.id, of_node);
  for (Drawing::Edge& edge : drawing.edges)
    edge.id = edge.local ? renamed(edge.id, of_step) : "e" + renamed(edge.id, of_node);
  return drawing;
}

}  // namespace

NamedParts named_parts(const Trace& trace) {
  const std::size_t count = trace.nodes.size();
  std::vector<Id> user(count, none);  // the part that uses it, if there is just one
  std::vector<bool> shared(count);
  NamedParts parts{std::vector<Id>(count), std::vector<std::size_t>(count)};
  for (Id id = static_cast<Id>(count); id-- > 0;) {
    const Trace::Node& node = trace.node(id);
    const bool alone = user[id] == none || shared[id] || id == trace.output;
    parts.part[id] = alone || (node.row && node.named) ? id : user[id];
    if (!node.row) continue;
    ++parts.size[parts.part[id]];
    for (const Id operand : node.operands) {
      shared[operand] =
          shared[operand] || (user[operand] != none && user[operand] != parts.part[id]);
      user[operand] = parts.part[id];
    }
  }
  // The leaves of a single operation stay in sight.
  for (const Trace::Node& node : trace.nodes)
    if (!node.row && parts.size[parts.part[node.id]] == 1) parts.part[node.id] = node.id;
  return parts;
}

NamedParts stretches(const Trace& trace) {
  constexpr std::size_t enough = 16, most = 32;
  NamedParts parts{std::vector<Id>(trace.nodes.size()),
                   std::vector<std::size_t>(trace.nodes.size())};
  std::vector<Id> begun;
  const auto end = [&] {
    for (const Id id : begun) parts.part[id] = begun.back();
    if (!begun.empty()) parts.size[begun.back()] = begun.size();
    begun.clear();
  };
  for (const Trace::Node& node : trace.nodes) {
    parts.part[node.id] = node.id;
    if (!node.row) continue;
    begun.push_back(node.id);
    if (begun.size() == most || (node.named && begun.size() >= enough)) end();
  }
  end();
  return parts;
}

Excerpt rolled_up(const Trace& trace, const NamedParts& parts) {
  const auto operands = operands_of_parts(trace, parts);
  Copier copier(trace);
  for (const Trace::Node& node : trace.nodes) {
    if (parts.part[node.id] != node.id) continue;
    Trace::Node copied = node;
    if (parts.size[node.id] > 1) {
      copied.row = &rolled;
      copied.operands = operands.at(node.id);
    }
    copier.add(std::move(copied));
  }
  auto steps = steps_of_parts(trace, parts, operands);
  std::map<Id, double> total;
  for (Id id = static_cast<Id>(trace.nodes.size()); id-- > 0;)
    for (Step& step : steps[id]) {
      step.total = total[step.to] += step.contribution;
      copier.add(step);
    }
  Excerpt excerpt = copier.take(trace.output);
  excerpt.trace.formula = trace.formula;
  return excerpt;
}

Excerpt inside(const Trace& trace, const NamedParts& parts, Id result) {
  std::vector<bool> used(trace.nodes.size());
  for (const Trace::Node& node : trace.nodes)
    if (node.row && parts.part[node.id] == result)
      for (const Id operand : node.operands) used[operand] = true;
  Copier copier(trace);
  for (const Trace::Node& node : trace.nodes) {
    if (parts.part[node.id] == result) {
      copier.add(node);
    } else if (used[node.id]) {
      Trace::Node input = node;
      if (input.row) input.kind = Trace::Kind::input;
      input.row = nullptr;
      input.operands.clear();
      copier.add(std::move(input));
    }
  }
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    if (parts.part[trace.steps[i].from] == result) copier.add(i);
  return copier.take(result);
}

Drawing rolled_up_drawing(const Trace& trace, std::optional<std::size_t> step) {
  const NamedParts parts = named_parts(trace);
  Drawing drawing = drawing_of(rolled_up(trace, parts), step);
  constexpr std::size_t most_numbers = 60;  // beside each other, between the layers of a network
  drawing.bare = !drawing.folded && drawing.edges.size() > most_numbers;
  for (Drawing::Node& node : drawing.nodes) {
    const Id id = static_cast<Id>(std::stoul(node.id.substr(1)));
    if (node.gate.empty() || parts.size[id] < 2) continue;
    node.gate = gate_of(trace.node(id));
    node.operations = parts.size[id];
    node.about = fmt::format("{}: {} operations, the last is {}", printable(node.name),
                             node.operations, node.gate);
  }
  return drawing;
}

Drawing inside_drawing(const Trace& trace, const NamedParts& parts, Id result) {
  return drawing_of(inside(trace, parts, result), std::nullopt);
}

}  // namespace stepgrad
