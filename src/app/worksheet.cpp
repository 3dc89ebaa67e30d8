// stepgrad worksheet: a problem sheet with blanks, or its answer key.
#include <cstdio>
#include <random>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/worksheet.hpp>

#include "app/commands.hpp"
#include "app/formula_arguments.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

constexpr std::size_t most_problems = 50;

struct WorksheetArguments {
  Options& options;
  FormulaArguments formula{options};
  const bool& random = options.flag("--random", "Make up a formula that can be done by hand");
  const std::optional<std::size_t>& level =
      options.whole("--level", "How hard, from 1 (the default) to 5");
  const std::optional<std::size_t>& seed =
      options.whole("--seed", "Which of the many; without it, any");
  const std::size_t& problems = options.whole("--problems", 1, "How many on one sheet, made up");
  const bool& answers = options.flag("--answers", "The answer key");
  Options::Text format = options.format({"text", "markdown", "latex", "html"}, "How it is set");
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
  if (!arguments.random && (arguments.level || arguments.seed || arguments.problems != 1))
    throw Error("--level, --seed and --problems are for --random", "",
                "Add --random, or leave them away.");
  if (arguments.problems < 1 || arguments.problems > most_problems)
    throw Error(fmt::format("there cannot be {} problems on a sheet", arguments.problems), "",
                fmt::format("From 1 to {} are possible.", most_problems));
  if (!arguments.diagram.empty() && arguments.problems > 1)
    throw Error("--diagram is for a sheet of one problem", "",
                "--format html draws the diagrams of all.");
  if (!arguments.diagram.empty())
    check_diagram(arguments.diagram, arguments.format, arguments.output);
}

/// What the sheet is about, and the command that makes it up again.
struct Problems {
  std::vector<Trace> traces;
  std::string origin;
};

/// The first problem is that of the seed, the others have seeds of their own; none comes twice as
/// long as there are others.
Problems made_up(const WorksheetArguments& arguments) {
  constexpr unsigned seeds = 10'000;  // short enough to be read out to a class
  constexpr std::size_t tries = 100;
  const std::uint64_t seed = arguments.seed.value_or(std::random_device()() % seeds);
  const int level = static_cast<int>(arguments.level.value_or(easiest_level));
  Problems subject;
  std::set<std::string> formulas;
  for (std::size_t part = 0; subject.traces.size() < arguments.problems; ++part) {
    const MadeUp exercise = make_up(level, part == 0 ? seed : seed_for(seed, part));
    if (!formulas.insert(exercise.formula).second && part < tries) continue;
    subject.traces.push_back(trace(parse(exercise.formula), exercise.numbers));
  }
  subject.origin = fmt::format("stepgrad worksheet --random --level {} --seed {}", level, seed);
  if (arguments.problems > 1) subject.origin += fmt::format(" --problems {}", arguments.problems);
  return subject;
}

Problems given(const WorksheetArguments& arguments) {
  const auto [formula, numbers] = read_formula(arguments.formula);
  return {{trace(formula, numbers)}, ""};
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

/// Drawn for the page, if it has diagrams: into HTML, else as a file beside it.
std::string diagram_of(const Trace& trace, const WorksheetArguments& arguments) {
  const bool in_page = arguments.format == "html";
  if (!in_page && arguments.diagram.empty()) return "";
  const Drawing drawn = arguments.answers ? drawing(trace) : drawing_to_fill_in(trace);
  return in_page ? svg_element(drawn) : write_diagram(drawn, arguments.diagram, arguments.output);
}

int write_worksheet(const WorksheetArguments& arguments) {
  check_options(arguments);
  const Problems subject = arguments.random ? made_up(arguments) : given(arguments);
  Sheet sheet{arguments.answers, {}, subject.origin};
  for (const Trace& trace : subject.traces) {
    sheet.problems.push_back(stepgrad::worksheet(trace, arguments.answers));
    sheet.problems.back().diagram = diagram_of(trace, arguments);
  }
  deliver(arguments.format == "markdown" ? as_markdown(sheet)
          : arguments.format == "latex"  ? as_latex(sheet)
          : arguments.format == "html"   ? as_html(sheet)
                                         : as_text(sheet),
          arguments.output);
  if (arguments.random && !arguments.seed && !arguments.answers)  // nowhere else does it stand
    std::fprintf(stderr, "note: its key: %s --answers\n", subject.origin.c_str());
  return 0;
}

}  // namespace

Action worksheet(Options& options) { return action<WorksheetArguments>(options, write_worksheet); }

}  // namespace stepgrad::app
