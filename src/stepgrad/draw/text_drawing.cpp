#include <stepgrad/draw/text_drawing.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
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
  std::string label = {};  // with the branches before it
  std::string value = {}, gradient = {}, share = {};
  bool again = false;  // does the node stand further up already?
  bool lit = false;    // was its share just handed on?
};

class Tree {
 public:
  Tree(const Trace& trace, const TextLook& look)
      : trace_(trace), done_(look.step.value_or(trace.steps.size())), look_(look) {
    if (done_ > trace.steps.size())
      throw Error(fmt::format("there is no step {}", done_), "",
                  fmt::format("The backward pass has {} steps.", trace.steps.size()));
    gradient_.resize(trace.nodes.size());
    gradient_[trace.output] = 1;
    for (std::size_t i = 0; i < done_; ++i) gradient_[trace.steps[i].to] = trace.steps[i].total;
    drawn_.resize(trace.nodes.size());
    draw(trace.output, "", "", std::nullopt);
  }

  const std::vector<Line>& lines() const { return lines_; }

 private:
  /// Draws a node and what it is made of; `step` is the step into it along this use.
  void draw(Id id, const std::string& before, const std::string& below,
            std::optional<std::size_t> step) {
    const Trace::Node& node = trace_.node(id);
    Line line{.label = before + (drawn_[id] ? node.name : name(node))};
    if (step && *step < done_) {
      const Step& share = trace_.steps[*step];
      line.share =
          write_operation(op::mul, std::array{written_atom(shown(share.upstream, drawn_digits)),
                                              written_number(share.local)})
              .text;
      line.lit = look_.step && *step + 1 == done_;
    }
    line.again = drawn_[id];
    if (!line.again) line.value = shown(node.value, drawn_digits);
    if (!line.again && gradient_[id]) line.gradient = shown(*gradient_[id], drawn_digits);
    const bool first = !drawn_[id];
    drawn_[id] = true;
    lines_.push_back(std::move(line));
    if (!first || lines_.size() > most_lines) return;
    const auto is_drawn = [&](Id operand) {
      return trace_.node(operand).kind != Trace::Kind::constant;
    };
    const auto left = [&](std::size_t i) {
      return std::any_of(node.operands.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                         node.operands.end(), is_drawn);
    };
    for (std::size_t i = 0; i < node.operands.size(); ++i) {
      if (!is_drawn(node.operands[i])) continue;
      const bool last = !left(i);
      draw(node.operands[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "),
           step_along(id, static_cast<int>(i)));
    }
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

std::string padded_left(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + text;
}

std::string colored(bool wanted, std::string_view code, const std::string& text) {
  return wanted ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

/// Without the blanks at its end.
std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

std::string text_drawing(const Trace& trace, const TextLook& look) {
  const Tree tree(trace, look);
  std::size_t label = 0, value = columns("value"), gradient = columns("gradient");
  for (const Line& line : tree.lines()) {
    label = std::max(label, columns(line.label) + (line.again ? columns(" (again)") : 0));
    value = std::max(value, columns(line.value));
    gradient = std::max(gradient, columns(line.gradient));
  }
  const auto row = [&](const Line& line, const std::string& name) {
    std::string text = name + std::string(label - columns(line.label), ' ');
    if (line.again) text = name + " (again)" + std::string(label - columns(line.label) - 8, ' ');
    text += "  " + colored(look.color, "32", padded_left(line.value, value));
    if (!look.gradients) return trimmed(text);
    text += "  " + colored(look.color, "31", padded_left(line.gradient, gradient));
    return trimmed(text + "  " + line.share + (line.lit ? "  ◀" : ""));
  };
  const bool has_shares = look.gradients && !trace.steps.empty();
  Line head{
      .value = "value", .gradient = "gradient", .share = has_shares ? "upstream * slope" : ""};
  std::string text = row(head, "");
  for (const Line& line : tree.lines()) text += row(line, line.label);
  return text;
}

bool is_too_large_for_text(const Trace& trace) {
  std::size_t uses = 1;
  for (const Trace::Node& node : trace.nodes)
    if (node.reached) uses += node.operands.size();
  return uses > most_lines;
}

}  // namespace stepgrad
