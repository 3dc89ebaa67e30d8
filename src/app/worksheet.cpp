// stepgrad worksheet: a problem sheet with blanks, or its answer key.
#include <cstdio>
#include <random>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/worksheet.hpp>

#include "app/commands.hpp"
#include "app/formula_arguments.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct WorksheetArguments {
  Options& options;
  FormulaArguments formula{options};
  const bool& random = options.flag("--random", "Make up a formula that can be done by hand");
  const std::optional<std::size_t>& level =
      options.whole("--level", "How hard, from 1 (the default) to 5");
  const std::optional<std::size_t>& seed =
      options.whole("--seed", "Which of the many; without it, any");
  const bool& answers = options.flag("--answers", "The answer key");
  Options::Text format =
      options.choice("--format", {"text", "markdown", "latex", "html"}, "How it is set");
  Options::Text output = options.output();
  Options::Text diagram = diagram_option(options);
};

void check_options(const WorksheetArguments& arguments) {
  const bool has_formula = arguments.formula.are_there();
  if (arguments.random && has_formula)
    throw Error("both a formula and --random are given", "", "Give one of them.");
  if (!arguments.random && !has_formula)
    throw Error("no formula is given", "",
                "Try: stepgrad worksheet --random, or stepgrad worksheet \"x * y\" x=2 y=3");
  if (!arguments.random && (arguments.level || arguments.seed))
    throw Error("--level and --seed are for --random", "", "Add --random, or leave them away.");
  if (!arguments.diagram.empty())
    check_diagram(arguments.diagram, arguments.format, arguments.output);
}

/// What the sheet is about, and the command that makes it up again.
struct SheetSubject {
  Trace trace;
  std::string origin;
};

SheetSubject made_up(const WorksheetArguments& arguments) {
  constexpr unsigned seeds = 10'000;  // short enough to be read out to a class
  const std::uint64_t seed = arguments.seed.value_or(std::random_device()() % seeds);
  const int level = static_cast<int>(arguments.level.value_or(easiest_level));
  const MadeUp exercise = make_up(level, seed);
  return {trace(parse(exercise.formula), exercise.numbers),
          fmt::format("stepgrad worksheet --random --level {} --seed {}", level, seed)};
}

SheetSubject given(const WorksheetArguments& arguments) {
  const auto [formula, numbers] = read_formula(arguments.formula);
  return {trace(formula, numbers), ""};
}

/// The drawing as SVG within a page; "" with a word on standard error where it cannot be made.
std::string svg_element(const Drawing& drawing) {
  if (is_too_large_for_graphviz(drawing)) return "";
  try {
    const std::string svg = graphviz_picture(dot_source(drawing), PictureFormat::svg);
    return svg.substr(svg.find("<svg"));
  } catch (const Error& error) {
    std::fprintf(stderr, "warning: the page has no diagram: %s\n", error.what());
    return "";
  }
}

int write_worksheet(const WorksheetArguments& arguments) {
  check_options(arguments);
  const auto [trace, origin] = arguments.random ? made_up(arguments) : given(arguments);
  Worksheet sheet = stepgrad::worksheet(trace, arguments.answers);
  sheet.origin = origin;
  const auto drawn = [&, &trace = trace] {
    return arguments.answers ? drawing(trace) : drawing_to_fill_in(trace);
  };
  const std::string diagram =
      arguments.diagram.empty() ? "" : write_diagram(drawn(), arguments.diagram, arguments.output);
  if (arguments.format == "markdown")
    deliver(as_markdown(sheet, diagram), arguments.output);
  else if (arguments.format == "latex")
    deliver(as_latex(sheet, diagram), arguments.output);
  else if (arguments.format == "html")
    deliver(as_html(sheet, svg_element(drawn())), arguments.output);
  else
    deliver(as_text(sheet), arguments.output);
  return 0;
}

}  // namespace

Action worksheet(Options& options) { return action<WorksheetArguments>(options, write_worksheet); }

}  // namespace stepgrad::app
