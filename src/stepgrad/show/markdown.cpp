// The story of a trace as Markdown. Names and expressions stand in code spans, which keep * and _
// as they are.
#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/show/narration.hpp>
#include <stepgrad/show/words.hpp>

namespace stepgrad {
namespace {

/// A code span inside a table cell: backticks enough to hold those within, and no bare |.
std::string code(std::string_view text) {
  std::size_t longest = 0, run = 0;
  std::string escaped;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  const std::string fence(longest + 1, '`');
  const std::string_view space = longest > 0 ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, space, escaped, space, fence);
}

std::string heading(const Trace& trace) {
  if (trace.formula.empty()) return fmt::format("# {}\n", code(trace.node(trace.output).name));
  if (trace.formula.find('\n') == std::string::npos)
    return fmt::format("# {}\n", code(trace.formula));
  return fmt::format("# {}\n\n```text\n{}\n```\n", code(trace.node(trace.output).name),
                     trace.formula);
}

std::string left_out(std::size_t count, std::string_view what) {
  if (count == 0) return "";
  return fmt::format("\n{} {}{} left out.\n", count, what, count == 1 ? "" : "s");
}

std::string inputs_and_gradients(const Trace& trace, const Telling& telling) {
  const std::string& output = trace.node(trace.output).name;
  std::string table =
      fmt::format("| input | value | {} |{}\n|---|---:|---:|{}\n", code("d" + output + "/dinput"),
                  telling.check ? " check |" : "", telling.check ? "---|" : "");
  for (const Trace::Node& node : trace.nodes)
    if (node.kind == Trace::Kind::input)
      table += fmt::format("| {} | {} | **{}** |{}\n", code(node.name), shown(node.value),
                           shown(node.grad),
                           telling.check ? fmt::format(" {} |", checked(telling, node)) : "");
  return table;
}

std::string forward(const Trace& trace, const Selection& selection) {
  std::string table = "| result | is | in numbers | value |\n|---|---|---|---:|\n";
  for (const Id id : selection.operations) {
    const Trace::Node& node = trace.node(id);
    table +=
        fmt::format("| {} | {} | {} | **{}** |\n", code(node.name), code(in_names(trace, node)),
                    code(in_numbers(trace, node)), shown(node.value));
  }
  return table + left_out(selection.operations_left_out, "operation");
}

std::string backward(const Trace& trace, const Selection& selection) {
  const Paths ways = paths(trace);
  std::string table =
      "| step | through | slope | upstream × slope | gradient so far |\n|---:|---|---|---|---|\n";
  for (const std::size_t index : selection.steps) {
    const Step& step = trace.steps[index];
    const Trace::Node& from = trace.node(step.from);
    const Trace::Node& to = trace.node(step.to);
    const bool adds = ways.order[index] > 1 || ways.before[index] != 0;
    const std::string total = adds ? fmt::format("{} + {} = {}", shown(ways.before[index]),
                                                 operand(step.contribution), shown(step.total))
                                   : shown(step.total);
    const std::string kink = kink_remark(trace, from);
    table += fmt::format(
        "| {} | {} | {}{} | {} * {} = {} | {} |\n", index + 1,
        code(from.name + " = " + in_names(trace, from)), code(slope_equation(trace, step)),
        kink.empty() ? "" : fmt::format(" ({})", kink), shown(step.upstream), operand(step.local),
        shown(step.contribution), code(gradient_name(trace, to) + " = " + total));
  }
  return table + left_out(selection.steps_left_out, "step");
}

}  // namespace

std::string markdown(const Trace& trace, const Telling& telling) {
  const Selection selection = select(trace, telling);
  const std::string& output = trace.node(trace.output).name;
  const std::string remark = non_finite_remark(trace);
  return fmt::format(
      "{}\n{} = **{}**\n\n{}\n## Forward\n\nEvery value from the ones before it.\n\n{}\n## "
      "Backward\n\nFrom {} to its "
      "inputs, starting with {} = 1. Each step multiplies the gradient that arrives (upstream) by "
      "the slope.\n\n{}{}",
      heading(trace), code(output), shown(trace.node(trace.output).value),
      inputs_and_gradients(trace, telling), forward(trace, selection), code(output),
      code(fmt::format("d{0}/d{0}", output)), backward(trace, selection),
      remark.empty() ? "" : "\n> Take care: " + remark + "\n");
}

}  // namespace stepgrad
