// The story of a trace as Markdown: tables whose cells are mathematics.
#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/story/markdown_mathematics.hpp>
#include <stepgrad/story/mathematics.hpp>
#include <stepgrad/story/narration.hpp>
#include <stepgrad/story/remarks.hpp>

namespace stepgrad {
namespace {

using math::In;

std::string set(const Math& math) { return markdown_inline(math); }

std::string heading(const Trace& trace) {
  if (trace.formula.empty())
    return fmt::format("# {}\n", set(math::name_of(trace.node(trace.output))));
  if (trace.formula.find('\n') == std::string::npos)
    return fmt::format("# {}\n", markdown_code(trace.formula));
  return fmt::format("# {}\n\n```text\n{}\n```\n", set(math::name_of(trace.node(trace.output))),
                     trace.formula);
}

/// The formula in mathematics, unless it is very long.
std::string the_formula(const Trace& trace) {
  std::string text;
  for (const Math& equation : math::statements(trace)) text += "\n" + markdown_block(equation);
  return text;
}

std::string left_out(std::size_t count, std::string_view what) {
  if (count == 0) return "";
  return fmt::format("\n{} {}{} left out.\n", count, what, count == 1 ? "" : "s");
}

std::string inputs_and_gradients(const Trace& trace, const Telling& telling) {
  std::string table = telling.check ? "| input | value | gradient | check |\n|---|---:|---|---|\n"
                                    : "| input | value | gradient |\n|---|---:|---|\n";
  for (const Trace::Node& node : trace.nodes)
    if (node.kind == Trace::Kind::input)
      table +=
          fmt::format("| {} | {} | {} |{}\n", set(math::name_of(node)), shown(node.value),
                      set(math::equation({math::gradient(trace, node), math::number(node.grad)})),
                      telling.check ? fmt::format(" {} |", checked(telling, node)) : "");
  return table;
}

std::string forward(const Trace& trace, const Selection& selection) {
  std::string table = "| result | is | in numbers | value |\n|---|---|---|---:|\n";
  for (const Id id : selection.operations) {
    const Trace::Node& node = trace.node(id);
    table += fmt::format("| {} | {} | {} | **{}** |\n", set(math::name_of(node)),
                         set(math::computation(trace, node, In::names)),
                         set(math::computation(trace, node, In::numbers)), shown(node.value));
  }
  return table + left_out(selection.operations_left_out, "operation");
}

std::string step_row(const Trace& trace, std::size_t index, const Paths& ways) {
  const Step& step = trace.steps[index];
  const Trace::Node& from = trace.node(step.from);
  const std::string kink = kink_remark(trace, from, set);
  const Math share =
      math::equation({math::share(trace, step, In::names), math::share(trace, step, In::numbers),
                      math::number(step.contribution)});
  const Math so_far =
      math::adds(index, ways)
          ? math::total(trace, index, ways)
          : math::equation({math::gradient(trace, trace.node(step.to)), math::number(step.total)});
  return fmt::format(
      "| {} | {} | {}{} | {} | {} |\n", index + 1,
      set(math::equation({math::name_of(from), math::computation(trace, from, In::names)})),
      set(math::slope(trace, step)), kink.empty() ? "" : fmt::format(" ({})", kink), set(share),
      set(so_far));
}

std::string backward(const Trace& trace, const Selection& selection) {
  const Paths ways = paths(trace);
  std::string table =
      "| step | through | slope | upstream × slope | gradient so far |\n|---:|---|---|---|---|\n";
  for (const std::size_t index : selection.steps) table += step_row(trace, index, ways);
  const std::string remark = numbered_slope_remark(numbered_slope(trace, selection.steps), set);
  return table + left_out(selection.steps_left_out, "step") +
         (remark.empty() ? "" : "\n" + remark + "\n");
}

}  // namespace

std::string markdown(const Trace& trace, const Telling& telling, const std::string& diagram) {
  const Selection selection = select(trace, telling);
  const Trace::Node& output = trace.node(trace.output);
  const std::string remark = non_finite_remark(trace, set);
  return fmt::format(
      "{}{}\n{} = **{}**\n\n{}{}\n## Forward\n\nEvery value from the ones before it.\n\n{}\n## "
      "Backward\n\nFrom {} to its inputs, starting with {}. Each step multiplies the gradient that "
      "arrives (upstream) by the slope.\n\n{}{}",
      heading(trace), the_formula(trace), set(math::name_of(output)), shown(output.value),
      diagram.empty() ? "" : markdown_picture("The diagram", diagram) + "\n",
      inputs_and_gradients(trace, telling), forward(trace, selection), set(math::name_of(output)),
      set(math::equation({math::gradient(trace, output), math::number(output.grad)})),
      backward(trace, selection), remark.empty() ? "" : "\n> Take care: " + remark + "\n");
}

}  // namespace stepgrad
