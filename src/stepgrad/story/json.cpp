#include <stepgrad/story/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/elsewhere.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/story/story.hpp>

#ifdef STEPGRAD_JSON
#include <nlohmann/json.hpp>
#endif

namespace stepgrad {

namespace {

/// An array with a line for each entry, written as they come.
class Lines {
 public:
  explicit Lines(const std::function<void(std::string_view)>& write) : write_(write) {}

  void add(std::string_view entry) {
    write_(is_empty_ ? "[\n  " : ",\n  ");
    write_(entry);
    is_empty_ = false;
  }
  void finish() { write_(is_empty_ ? "[]" : "\n ]"); }

 private:
  const std::function<void(std::string_view)>& write_;
  bool is_empty_ = true;
};

}  // namespace

std::string json_lines(const std::vector<std::string>& entries) {
  std::string text;
  const std::function<void(std::string_view)> write = [&](std::string_view piece) {
    text += piece;
  };
  Lines lines(write);
  for (const std::string& entry : entries) lines.add(entry);
  lines.finish();
  return text;
}

}  // namespace stepgrad

#ifdef STEPGRAD_JSON
namespace stepgrad {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no inf and no nan: they are strings.
Json number(double number) { return std::isfinite(number) ? Json(number) : Json(exact(number)); }

/// On one line, with bytes that are not UTF-8 (a name given in C++ may have them) replaced.
std::string line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A trace has very many entries: they are written without a tree of each.

/// As the library writes it; most texts need no escapes.
std::string string_text(std::string_view text) {
  const bool plain = std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  return plain ? fmt::format("\"{}\"", text) : line(text);
}

/// The same double as in line(number(…)): 3.0 for three.
std::string number_text(double number) {
  const std::string text = exact(number);
  if (!std::isfinite(number)) return string_text(text);
  return text.find_first_of(".e") == text.npos ? text + ".0" : text;
}

std::string node_json(const Trace::Node& node) {
  const std::string_view kind = node.kind == Trace::Kind::input    ? "input"
                              : node.kind == Trace::Kind::constant ? "constant"
                                                                   : node.row->name;
  return fmt::format(R"({{"id":{},"name":{},"op":{},"operands":[{}],"value":{},"grad":{}}})",
                     node.id, string_text(node.name), string_text(kind),
                     fmt::join(node.operands, ","), number_text(node.value),
                     number_text(node.grad));
}

std::string step_json(const Trace& trace, std::size_t i, std::string_view told) {
  const Step& step = trace.steps[i];
  const op::Op& row = *trace.node(step.from).row;
  return fmt::format(
      R"({{"index":{},"from":{},"to":{},"operand":{},"upstream":{},"local":{},)"
      R"("contribution":{},"total":{},"rule":{},"text":{}}})",
      i + 1, step.from, step.to, step.operand, number_text(step.upstream), number_text(step.local),
      number_text(step.contribution), number_text(step.total),
      string_text(row.rule[row.arity == op::any ? 0 : step.operand]), string_text(told));
}

}  // namespace

std::string as_json(const Trace& trace) {
  std::string text;
  write_json(trace, [&](std::string_view piece) { text += piece; });
  return text;
}

void write_json(const Trace& trace, const std::function<void(std::string_view)>& write) {
  std::map<std::string_view, const Trace::Node*> called;  // of several, the last
  for (const Trace::Node& node : trace.nodes)
    if (node.kind == Trace::Kind::input) called[node.name] = &node;
  Json::object_t inputs, gradients;
  for (const Trace::Node& node : trace.nodes) {
    const auto known = called.find(node.name);
    if (node.kind != Trace::Kind::input || known == called.end()) continue;
    inputs.emplace_back(node.name, number(known->second->value));
    gradients.emplace_back(node.name, number(known->second->grad));
    called.erase(known);
  }
  const Trace::Node& output = trace.node(trace.output);
  write(
      fmt::format("{{\"formula\": {},\n \"output\": {},\n \"value\": {},\n \"inputs\": {},\n"
                  " \"gradients\": {},\n \"nodes\": ",
                  line(trace.formula), line(output.name), line(number(output.value)), line(inputs),
                  line(gradients)));
  Lines nodes(write);
  for (const Trace::Node& node : trace.nodes) nodes.add(node_json(node));
  nodes.finish();
  write(",\n \"steps\": ");
  Lines steps(write);
  for_each_sentence(
      trace, [&](std::size_t i, std::string_view told) { steps.add(step_json(trace, i, told)); });
  steps.finish();
  if (const Sentence told = branches(trace); !told.empty())
    write(",\n \"branches\": " + line(set(told, as_formula)));
  write("}\n");
}

