#include <stepgrad/story/text_page.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t most_gradients = 60;
constexpr std::size_t longest_formula = 2000;  // a longer one is not repeated

/// Lines for a terminal: wrapped at its width, coloured if wished.
class Page {
 public:
  explicit Page(const Telling& telling) : telling_(telling) {}

  std::string bold(std::string_view text) const { return colored("1", text, telling_.color); }
  std::string dim(std::string_view text) const { return colored("2", text, telling_.color); }
  std::string value(const Math& number) const {
    return colored("32", as_formula(number), telling_.color);
  }
  std::string gradient(const Math& number) const {
    return colored("31", as_formula(number), telling_.color);
  }

  /// A paragraph whose later lines are indented by `indent`.
  void line(std::string_view text, std::size_t indent) {
    text_ += wrapped(text, telling_.width, indent);
  }
  void gap() { text_ += '\n'; }
  std::string finish() && { return std::move(text_); }

 private:
  const Telling& telling_;
  std::string text_;
};

std::string set_text(const Sentence& sentence) { return set(sentence, as_formula); }

void tell_inputs(Page& page, const Story& story) {
  std::vector<std::string> inputs;
  for (const Story::Node& input : story.inputs)
    if (inputs.size() < most_gradients)
      inputs.push_back(fmt::format("{} = {}", as_formula(input.name), page.value(input.value)));
  if (!story.formula.empty() && story.formula.size() < longest_formula)
    for (const std::string_view line : split(story.formula, '\n')) page.line(page.bold(line), 2);
  if (!inputs.empty()) page.line(fmt::format("with {}", fmt::join(inputs, ", ")), 5);
}

void tell_left_out(Page& page, const Story& story, std::size_t count, std::string_view what) {
  if (count == 0 || story.by_name) return;
  page.line(page.dim(fmt::format(
                "  ... {} left out: --all tells everything, --only NAME what concerns a name",
                counted(count, what))),
            6);
}

std::string unused(const Page& page, const Story& story, const Story::Node& node) {
  if (node.used) return "";
  return page.dim(fmt::format("   ({} does not use it)", as_formula(story.output.name)));
}

void tell_forward(Page& page, const Story& story) {
  page.line(page.bold("Forward: every value from the ones before it"), 2);
  if (!story.branches.empty()) page.line("  " + set_text(story.branches), 4);
  tell_left_out(page, story, story.operations_left_out, "operation");
  for (const Story::Node& node : story.forward)
    page.line(fmt::format("  {} = {}{}",
                          as_formula(math::equation({node.name, node.in_names, node.in_numbers})),
                          page.value(node.value), unused(page, story, node)),
              6);
  if (story.output_is_given)
    page.line(
        fmt::format("  {} = {}", as_formula(story.output.name), page.value(story.output.value)), 6);
}

/// df/dx = df/dq * 1 = -4 * 1 = -4, or "path 1 of 2 into x: " in the place of df/dx.
std::string share(const Page& page, const Story::Step& step) {
  const Math product = math::product(step.upstream, step.local_number);
  const std::string left = step.path.of == 1
                             ? as_formula(step.gradient) + " ="
                             : fmt::format("path {} of {} into {}:", step.path.order, step.path.of,
                                           as_formula(step.name));
  return fmt::format("{} {} = {} = {}", left, as_formula(product),
                     as_formula(step.share_in_numbers), page.gradient(step.contribution));
}

void tell_step(Page& page, const Story::Step& step, std::size_t number_width) {
  const std::size_t indent = number_width + 4;
  page.line(fmt::format("  {:>{}}  {}: its slope in {} is {}{}.", step.number, number_width,
                        as_formula(step.through), as_formula(step.name), as_formula(step.slope()),
                        step.kink.empty() ? "" : fmt::format(" ({})", set_text(step.kink))),
            indent + 2);
  page.line(std::string(indent, ' ') + share(page, step), indent + 2);
  if (!step.adds()) return;
  page.line(fmt::format("{:{}}{}{} = {} = {}", "", indent, as_formula(step.gradient),
                        step.path.order < step.path.of ? " so far" : "", as_formula(step.sum()),
                        page.gradient(step.total)),
            indent + 2);
}

void tell_backward(Page& page, const Story& story) {
  page.line(page.bold(fmt::format("Backward: from {0} to its inputs. It starts with d{0}/d{0} = 1",
                                  as_formula(story.output.name))),
            2);
  const std::size_t number_width = fmt::formatted_size("{}", story.steps);
  for (const Story::Step& step : story.backward) tell_step(page, step, number_width);
  if (story.steps == 0) page.line("  nothing to do: no operation leads to an input", 2);
  tell_left_out(page, story, story.steps_left_out, "step");
}

void tell_gradients(Page& page, const Story& story) {
  page.line(page.bold(fmt::format("Gradients: how much {} changes for each unit of an input",
                                  as_formula(story.output.name))),
            2);
  if (story.asked.empty()) page.line("  there is no input", 2);
  std::size_t wide = 0;
  for (const Story::Node& node : story.asked)
    wide = std::max(wide, columns(as_formula(node.gradient)));
  wide = std::min<std::size_t>(wide, 40);
  for (std::size_t i = 0; i < std::min(story.asked.size(), most_gradients); ++i) {
    const Story::Node& node = story.asked[i];
    const std::string& name = as_formula(node.gradient);
    const std::string padding(wide - std::min(wide, columns(name)), ' ');
    page.line(fmt::format("  {}{} = {}{}{}{}", name, padding, page.gradient(node.gradient_number),
                          node.check.empty() ? "" : "   ", node.check, unused(page, story, node)),
              6);
  }
  if (story.asked.size() > most_gradients)
    page.line(page.dim(fmt::format("  ... and {} more: --format json has them all",
                                   story.asked.size() - most_gradients)),
              6);
}

}  // namespace

std::string as_text(const Trace& trace, const Telling& telling) {
  const Story story = stepgrad::story(trace, telling);
  Page page(telling);
  tell_inputs(page, story);
  page.gap();
  tell_forward(page, story);
  page.gap();
  tell_backward(page, story);
  page.gap();
  tell_gradients(page, story);
  if (!story.non_finite.empty()) {
    page.gap();
    page.line(page.bold("Take care: ") + set_text(story.non_finite), 2);
  }
  return std::move(page).finish();
}

}  // namespace stepgrad
