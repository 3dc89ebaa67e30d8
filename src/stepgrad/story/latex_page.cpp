#include <stepgrad/story/latex_page.hpp>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/latex.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_inputs = 60;  // listed at the beginning

std::string set(const Sentence& sentence) { return set(sentence, latex_inline); }

/// Rows of align* environments, with lines of text between them. (\intertext would keep the signs of
/// equality in one column, but only LaTeX knows it.)
class Rows {
 public:
  explicit Rows(double line) : line_(line) {}

  void add(const Math& equation, std::string_view end = "") {
    if (!rows_.empty()) rows_ += " \\\\\n";
    rows_ += latex_row(equation, line_, end);
  }

  /// A line of text between two rows, or above the first.
  void say(std::string_view sentence) {
    finish_rows();
    text_ += fmt::format("\\par\\medskip\\noindent {}\n", sentence);
  }

  std::string finish() {
    finish_rows();
    return text_;
  }

 private:
  void finish_rows() {
    if (!rows_.empty()) text_ += latex_align(rows_);
    rows_.clear();
  }

  double line_;
  std::string text_, rows_;
};

std::string left_out(std::size_t count, std::string_view what) {
  return count == 0 ? "" : counted(count, what) + " left out.\n\n";
}

std::string the_formula(const Story& story, double line) {
  Rows rows(line);
  for (const Math& equation : story.statements) rows.add(equation);
  std::vector<std::string> inputs;
  for (const Story::Node& input : story.inputs)
    if (inputs.size() < most_inputs) inputs.push_back(latex_inline(input.computation()));
  if (story.inputs.size() > most_inputs)
    inputs.push_back(fmt::format("{} more", story.inputs.size() - most_inputs));
  return rows.finish() + (inputs.empty() ? "" : fmt::format("with {}.\n", listed(inputs)));
}

std::string forward(const Story& story, double line) {
  Rows rows(line);
  for (const Story::Node& node : story.forward) rows.add(node.computation());
  const std::string branches = set(story.branches, latex_inline);
  return "Every value comes from the ones before it.\n" +
         (branches.empty() ? "" : branches + "\n") +
         left_out(story.operations_left_out, "operation") + rows.finish();
}

/// ∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · (1 - q²) = … = -4, from names to numbers.
Math whole(const Story::Step& step) {
  std::vector<Math> sides;
  if (step.path.of == 1) sides.push_back(step.gradient);
  sides.push_back(step.share_in_names);
  if (step.has_rule) {
    sides.push_back(math::product(step.upstream_number, step.rule_in_names));
    sides.push_back(math::product(step.upstream_number, step.rule_in_numbers));
  }
  sides.push_back(step.share_in_numbers);
  sides.push_back(step.contribution);
  return math::equation(sides);
}

/// What stands above the steps through one operation.
std::string through(const Story::Step& step) {
  return fmt::format("Through {} arrives {}{}:", latex_inline(step.through),
                     latex_inline(math::equation({step.upstream, step.upstream_number})),
                     step.kink.empty() ? "" : "; " + set(step.kink));
}

/// What stands behind a step: what is said of its slope, and its number.
std::string behind(const Story::Step& step) {
  const std::string tag = fmt::format(" \\tag{{{}}}", step.number);
  if (step.has_rule) return tag;
  return fmt::format(
      ",\\ \\text{{for {}, {} is taken}}{}",
      latex_inline(math::equation({step.rule_in_names, step.rule_in_numbers, step.rule_number})),
      latex_inline(step.local_number), tag);
}

std::string steps(const Story& story, double line) {
  Rows rows(line);
  std::optional<Id> through_which;
  for (const Story::Step& step : story.backward) {
    if (through_which != step.from) rows.say(through(step));
    through_which = step.from;
    rows.add(whole(step), behind(step));
    if (step.adds()) rows.add(step.so_far());
  }
  return rows.finish();
}

std::string backward(const Story& story, double line) {
  if (story.steps == 0) return "There is nothing to do: no operation leads to an input.\n";
  const std::string remark = set(numbered_slope_remark(story.backward));
  return fmt::format(
      "It starts at the output with {}. Each line is the chain rule once: the gradient that "
      "arrives times the slope.{}{}\n{}\n{}",
      latex_inline(story.output.result()), remark.empty() ? "" : " ", remark,
      left_out(story.steps_left_out, "step"), steps(story, line));
}

std::string gradients(const Story& story, double line) {
  std::string rows;
  double used = 0;
  for (const Story::Node& input : story.inputs) {
    const double wide = breadth(input.gradient) + breadth(input.gradient_number) + 3;
    if (!rows.empty()) rows += used + wide > line ? " \\\\\n" : " &\n";
    used = used + wide > line ? wide : used + wide;
    rows += fmt::format("{} &= {}", as_latex(input.gradient), as_latex(input.gradient_number));
  }
  return rows.empty() ? "There is no input.\n" : latex_align(rows);
}

}  // namespace

std::string as_latex(const Trace& trace, const Telling& telling, const Paper& paper) {
  const Story story = stepgrad::story(trace, telling);
  const double line = paper.standalone ? own_line : narrow_line;
  const std::string remark = set(story.non_finite);
  const std::string body = fmt::format(
      "\\begingroup\\allowdisplaybreaks\n\\section*{{The gradient of {}, step by step}}\n"
      "{}{}\n\\subsection*{{Forward}}\n{}\n"
      "\\subsection*{{Backward}}\n{}\n\\subsection*{{Gradients}}\n{}{}\\endgroup\n",
      latex_inline(story.output.name), the_formula(story, line),
      paper.diagram.empty() ? "" : latex_picture(paper.diagram), forward(story, line),
      backward(story, line), gradients(story, line),
      remark.empty() ? "" : fmt::format("\n\\paragraph{{Take care.}} {}\n", remark));
  return paper.standalone ? latex_document(body) : "% needs amsmath\n" + body;
}

}  // namespace stepgrad
