#include <stepgrad/story/latex.hpp>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/story/latex_pieces.hpp>
#include <stepgrad/story/mathematics.hpp>
#include <stepgrad/story/remarks.hpp>
#include <stepgrad/story/slopes.hpp>

namespace stepgrad {
namespace {

using math::In;

constexpr std::size_t most_inputs = 60;  // listed at the beginning

/// The rows of an align* environment, with lines of text between them.
class Rows {
 public:
  explicit Rows(double line) : line_(line) {}

  void add(const Math& equation, std::string_view end = "") {
    if (!text_.empty()) text_ += said_ ? "\n" : " \\\\\n";
    said_ = false;
    text_ += latex_row(equation, line_, end);
  }

  /// A line of text between two rows, or above the first.
  void say(std::string_view sentence) {
    if (text_.empty())
      above_ = fmt::format("\\par\\medskip\\noindent {}\n", sentence);
    else
      text_ += fmt::format("\n\\intertext{{{}}}", sentence);
    said_ = true;
  }

  std::string finish() const { return above_ + latex_align(text_); }

 private:
  double line_;
  std::string above_, text_;
  bool said_ = false;
};

std::string left_out(std::size_t count, std::string_view what) {
  return count == 0 ? "" : fmt::format("{} {}{} left out.\n\n", count, what, count == 1 ? "" : "s");
}

std::string the_formula(const Trace& trace, double line) {
  Rows rows(line);
  for (const Math& equation : math::statements(trace)) rows.add(equation);
  std::vector<std::string> inputs;
  std::size_t more = 0;
  for (const Trace::Node& node : trace.nodes)
    if (node.kind == Trace::Kind::input && inputs.size() == most_inputs)
      ++more;
    else if (node.kind == Trace::Kind::input)
      inputs.push_back(
          latex_inline(math::equation({math::name_of(node), math::number(node.value)})));
  if (more > 0) inputs.push_back(fmt::format("{} more", more));
  return rows.finish() + (inputs.empty() ? "" : fmt::format("with {}.\n", listed(inputs)));
}

std::string forward(const Trace& trace, const Selection& selection, double line) {
  Rows rows(line);
  for (const Id id : selection.operations) rows.add(math::forward(trace, trace.node(id)));
  return "Every value comes from the ones before it.\n" +
         left_out(selection.operations_left_out, "operation") + rows.finish();
}

/// ∂f/∂x = ∂f/∂q · ∂q/∂x = -4 · (1 - q²) = … = -4, from names to numbers.
Math whole_step(const Trace& trace, std::size_t index, const Paths& ways) {
  const Step& step = trace.steps[index];
  const Math upstream = math::number(step.upstream);
  std::vector<Math> sides;
  if (ways.into[step.to] == 1 && !math::adds(index, ways))
    sides.push_back(math::gradient(trace, trace.node(step.to)));
  sides.push_back(math::share(trace, step, In::names));
  sides.push_back(math::product(upstream, math::rule(trace, step, In::names)));
  if (!outdoes_its_rule(trace, step))
    sides.push_back(math::product(upstream, math::rule(trace, step, In::numbers)));
  sides.push_back(math::share(trace, step, In::numbers));
  sides.push_back(math::number(step.contribution));
  return math::equation(sides);
}

/// What stands above the steps through one operation.
std::string through(const Trace& trace, const Step& step) {
  const Trace::Node& from = trace.node(step.from);
  const std::string kink = kink_remark(trace, from, latex_inline);
  return fmt::format(
      "Through {} arrives {}{}:",
      latex_inline(
          math::equation({math::name_of(from), math::computation(trace, from, In::names)})),
      latex_inline(math::equation({math::gradient(trace, from), math::number(step.upstream)})),
      kink.empty() ? "" : "; " + kink);
}

std::string steps(const Trace& trace, const Selection& selection, double line) {
  const Paths ways = paths(trace);
  Rows rows(line);
  std::optional<Id> through_which;
  for (const std::size_t index : selection.steps) {
    const Step& step = trace.steps[index];
    if (through_which != step.from) rows.say(through(trace, step));
    through_which = step.from;
    const std::string remark = rule_remark(trace, step, latex_inline);
    rows.add(whole_step(trace, index, ways),
             fmt::format("{} \\tag{{{}}}", remark.empty() ? "" : ",\\ \\text{" + remark + "}",
                         index + 1));
    if (math::adds(index, ways)) rows.add(math::total(trace, index, ways));
  }
  return rows.finish();
}

std::string backward(const Trace& trace, const Selection& selection, double line) {
  const Trace::Node& output = trace.node(trace.output);
  if (trace.steps.empty()) return "There is nothing to do: no operation leads to an input.\n";
  const std::string remark =
      numbered_slope_remark(numbered_slope(trace, selection.steps), latex_inline);
  return fmt::format(
      "It starts at the output with {}. Each line is the chain rule once: the gradient that "
      "arrives times the slope.{}{}\n{}\n{}",
      latex_inline(math::equation({math::gradient(trace, output), math::number(output.grad)})),
      remark.empty() ? "" : " ", remark, left_out(selection.steps_left_out, "step"),
      steps(trace, selection, line));
}

std::string gradients(const Trace& trace, double line) {
  std::string rows;
  double used = 0;
  for (const Trace::Node& node : trace.nodes) {
    if (node.kind != Trace::Kind::input) continue;
    const Math left = math::gradient(trace, node), right = math::number(node.grad);
    const double wide = breadth(left) + breadth(right) + 3;
    if (!rows.empty()) rows += used + wide > line ? " \\\\\n" : " &\n";
    used = used + wide > line ? wide : used + wide;
    rows += fmt::format("{} &= {}", latex(left), latex(right));
  }
  return rows.empty() ? "There is no input.\n" : latex_align(rows);
}

}  // namespace

std::string latex(const Trace& trace, const Telling& telling, const Paper& paper) {
  const Selection selection = select(trace, telling);
  const double line = paper.standalone ? own_line : narrow_line;
  const std::string remark = non_finite_remark(trace, latex_inline);
  const std::string body = fmt::format(
      "\\begingroup\\allowdisplaybreaks\n\\section*{{The gradient of {}, step by "
      "step}}\n{}{}\n\\subsection*{{Forward}}\n{}\n"
      "\\subsection*{{Backward}}\n{}\n\\subsection*{{Gradients}}\n{}{}\\endgroup\n",
      latex_inline(math::name_of(trace.node(trace.output))), the_formula(trace, line),
      paper.diagram.empty() ? "" : latex_picture(paper.diagram), forward(trace, selection, line),
      backward(trace, selection, line), gradients(trace, line),
      remark.empty() ? "" : fmt::format("\n\\paragraph{{Take care.}} {}\n", remark));
  return paper.standalone ? latex_document(body) : "% needs amsmath\n" + body;
}

}  // namespace stepgrad
