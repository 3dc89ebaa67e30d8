#include <stepgrad/story/markdown_page.hpp>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/markdown.hpp>

namespace stepgrad {
namespace {

std::string set_markdown(const Math& math) { return markdown_inline(math); }
std::string set_markdown(const Sentence& sentence) { return set(sentence, markdown_inline); }

std::string heading(const Story& story) {
  if (story.formula.empty()) return fmt::format("# {}\n", set_markdown(story.output.name));
  if (story.formula.find('\n') == std::string::npos)
    return fmt::format("# {}\n", markdown_code(story.formula));
  return fmt::format("# {}\n\n```text\n{}\n```\n", set_markdown(story.output.name), story.formula);
}

/// The formula in mathematics, unless it is very long.
std::string the_formula(const Story& story) {
  std::string text;
  for (const Math& equation : story.statements) text += "\n" + markdown_block(equation);
  return text;
}

std::string left_out_line(std::size_t count, std::string_view what) {
  if (count == 0) return "";
  return fmt::format("\n{} left out.\n", counted(count, what));
}

std::string inputs_and_gradients(const Story& story, bool is_checked) {
  std::string table = is_checked ? "| input | value | gradient | check |\n|---|---:|---|---|\n"
                                 : "| input | value | gradient |\n|---|---:|---|\n";
  for (const Story::Node& input : story.inputs)
    table += fmt::format("| {} | {} | {} |{}\n", set_markdown(input.name), as_formula(input.value),
                         set_markdown(input.result()),
                         is_checked ? fmt::format(" {} |", input.check) : "");
  return table;
}

std::string forward_table(const Story& story) {
  std::string table = "| result | is | in numbers | value |\n|---|---|---|---:|\n";
  for (const Story::Node& node : story.forward)
    table += fmt::format("| {} | {} | {} | **{}** |\n", set_markdown(node.name),
                         set_markdown(node.in_names), set_markdown(node.in_numbers),
                         as_formula(node.value));
  const std::string branches = set_markdown(story.branches);
  return table + left_out_line(story.operations_left_out, "operation") +
         (branches.empty() ? "" : "\n" + branches + "\n");
}

std::string row(const Story::Step& step) {
  const Math share =
      math::equation({step.share_in_names, step.share_in_numbers, step.contribution});
  return fmt::format("| {} | {} | {}{} | {} | {} |\n", step.number, set_markdown(step.through),
                     set_markdown(step.slope()),
                     step.kink.empty() ? "" : fmt::format(" ({})", set_markdown(step.kink)),
                     set_markdown(share), set_markdown(step.so_far()));
}

std::string backward_table(const Story& story) {
  std::string table =
      "| step | through | slope | upstream × slope | gradient so far |\n|---:|---|---|---|---|\n";
  for (const Story::Step& step : story.backward) table += row(step);
  const std::string remark = set_markdown(numbered_slope_remark(story.backward));
  return table + left_out_line(story.steps_left_out, "step") +
         (remark.empty() ? "" : "\n" + remark + "\n");
}

}  // namespace

std::string as_markdown(const Trace& trace, const Telling& telling, const std::string& diagram) {
  const Story story = stepgrad::story(trace, telling);
  const std::string remark = set_markdown(story.non_finite);
  return fmt::format(
      "{}{}\n{} = **{}**\n\n{}{}\n## Forward\n\nEvery value from the ones before it.\n\n{}\n## "
      "Backward\n\nFrom {} to its inputs, starting with {}. Each step multiplies the gradient that "
      "arrives (upstream) by the slope.\n\n{}{}",
      heading(story), the_formula(story), set_markdown(story.output.name),
      as_formula(story.output.value),
      diagram.empty() ? "" : markdown_picture("The diagram", diagram) + "\n",
      inputs_and_gradients(story, telling.check.has_value()), forward_table(story),
      set_markdown(story.output.name), set_markdown(story.output.result()), backward_table(story),
      remark.empty() ? "" : "\n> Take care: " + remark + "\n");
}

}  // namespace stepgrad
