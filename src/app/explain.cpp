// stepgrad explain: every forward and backward step of a formula.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/show/dot.hpp>
#include <stepgrad/show/html.hpp>
#include <stepgrad/show/json.hpp>
#include <stepgrad/show/latex.hpp>
#include <stepgrad/show/narration.hpp>

#include "app/commands.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

// More than this is told only when asked for: nobody reads a thousand steps.
constexpr std::size_t many_operations = 200;
constexpr std::size_t last_of_many = 40;

std::size_t operations(const Trace& trace) {
  std::size_t count = 0;
  for (const Trace::Node& node : trace.nodes) count += node.row != nullptr;
  return count;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Throws Error for options that the format cannot follow.
void check_options(const ExplainArguments& arguments) {
  const bool is_latex = arguments.format == "latex";
  if (arguments.standalone && !is_latex)
    throw Error("--standalone is for LaTeX", "", "Add --format latex, or leave it away.");
  if (arguments.diagram.empty()) return;
  if (!is_latex && arguments.format != "markdown")
    throw Error("--diagram is for LaTeX and Markdown", "",
                "Add --format latex, or use 'stepgrad draw'.");
  const std::string ending = std::filesystem::path(arguments.diagram).extension().string();
  if (is_latex ? !is_one_of(ending, {".pdf", ".png"}) : !is_one_of(ending, {".svg", ".png"}))
    throw Error(
        fmt::format("{} cannot include '{}'", is_latex ? "LaTeX" : "Markdown", arguments.diagram),
        "", is_latex ? "The name must end in .pdf or .png." : "The name must end in .svg or .png.");
  if (arguments.diagram.find_first_of("%#{}()\\<>\"\n") != std::string::npos)
    throw Error(fmt::format("'{}' cannot be the name of an included picture", arguments.diagram),
                "", "Use letters, digits, '-', '_' and '/'.");
  if (std::filesystem::path(arguments.output).replace_extension(".pdf") == arguments.diagram)
    throw Error(fmt::format("LaTeX will write its own '{}'", arguments.diagram), "",
                "Give the diagram another name.");
}

/// Draws the diagram and says how a page at `output` calls it.
std::string draw_diagram(const Trace& trace, const std::string& diagram,
                         const std::string& output) {
  namespace fs = std::filesystem;
  const Drawing whole = drawing(trace);
  if (is_too_large(whole))
    throw Error(fmt::format("a diagram of {} nodes is too large", whole.nodes.size()), "",
                "Leave --diagram away: Graphviz would take minutes.");
  write_drawing(whole, Style::circuit, diagram);
  if (output.empty() || output == "-") return diagram;
  return fs::absolute(diagram)
      .lexically_proximate(fs::absolute(output).parent_path())
      .generic_string();
}

}  // namespace

int explain(const ExplainArguments& arguments) {
  check_options(arguments);
  const auto [formula, numbers] = read_formula(arguments.formula);
  const Trace trace = stepgrad::trace(formula, numbers);
  const bool to_terminal = arguments.output.empty() || arguments.output == "-";
  Telling telling{.last = arguments.last,
                  .only = arguments.only,
                  .color = to_terminal && wants_color(arguments.color),
                  .width = to_terminal ? terminal_width() : 80};
  const bool as_it_comes = !arguments.all && !arguments.last && arguments.only.empty();
  if (as_it_comes && operations(trace) > many_operations) telling.last = last_of_many;

  const std::string diagram =
      arguments.diagram.empty() ? "" : draw_diagram(trace, arguments.diagram, arguments.output);
  if (arguments.format == "json")
    deliver(json(trace), arguments.output);
  else if (arguments.format == "html")
    deliver(html(trace), arguments.output);
  else if (arguments.format == "dot")
    deliver(dot(trace), arguments.output);
  else if (arguments.format == "latex")
    deliver(latex(trace, telling, {arguments.standalone, diagram}), arguments.output);
  else if (arguments.format == "markdown")
    deliver(markdown(trace, telling, diagram), arguments.output);
  else
    deliver(text(trace, telling), arguments.output);
  return 0;
}

}  // namespace stepgrad::app
