#include <stepgrad/draw/text_drawing.hpp>

#include <algorithm>
#include <array>
#include <numeric>
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
  std::size_t parent = 0;   // the line of what it is an operand of
};

/// The lines, below a head.
class Tree {
 public:
  Tree(const Trace& trace, const TextLook& look)
      : trace_(trace), done_(look.step.value_or(trace.steps.size())), look_(look) {
    gradient_.resize(trace.nodes.size());
    gradient_[trace.output] = 1;
    for (std::size_t i = 0; i < done_; ++i) gradient_[trace.steps[i].to] = trace.steps[i].total;
    place_.resize(trace.nodes.size());
    lines_.push_back({"", "value", "gradient", trace.steps.empty() ? "" : "upstream * slope"});
    draw(trace.output, "", "", std::nullopt, 0);
  }

  const std::vector<Line>& lines() const { return lines_; }

  /// The places of all lines, first those that the step is about: the head, where it goes and where
  /// it comes from, the way there from the output, and then the nearest.
  std::vector<std::size_t> by_interest() const {
    std::vector<std::size_t> places{0};
    std::size_t about = 1;
    if (!trace_.steps.empty()) {
      const bool ahead = done_ == 0 || (look_.asks && done_ < trace_.steps.size());
      const Step& step = trace_.steps[ahead ? done_ : done_ - 1];
      about = place_[step.to].value_or(1);
      places.insert(places.end(), {about, place_[step.from].value_or(1)});
    }
    for (std::size_t at = lines_[about].parent; at > 0; at = lines_[at].parent)
      places.push_back(at);
    std::vector<std::size_t> nearest(lines_.size());
    std::iota(nearest.begin(), nearest.end(), 0);
    std::ranges::stable_sort(nearest, {},
                             [&](std::size_t at) { return at > about ? at - about : about - at; });
    places.insert(places.end(), nearest.begin(), nearest.end());
    return places;
  }

 private:
  /// Draws a node and what it is made of; `step` is the step into it along this use.
  void draw(Id id, const std::string& before, const std::string& below,
            std::optional<std::size_t> step, std::size_t parent) {
    const Trace::Node& node = trace_.node(id);
    const std::size_t here = lines_.size();
    const bool again = place_[id].has_value();  // does it stand further up already?
    if (!again) place_[id] = here;
    Line line{.label = before + (again ? node.name + " (again)" : name(node)), .parent = parent};
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
           step_along(id, static_cast<int>(i)), here);
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
  std::vector<std::optional<std::size_t>> place_;  // of the line where a node stands
  std::vector<Line> lines_;
};

/// Which lines fit into so many, with a line for each gap.
std::vector<bool> fitting(const Tree& tree, std::size_t rows) {
  const std::size_t all = tree.lines().size();
  if (rows == 0 || all <= rows) return std::vector<bool>(all, true);
  std::vector<bool> kept(all, false);
  const auto taken = [&] {
    std::size_t lines = 0;
    for (std::size_t i = 0; i < all; ++i) lines += kept[i] || i == 0 || kept[i - 1];
    return lines;
  };
  for (const std::size_t place : tree.by_interest()) {
    const bool before = kept[place];
    kept[place] = true;
    if (taken() > rows) kept[place] = before;
  }
  return kept;
}

}  // namespace

std::string text_drawing(const Trace& trace, const TextLook& look) {
  check_step(look.step, trace.steps.size());
  const Tree tree(trace, look);
  const std::vector<bool> kept = fitting(tree, look.rows);
  std::size_t label = 0, value = 0, gradient = 0;
  for (const Line& line : tree.lines()) {
    label = std::max(label, columns(line.label));
    value = std::max(value, columns(line.value));
    gradient = std::max(gradient, columns(line.gradient));
  }
  std::string text;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const Line& line = tree.lines()[i];
    if (!kept[i]) {
      if (i == 0 || kept[i - 1]) text += "⋮\n";
      continue;
    }
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
