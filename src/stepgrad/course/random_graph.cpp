#include <stepgrad/course/random_graph.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/random.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view input_names = "abcd", result_names = "pqrsuvmnjk";

/// The name of every place; the output is L.
std::string names(const SmallGraph& graph) {
  std::string names;
  std::size_t inputs = 0, results = 0;
  for (const SmallGraph::Operation& operation : graph.operations)
    names += operation.sign == SmallGraph::input ? input_names[inputs++ % input_names.size()]
                                                 : result_names[results++ % result_names.size()];
  names.back() = 'L';
  return names;
}

}  // namespace

std::size_t SmallGraph::inputs() const {
  return static_cast<std::size_t>(std::ranges::count(operations, input, &Operation::sign));
}

std::vector<double> SmallGraph::values(const std::vector<double>& at) const {
  std::vector<double> values;
  std::size_t next = 0;
  for (const auto& [sign, a, b] : operations)
    values.push_back(sign == '+'   ? values[a] + values[b]
                     : sign == '*' ? values[a] * values[b]
                     : sign == 't' ? std::tanh(values[a])
                                   : at[next++]);
  return values;
}

std::string SmallGraph::formula() const {
  const std::string name = names(*this);
  std::string formula;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const auto& [sign, a, b] = operations[i];
    if (sign == input) continue;
    formula += fmt::format("{}{} = ", formula.empty() ? "" : "; ", name[i]);
    formula += sign == 't' ? fmt::format("tanh({})", name[a])
                           : fmt::format("{} {} {}", name[a], sign, name[b]);
  }
  return formula;
}

SmallGraph random_graph(std::string_view signs, std::size_t inputs, std::size_t operations) {
  static Random random(2);
  SmallGraph graph;
  const auto operand = [&]() -> std::size_t {
    const std::size_t there = graph.operations.size();
    if (there == 0 || (graph.inputs() < inputs && random.uniform() < 0.4)) {
      graph.operations.push_back({});
      return there;
    }
    return random.below(there);
  };
  for (std::size_t i = 0; i < operations; ++i) {
    const char sign = signs[random.below(signs.size())];
    const std::size_t a = operand(), b = sign == 't' ? a : operand();
    graph.operations.push_back({sign, a, b});
  }
  return graph;
}

}  // namespace stepgrad
