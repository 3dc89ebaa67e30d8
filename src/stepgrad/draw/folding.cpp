#include <stepgrad/draw/folding.hpp>

#include <algorithm>

namespace stepgrad {
namespace {

constexpr std::size_t most_levels = 16;         // of operations behind one another, in a single row
constexpr std::size_t most_levels_folded = 12;  // in one row of many
constexpr std::size_t many_nodes = 100;
constexpr std::size_t small = 3;  // levels of a part that stays with the one operation that uses it

struct Levels {
  std::vector<std::size_t> above, below;  // by node: to the farthest input, to the farthest result
  std::vector<std::size_t> uses;
};

Levels levels(const Trace& trace) {
  const std::size_t count = trace.nodes.size();
  Levels levels{std::vector<std::size_t>(count), std::vector<std::size_t>(count),
                std::vector<std::size_t>(count)};
  for (const Trace::Node& node : trace.nodes)
    for (const Id operand : node.operands) {
      levels.above[node.id] = std::max(levels.above[node.id], levels.above[operand] + 1);
      ++levels.uses[operand];
    }
  for (Id id = static_cast<Id>(count); id-- > 0;)
    for (const Id operand : trace.node(id).operands)
      levels.below[operand] = std::max(levels.below[operand], levels.below[id] + 1);
  return levels;
}

std::size_t divided_up(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

}  // namespace

Folding fold(const Trace& trace) {
  const std::size_t count = trace.nodes.size();
  const Levels levels = stepgrad::levels(trace);
  std::size_t depth = 0;
  for (const std::size_t above : levels.above) depth = std::max(depth, above);

  const std::size_t rows = depth <= most_levels ? 1 : divided_up(depth, most_levels_folded);
  const std::size_t levels_of_row = std::max<std::size_t>(1, divided_up(depth, rows));
  Folding folding{std::vector<std::size_t>(count), rows, rows > 1 || count > many_nodes};
  for (Id id = static_cast<Id>(count); id-- > 0;) {
    // Rows are counted from the last one, so that what is added in late stands near.
    folding.row[id] =
        std::max(folding.row[id], rows - 1 - std::min(rows - 1, levels.below[id] / levels_of_row));
    for (const Id operand : trace.node(id).operands)
      if (levels.uses[operand] == 1 && levels.above[operand] <= small)
        folding.row[operand] = folding.row[id];
  }
  return folding;
}

}  // namespace stepgrad