std::string json_text(std::string_view text) { return line(Json(text)); }

std::string as_json(const GradientReport& report) {
  std::vector<std::string> inputs;
  for (const GradientEntry& entry : report.entries) {
    Json input = {{"name", entry.name},
                  {"reverse", number(entry.given)},
                  {"forward", entry.forward ? number(*entry.forward) : Json()},
                  {"numerical", number(entry.numerical)},
                  {"step", number(entry.step)},
                  {"absolute_error", number(entry.absolute_error())},
                  {"relative_error", number(entry.relative_error())},
                  {"verdict", name_of(entry.verdict)},
                  {"diagnosis", entry.diagnosis}};
    for (const std::vector<double>& row : entry.tableau) {
      Json numbers = Json::array();
      for (const double difference : row) numbers.push_back(number(difference));
      input["tableau"].push_back(std::move(numbers));
    }
    inputs.push_back(line(input));
  }
  return fmt::format(
      "{{\"verdict\": {},\n \"max_relative_error\": {},\n"
      " \"tolerance\": {},\n \"diagnosis\": {},\n \"inputs\": {}}}\n",
      line(name_of(report.verdict())), line(number(report.max_relative_error())),
      line(number(report.tolerance)), line(report.diagnosis), json_lines(inputs));
}

std::string as_json(const StepSweep& sweep) {
  const auto json_of = [](const StepError& error) {
    return Json{
        {"h", error.h}, {"forward", number(error.forward)}, {"central", number(error.central)}};
  };
  std::vector<std::string> errors;
  for (const StepError& error : sweep.errors) errors.push_back(line(json_of(error)));
  return fmt::format(
      "{{\"relative\": {},\n \"best_forward\": {},\n \"best_central\": {},\n \"errors\": {}}}\n",
      sweep.relative, line(json_of(sweep.best_forward)), line(json_of(sweep.best_central)),
      json_lines(errors));
}

std::string as_json(std::span<const op::Op* const> table, std::span<const Composition> made) {
  std::vector<std::string> rows;
  for (const op::Op* row : table) {
    Json slopes = Json::array(), probes = Json::array();
    for (const std::string_view rule : row->rule)
      if (!rule.empty()) slopes.push_back(rule);
    for (const op::Probe& probe : row->probes)
      probes.push_back(row->arity == 1 ? Json{probe.a} : Json{probe.a, probe.b});
    Json entry = {{"name", row->name},
                  {"symbol", row->symbol},
                  {"arity", row->arity == op::any ? Json("any") : Json(row->arity)},
                  {"definition", row->definition},
                  {"slopes", std::move(slopes)},
                  {"about", row->about},
                  {"probes", std::move(probes)}};
    if (row->kink.gap) entry["kink"] = {{"where", row->kink.where}, {"taken", row->kink.taken}};
    for (const Taken& taken : taken_elsewhere())
      if (taken.operation == row->name)
        entry["taken"].push_back(
            {{"which", taken.which}, {"slope", taken.slope}, {"library", taken.library}});
    rows.push_back(line(entry));
  }
  for (const Composition& function : made)
    rows.push_back(line(Json{{"name", function.name},
                             {"written", function.written},
                             {"definition", function.definition},
                             {"about", function.about}}));
  return json_lines(rows) + "\n";
}

}  // namespace stepgrad

#else

namespace stepgrad {
namespace {

[[noreturn]] void no_json() {
  throw Error(
      "this stepgrad was built without JSON", "",
      "Install nlohmann-json3-dev (Debian, Ubuntu) or nlohmann-json (Homebrew), then build again.",
      Fault::machine);
}

}  // namespace

std::string as_json(const Trace&) { no_json(); }
void write_json(const Trace&, const std::function<void(std::string_view)>&) { no_json(); }
std::string json_text(std::string_view) { no_json(); }
std::string as_json(const GradientReport&) { no_json(); }
std::string as_json(const StepSweep&) { no_json(); }
std::string as_json(std::span<const op::Op* const>, std::span<const Composition>) { no_json(); }

}  // namespace stepgrad

#endif
