#include <stepgrad/story/narration.hpp>

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// Throws Error unless every name that is asked for is the name of a node.
void check_names(const Trace& trace, const std::vector<std::string>& asked) {
  std::vector<std::string> known;
  for (const Trace::Node& node : trace.nodes)
    if (node.kind != Trace::Kind::constant) known.push_back(node.name);
  for (const std::string& name : asked) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearest(name, known);
    if (known.size() > 20) known.resize(20);
    throw Error(fmt::format("nothing is called '{}'", name), "",
                near.empty() ? fmt::format("There is {}.", listed(known))
                             : fmt::format("did you mean '{}'?", near));
  }
}

}  // namespace

std::string checked(const Telling& telling, const Trace::Node& input) {
  if (!telling.check) return "";
  const auto& entries = telling.check->entries;
  const auto entry = std::ranges::find(entries, input.name, &GradientEntry::name);
  return entry == entries.end()
           ? ""
           : fmt::format("numerically {}: {}", shown(entry->numerical), in_words(entry->verdict));
}

Selection select(const Trace& trace, const Telling& telling) {
  check_names(trace, telling.only);
  const std::set<std::string, std::less<>> only(telling.only.begin(), telling.only.end());
  const auto concerns = [&](Id id) { return only.empty() || only.contains(trace.node(id).name); };

  std::vector<Id> operations;
  for (const Trace::Node& node : trace.nodes)
    if (node.row) operations.push_back(node.id);
  const std::size_t all = operations.size();
  const std::size_t dropped = all - std::min(all, telling.last.value_or(all));
  operations.erase(operations.begin(), operations.begin() + static_cast<std::ptrdiff_t>(dropped));
  const Id first = operations.empty() ? static_cast<Id>(trace.nodes.size()) : operations.front();

  Selection selection;
  selection.by_name = !only.empty();
  for (const Id id : operations) {
    const std::vector<Id>& operands = trace.node(id).operands;
    if (concerns(id) || std::any_of(operands.begin(), operands.end(), concerns))
      selection.operations.push_back(id);
  }
  for (std::size_t i = 0; i < trace.steps.size(); ++i)
    if (trace.steps[i].from >= first && concerns(trace.steps[i].to)) selection.steps.push_back(i);
  selection.operations_left_out = all - selection.operations.size();
  selection.steps_left_out = trace.steps.size() - selection.steps.size();
  return selection;
}

}  // namespace stepgrad
