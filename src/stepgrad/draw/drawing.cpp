#include <stepgrad/draw/drawing.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/folding.hpp>
#include <stepgrad/story/story.hpp>

namespace stepgrad {
namespace {

std::string drawn(double number) { return shown(number, drawn_digits); }

std::size_t drawn_columns(double number) { return columns(drawn(number)); }

/// Draws one moment of a trace: `done` of its steps have been made.
class Draughtsman {
 public:
  Draughtsman(const Trace& trace, std::optional<std::size_t> step)
      : trace_(trace),
        paths_(paths(trace)),
        first_bad_(first_non_finite(trace)),
        folding_(fold(trace)),
        done_(step.value_or(trace.steps.size())),
        step_by_step_(step.has_value()),
        gradient_(trace.nodes.size()),
        gets_share_(trace.nodes.size()),
        columns_(trace.nodes.size()),
        place_(trace.nodes.size()),
        times_drawn_(trace.nodes.size()),
        step_along_(trace.nodes.size()) {}

  Drawing drawing() && {
    find_gradients();
    find_steps();
    std::vector<bool> is_operand(trace_.nodes.size());
    for (const Trace::Node& node : trace_.nodes)
      for (const Id operand : node.operands) is_operand[operand] = true;
    for (const Trace::Node& node : trace_.nodes)
      if (!node.row && (!is_operand[node.id] || !is_repeated(node))) place_[node.id] = add(node);
    for (const Id id : operations_by_row()) add_operation(trace_.node(id));
    drawing_.folded = folding_.rows > 1;
    if (step_by_step_) drawing_.caption = caption();
    return std::move(drawing_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// The gradients so far, and the room that the widest of all steps takes.
  void find_gradients() {
    gradient_[trace_.output] = trace_.node(trace_.output).grad;
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
      const Step& step = trace_.steps[i];
      if (i < done_) gradient_[step.to] = step.total;
      gets_share_[step.to] = true;
      columns_[step.to] = std::max(columns_[step.to], drawn_columns(step.total));
    }
    for (const Trace::Node& node : trace_.nodes) {
      if (!node.reached && !step_by_step_ && !is_constant(node)) gradient_[node.id] = node.grad;
      if (!is_constant(node))
        columns_[node.id] = std::max(columns_[node.id], drawn_columns(node.grad));
    }
  }

  void find_steps() {
    for (const Trace::Node& node : trace_.nodes)
      step_along_[node.id].resize(node.operands.size(), none);
    for (std::size_t i = 0; i < trace_.steps.size(); ++i)
      step_along_[trace_.steps[i].from][static_cast<std::size_t>(trace_.steps[i].operand)] = i;
  }

  /// A constant, or what is computed from constants alone: no step leads to it.
  bool is_constant(const Trace::Node& node) const {
    if (node.kind == Trace::Kind::constant) return node.id != trace_.output;
    return node.reached && !gets_share_[node.id] && node.id != trace_.output;
  }

  const Step* last_step() const {
    return step_by_step_ && done_ > 0 ? &trace_.steps[done_ - 1] : nullptr;
  }

  std::size_t add(const Trace::Node& node) {
    const std::size_t time = ++times_drawn_[node.id];
    const bool makes = node.row && time == 1;
    drawing_.nodes.push_back({
        .id = time == 1 ? fmt::format("n{}", node.id) : fmt::format("n{}_{}", node.id, time),
        .name = node.kind == Trace::Kind::constant ? "" : drawn_name(node.name),
        .named = node.named,
        .gate = !makes                   ? ""
              : node.row->symbol.empty() ? std::string(node.row->name)
                                         : std::string(node.row->symbol),
        .value = node.value,
        .gradient = gradient_[node.id],
        .gradient_columns = columns_[node.id],
        .constant = is_constant(node),
        .reached = node.reached,
        .at_kink = at_kink(trace_, node),
        .breaks_down = first_bad_ && !first_bad_->step && first_bad_->node == node.id,
        .again = node.row && !makes,
        .about = about(node),
    });
    return drawing_.nodes.size() - 1;
  }

  std::string about(const Trace::Node& node) const {
    if (node.kind == Trace::Kind::constant)
      return fmt::format("the constant {}", exact(node.value));
    const Story::Node told = tell(trace_, node);
    std::string text = printable(as_formula(told.rule()));
    text += " = " + exact(node.value);
    if (const auto gradient = gradient_[node.id])
      text += fmt::format("\n{} = {}", printable(as_formula(told.gradient)), exact(*gradient));
    if (!told.kink.empty()) text += "\n" + printable(set(told.kink, as_formula));
    if (!node.reached) text += "\nthe output does not depend on it";
    return text;
  }

  /// Is it drawn for every use, rather than once?
  bool is_repeated(const Trace::Node& leaf) const {
    return leaf.kind == Trace::Kind::constant || folding_.repeats_inputs;
  }

  std::vector<Id> operations_by_row() const {
    std::vector<Id> operations;
    for (const Trace::Node& node : trace_.nodes)
      if (node.row) operations.push_back(node.id);
    std::stable_sort(operations.begin(), operations.end(),
                     [&](Id a, Id b) { return folding_.row[a] < folding_.row[b]; });
    return operations;
  }

  /// The operation, after what is drawn for it alone and before the edges into it.
  void add_operation(const Trace::Node& node) {
    std::vector<std::size_t> operands;
    for (const Id id : node.operands) {
      const Trace::Node& operand = trace_.node(id);
      const bool elsewhere = operand.row && folding_.row[id] != folding_.row[node.id];
      const bool again = operand.row ? elsewhere : is_repeated(operand);
      if (elsewhere) drawing_.nodes[place_[id]].named = true;
      operands.push_back(again ? add(operand) : place_[id]);
    }
    place_[node.id] = add(node);
    for (std::size_t i = 0; i < operands.size(); ++i)
      if (const std::size_t step = step_along_[node.id][i]; step != none)
        add_step(step, operands[i], place_[node.id]);
      else
        drawing_.edges.push_back({.id = fmt::format("e{}-{}", node.id, i + 1),
                                  .from = operands[i],
                                  .to = place_[node.id]});
  }

  void add_step(std::size_t index, std::size_t from, std::size_t to) {
    const Step& step = trace_.steps[index];
    const bool paths_meet = paths_[index].of > 1;
    Drawing::Edge edge{
        .id = fmt::format("e{}", index + 1),
        .from = from,
        .to = to,
        .local = step.local,
        .contribution_columns = paths_meet ? drawn_columns(step.contribution) : 0,
        .lit = &step == last_step(),
        .about = fmt::format("step {}: local derivative {}", index + 1, exact(step.local)),
    };
    if (index < done_) {
      if (paths_meet) edge.contribution = step.contribution;
      edge.about += fmt::format("\n{} * {} = {}", exact(step.upstream), exact(step.local),
                                exact(step.contribution));
      if (paths_meet) edge.about += fmt::format(", and {} in all", exact(step.total));
    }
    if (edge.lit) drawing_.nodes[from].lit = drawing_.nodes[to].lit = true;
    drawing_.edges.push_back(std::move(edge));
  }

  std::string caption() const {
    std::string text = fmt::format("step {} of {}", done_, trace_.steps.size());
    if (done_ == 0) return text;
    const Step& step = *last_step();
    const Trace::Node& to = trace_.node(step.to);
    text += fmt::format(":  {}{} * {} = {}", to.named ? drawn_name(to.name) + " gets " : "",
                        drawn(step.upstream), drawn(step.local), drawn(step.contribution));
    if (paths_[done_ - 1].order > 1) text += fmt::format(", and has {} in all", drawn(step.total));
    return text;
  }

  const Trace& trace_;
  const std::vector<Path> paths_;  // by step
  const std::optional<NonFinite> first_bad_;
  const Folding folding_;
  const std::size_t done_;
  const bool step_by_step_;
  std::vector<std::optional<double>> gradient_;
  std::vector<bool> gets_share_;  // by node: does a step lead into it?
  std::vector<std::size_t> columns_;
  std::vector<std::size_t> place_, times_drawn_;
  std::vector<std::vector<std::size_t>> step_along_;  // by result and operand: the step, or none
  Drawing drawing_;
};

}  // namespace

std::string drawn_name(std::string_view name) { return shortened(printable(name), 24); }

void check_step(std::optional<std::size_t> step, std::size_t steps) {
  if (step > steps)
    throw Error(
        fmt::format("there is no step {}", *step), "",
        fmt::format("The backward pass has {}; 0 shows how it starts.", counted(steps, "step")));
}

Drawing drawing(const Trace& trace, std::optional<std::size_t> step) {
  check_step(step, trace.steps.size());
  return Draughtsman(trace, step).drawing();
}

Drawing drawing_to_fill_in(const Trace& trace) {
  constexpr std::size_t room = 8;
  Drawing blank = drawing(trace);
  for (Drawing::Node& node : blank.nodes) {
    if (!node.gate.empty() || node.again) {
      node.value.reset();
      node.named = true;
    }
    node.gradient.reset();
    node.gradient_columns = room;
    node.at_kink = node.breaks_down = false;
    node.about = node.name;
  }
  for (Drawing::Edge& edge : blank.edges) {
    edge.local.reset();
    edge.contribution.reset();
    edge.contribution_columns = 0;
    edge.about.clear();
  }
  return blank;
}

}  // namespace stepgrad
