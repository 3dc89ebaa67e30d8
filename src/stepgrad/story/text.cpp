// The story of a trace for a terminal.
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/story/narration.hpp>
#include <stepgrad/story/words.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_gradients = 60;
constexpr std::size_t longest_formula = 2000;  // a longer one is not repeated

/// Lines for a terminal: wrapped at its width, coloured if wished.
class Page {
 public:
  explicit Page(const Telling& telling) : telling_(telling) {}

  std::string bold(std::string_view text) const { return color("1", text); }
  std::string value(double number) const { return color("32", shown(number)); }
  std::string gradient(double number) const { return color("31", shown(number)); }
  std::string dim(std::string_view text) const { return color("2", text); }

  /// A paragraph whose later lines are indented by `indent`.
  void line(std::string_view text, std::size_t indent) {
    text_ += wrapped(text, telling_.width, indent);
  }
  void gap() { text_ += '\n'; }
  std::string finish() && { return std::move(text_); }

 private:
  std::string color(std::string_view code, std::string_view text) const {
    return telling_.color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }

  const Telling& telling_;
  std::string text_;
};

void tell_inputs(Page& page, const Trace& trace) {
  std::vector<std::string> inputs;
  for (const Trace::Node& node : trace.nodes)
    if (node.kind == Trace::Kind::input && inputs.size() < most_gradients)
      inputs.push_back(fmt::format("{} = {}", node.name, page.value(node.value)));
  if (!trace.formula.empty() && trace.formula.size() < longest_formula)
    for (const std::string_view line : split(trace.formula, '\n')) page.line(page.bold(line), 2);
  if (!inputs.empty()) page.line(fmt::format("with {}", fmt::join(inputs, ", ")), 5);
}

std::string left_out(std::size_t count, std::string_view what) {
  return fmt::format(
      "  ... {} {}{} left out: --all tells everything, --only NAME what concerns a name", count,
      what, count == 1 ? "" : "s");
}

std::string unused(const Page& page, const Trace& trace, const Trace::Node& node) {
  if (node.reached) return "";
  return page.dim(fmt::format("   ({} does not use it)", trace.node(trace.output).name));
}

void tell_forward(Page& page, const Trace& trace, const Selection& selection) {
  page.line(page.bold("Forward: every value from the ones before it"), 2);
  if (selection.operations_left_out > 0 && !selection.by_name)
    page.line(page.dim(left_out(selection.operations_left_out, "operation")), 6);
  for (const Id id : selection.operations) {
    const Trace::Node& node = trace.node(id);
    const std::string line = fmt::format(
        "  {} = {}", equation({node.name, in_names(trace, node), in_numbers(trace, node)}),
        page.value(node.value));
    page.line(line + unused(page, trace, node), 6);
  }
  if (trace.nodes[trace.output].row == nullptr)
    page.line(fmt::format("  {} = {}", trace.nodes[trace.output].name,
                          page.value(trace.nodes[trace.output].value)),
              6);
}

void tell_step(Page& page, const Trace& trace, std::size_t index, const Paths& ways,
               std::size_t number_width) {
  const Step& step = trace.steps[index];
  const Trace::Node& from = trace.node(step.from);
  const Trace::Node& to = trace.node(step.to);
  const std::size_t indent = number_width + 4;
  std::string rule =
      fmt::format("  {:>{}}  {} = {}: its slope in {} is {}", index + 1, number_width, from.name,
                  in_names(trace, from), to.name, slope_equation(trace, step));
  if (const std::string kink = kink_remark(trace, from); !kink.empty())
    rule += fmt::format(" ({})", kink);
  page.line(rule + ".", indent + 2);

  const std::string product =
      fmt::format("{} * {} = {} * {}", gradient_name(trace, from), operand(step.local),
                  shown(step.upstream), operand(step.local));
  const int order = ways.order[index], all = ways.into[step.to];
  const double before = ways.before[index];
  const std::string name = gradient_name(trace, to);
  page.line(all == 1 ? fmt::format("{:{}}{} = {} = {}", "", indent, name, product,
                                   page.gradient(step.contribution))
                     : fmt::format("{:{}}path {} of {} into {}: {} = {}", "", indent, order, all,
                                   to.name, product, page.gradient(step.contribution)),
            indent + 2);
  if (order > 1 || before != 0)
    page.line(
        fmt::format("{:{}}{}{} = {} + {} = {}", "", indent, name, order < all ? " so far" : "",
                    shown(before), operand(step.contribution), page.gradient(step.total)),
        indent + 2);
}

void tell_backward(Page& page, const Trace& trace, const Selection& selection) {
  const Trace::Node& output = trace.node(trace.output);
  page.line(page.bold(fmt::format("Backward: from {0} to its inputs. It starts with d{0}/d{0} = 1",
                                  output.name)),
            2);
  const Paths ways = paths(trace);
  const std::size_t number_width = fmt::formatted_size("{}", trace.steps.size());
  for (const std::size_t index : selection.steps) tell_step(page, trace, index, ways, number_width);
  if (trace.steps.empty()) page.line("  nothing to do: no operation leads to an input", 2);
  if (selection.steps_left_out > 0 && !selection.by_name)
    page.line(page.dim(left_out(selection.steps_left_out, "step")), 6);
}

void tell_gradients(Page& page, const Trace& trace, const Telling& telling) {
  std::vector<const Trace::Node*> told;
  for (const Trace::Node& node : trace.nodes) {
    const bool asked =
        std::find(telling.only.begin(), telling.only.end(), node.name) != telling.only.end();
    if (telling.only.empty() ? node.kind == Trace::Kind::input : asked) told.push_back(&node);
  }
  page.line(page.bold(fmt::format("Gradients: how much {} changes for each unit of an input",
                                  trace.node(trace.output).name)),
            2);
  if (told.empty()) page.line("  there is no input", 2);
  std::size_t wide = 0;
  for (const Trace::Node* node : told) wide = std::max(wide, columns(gradient_name(trace, *node)));
  wide = std::min<std::size_t>(wide, 40);
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (i == most_gradients) {
      page.line(
          page.dim(fmt::format("  ... and {} more: --format json has them all", told.size() - i)),
          6);
      break;
    }
    const std::string name = gradient_name(trace, *told[i]);
    const std::string padding(wide - std::min(wide, columns(name)), ' ');
    const std::string check = checked(telling, *told[i]);
    page.line(fmt::format("  {}{} = {}{}{}{}", name, padding, page.gradient(told[i]->grad),
                          check.empty() ? "" : "   ", check, unused(page, trace, *told[i])),
              6);
  }
}

}  // namespace

std::string text(const Trace& trace, const Telling& telling) {
  const Selection selection = select(trace, telling);
  Page page(telling);
  tell_inputs(page, trace);
  page.gap();
  tell_forward(page, trace, selection);
  page.gap();
  tell_backward(page, trace, selection);
  page.gap();
  tell_gradients(page, trace, telling);
  if (const std::string remark = non_finite_remark(trace); !remark.empty()) {
    page.gap();
    page.line(page.bold("Take care: ") + remark, 2);
  }
  return std::move(page).finish();
}

}  // namespace stepgrad
