// stepgrad explain: every forward and backward step of a formula.
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/page/player.hpp>
#include <stepgrad/story/json.hpp>
#include <stepgrad/story/latex_page.hpp>
#include <stepgrad/story/markdown_page.hpp>
#include <stepgrad/story/matrix_markdown_page.hpp>
#include <stepgrad/story/matrix_text_page.hpp>
#include <stepgrad/story/text_page.hpp>

#include "app/commands.hpp"
#include "app/formula_arguments.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"
#include "app/training/model.hpp"

namespace stepgrad::app {
namespace {

struct ExplainArguments {
  Options& options;
  FormulaArguments formula{options};
  ModelArguments model{options};
  Options::Text format =
      options.format({"text", "markdown", "latex", "html", "json", "dot"}, "How it is told");
  Options::Text output = options.output();
  const bool& standalone = options.flag("--standalone", "With latex: a document that compiles");
  Options::Text diagram = diagram_option(options);
  const std::optional<std::size_t>& last =
      options.whole("--last", "Only the last N operations, and the steps from them");
  Options::Texts only = options.texts(
      "--only", "NAME", "Only what computes, uses or gives gradient to NAME (repeatable)");
  const bool& all = options.flag("--all", "Everything, however long");
  const bool& check =
      options.flag("--check", "The numerical derivative beside each gradient (text and markdown)");
  Options::Text color = options.color();
};

// More than this is told only when asked for: nobody reads a thousand steps.
constexpr std::size_t many_operations = 200;
constexpr std::size_t last_of_many = 40;

std::size_t operations(const Trace& trace) {
  std::size_t count = 0;
  for (const Trace::Node& node : trace.nodes) count += node.row != nullptr;
  return count;
}

/// Throws Error for options that the format cannot follow, and for a file that would be a picture.
void check_options(const ExplainArguments& arguments) {
  const std::string ending = lower(std::filesystem::path(arguments.output).extension().string());
  if (ending == ".svg" || ending == ".png" || ending == ".pdf")
    throw Error(
        fmt::format("'{}' is the name of a picture", arguments.output), "",
        "'stepgrad draw' makes those. 'explain' writes text, .md, .tex, .html, .json, .dot.");
  if (arguments.standalone && arguments.format != "latex")
    throw Error("--standalone is for LaTeX", "", "Add --format latex, or leave it away.");
  if (!arguments.diagram.empty())
    check_diagram(arguments.diagram, arguments.format, arguments.output);
}

bool is_to_terminal(const ExplainArguments& arguments) {
  return arguments.output.empty() || arguments.output == "-";
}

int explain_model(const ExplainArguments& arguments) {
  const MatrixTrace trace = trace_model(arguments.model, arguments.formula);
  if (arguments.check || arguments.last || !arguments.only.empty())
    throw Error("--check, --last and --only are for formulas", "", "A network is told whole.");
  const std::string diagram =
      arguments.diagram.empty()
          ? ""
          : write_diagram(drawing(trace), arguments.diagram, arguments.output);
  const bool to_terminal = is_to_terminal(arguments);
  if (arguments.format == "text")
    deliver(as_text(trace, {.color = to_terminal && wants_color(arguments.color),
                            .width = to_terminal ? terminal_width() : 80}),
            arguments.output);
  else if (arguments.format == "markdown")
    deliver(as_markdown(trace, diagram), arguments.output);
  else if (arguments.format == "dot")
    deliver(dot_source(drawing(trace)), arguments.output);
  else
    throw Error(fmt::format("a network is not told as {}", arguments.format), "",
                "Choose --format text, markdown or dot.");
  return 0;
}

/// Piece by piece: that of a large graph is longer than its trace.
void deliver_json(const Trace& trace, const std::string& output) {
  Delivery delivery(output);
  write_json(trace, [&](std::string_view piece) { delivery.write(piece); });
  delivery.finish();
}

int explain_formula_or_model(const ExplainArguments& arguments) {
  check_options(arguments);
  if (!arguments.model.sizes.empty()) return explain_model(arguments);
  const auto [formula, numbers] = read_formula(arguments.formula);
  const Trace trace = stepgrad::trace(formula, numbers);
  const bool to_terminal = is_to_terminal(arguments);
  Telling telling{.last = arguments.last,
                  .only = arguments.only,
                  .color = to_terminal && wants_color(arguments.color),
                  .width = to_terminal ? terminal_width() : 80};
  const bool as_it_comes = !arguments.all && !arguments.last && arguments.only.empty();
  if (as_it_comes && operations(trace) > many_operations) telling.last = last_of_many;

  if (arguments.check) {
    if (arguments.format != "text" && arguments.format != "markdown")
      throw Error(
          fmt::format("--check does not go with --format {}", arguments.format), "",
          "It goes with text and markdown; 'stepgrad check --format json' has the numbers.");
    telling.check = check_formula(formula, numbers);
  }

  const std::string diagram =
      arguments.diagram.empty()
          ? ""
          : write_diagram(drawing(trace), arguments.diagram, arguments.output);
  if (arguments.format == "json")
    deliver_json(trace, arguments.output);
  else if (arguments.format == "html")
    deliver(as_html(trace), arguments.output);
  else if (arguments.format == "dot")
    deliver(dot_source(drawing(trace)), arguments.output);
  else if (arguments.format == "latex")
    deliver(as_latex(trace, telling, {arguments.standalone, diagram}), arguments.output);
  else if (arguments.format == "markdown")
    deliver(as_markdown(trace, telling, diagram), arguments.output);
  else
    deliver(as_text(trace, telling), arguments.output);
  return 0;
}

}  // namespace

Action explain(Options& options) {
  return action<ExplainArguments>(options, explain_formula_or_model);
}

}  // namespace stepgrad::app
