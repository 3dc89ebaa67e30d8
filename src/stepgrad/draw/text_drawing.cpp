#include <stepgrad/draw/text_drawing.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_lines = 30;
constexpr std::size_t broadest_label = 44;

/// A line of the drawing: a use of a node.
struct Line {
  std::string label;  // with the branches before it
  std::string value = {}, gradient = {}, share = {};
  bool unfinished = false;  // are shares of its gradient still to come?
};

/// The lines, below a head.
class Tree {
 public:
  Tree(const Trace& trace, const TextLook& look)
      : trace_(trace), done_(look.step.value_or(trace.steps.size())), look_(look) {
    gradient_.resize(trace.nodes.size());
    gradient_[trace.output] = 1;
    for (std::size_t i = 0; i < done_; ++i) gradient_[trace.steps[i].to] = trace.steps[i].total;
    drawn_.resize(trace.nodes.size());
    lines_.push_back({"", "value", "gradient", trace.steps.empty() ? "" : "upstream * slope"});
    draw(trace.output, "", "", std::nullopt);
  }

  const std::vector<Line>& lines() const { return lines_; }

 private:
  /// Draws a node and what it is made of; `step` is the step into it along this use.
  void draw(Id id, const std::string& before, const std::string& below,
            std::optional<std::size_t> step) {
    const Trace::Node& node = trace_.node(id);
    const bool again = drawn_[id];  // does it stand further up already?
    drawn_[id] = true;
    Line line{before + (again ? node.name + " (again)" : name(node))};
    if (step && *step < done_) {
      const Step& share = trace_.steps[*step];
      line.share =
          write_operation(op::mul, std::array{written_atom(shown(share.upstream, drawn_digits)),
                                              written_number(share.local)})
              .text;
      if (look_.step && *step + 1 == done_) line.share += "  ◀";  // it was just handed on
    }
    if (!again) line.value = shown(node.value, drawn_digits);
    if (!again) tell_gradient(id, line);
    lines_.push_back(std::move(line));
    if (again || lines_.size() > most_lines + 1) return;
    std::vector<std::size_t> drawn;  // operands: constants stand in the formula alone
    for (std::size_t i = 0; i < node.operands.size(); ++i)
      if (trace_.node(node.operands[i]).kind != Trace::Kind::constant) drawn.push_back(i);
    for (const std::size_t i : drawn) {
      const bool last = i == drawn.back();
      draw(node.operands[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "),
           step_along(id, static_cast<int>(i)));
    }
  }

  /// The sum so far, and a question mark for what the next step makes of it.
  void tell_gradient(Id id, Line& line) const {
    const auto later = std::span(trace_.steps).subspan(done_);
    line.unfinished = std::ranges::any_of(later, [&](const Step& step) { return step.to == id; });
    const bool asked = look_.asks && !later.empty() && later[0].to == id;
    if (gradient_[id]) line.gradient = shown(*gradient_[id], drawn_digits);
    if (asked)
      line.gradient += gradient_[id] ? " + ?" : "?";
    else if (line.unfinished && gradient_[id])
      line.gradient += " so far";
  }

  std::string name(const Trace::Node& node) const {
    return shortened(as_formula(tell(trace_, node).rule()), broadest_label);
  }

  std::optional<std::size_t> step_along(Id from, int operand) const {
    for (std::size_t i = 0; i < trace_.steps.size(); ++i)
      if (trace_.steps[i].from == from && trace_.steps[i].operand == operand) return i;
    return std::nullopt;
  }

  const Trace& trace_;
  const std::size_t done_;
  const TextLook& look_;
  std::vector<std::optional<double>> gradient_;
  std::vector<bool> drawn_;
  std::vector<Line> lines_;
};

}  // namespace

std::string text_drawing(const Trace& trace, const TextLook& look) {
  check_step(look.step, trace.steps.size());
  const Tree tree(trace, look);
  std::size_t label = 0, value = 0, gradient = 0;
  for (const Line& line : tree.lines()) {
    label = std::max(label, columns(line.label));
    value = std::max(value, columns(line.value));
    gradient = std::max(gradient, columns(line.gradient));
  }
  std::string text;
  for (const Line& line : tree.lines()) {
    text += line.label + std::string(label - columns(line.label), ' ') + "  " +
            colored("32", right_aligned(line.value, value), look.color);
    if (look.gradients)
      text += "  " +
              colored(line.unfinished ? "2;31" : "31", right_aligned(line.gradient, gradient),
                      look.color) +
              "  " + line.share;
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

bool is_too_large_for_text(const Trace& trace) {
  std::size_t uses = 1;
  for (const Trace::Node& node : trace.nodes)
    if (node.reached) uses += node.operands.size();
  return uses > most_lines;
}

}  // namespace stepgrad
