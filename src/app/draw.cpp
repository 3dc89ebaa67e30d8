// stepgrad draw: the diagram of a formula, or one for every backward step.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/draw/matrix_drawing.hpp>
#include <stepgrad/draw/named_parts.hpp>
#include <stepgrad/plot/layered_network.hpp>

#include "app/commands.hpp"
#include "app/formula_arguments.hpp"
#include "app/pictures.hpp"
#include "app/terminal.hpp"
#include "app/training/model.hpp"

namespace stepgrad::app {
namespace {

namespace fs = std::filesystem;

struct DrawArguments {
  Options& options;
  FormulaArguments formula{options};
  ModelArguments model{options};
  Options::Text output = options.output("Write to a file, by its ending svg, png, pdf or dot");
  Options::Text style =
      options.choice("--style", {"circuit", "record", "plain"}, "How it is drawn");
  const std::optional<std::size_t>& step =
      options.whole("--step", "As it stands after K backward steps", "K");
  const bool& collapse = options.flag(
      "--collapse", "Each named result as one box with all that is computed for it alone");
  const bool& layers = options.flag(
      "--layers",
      "With --model: its units as circles in columns, its weights as lines, into a file .svg");
  Options::Text frames = options.text("--frames", "DIR", "One picture a step, into this directory");
};

/// A line on standard error: on standard output there may be DOT.
void say(const std::string& text) { std::fputs((printable(text) + "\n").c_str(), stderr); }

/// The path with the ending .dot instead if Graphviz would take minutes for so many pictures.
fs::path within_reach(fs::path path, const Drawing& drawing, std::size_t pictures = 1) {
  if (format_of(path) && is_too_large_for_graphviz(drawing, pictures))
    path.replace_extension(".dot");
  return path;
}

/// Throws Error (machine) where only DOT was written, and something else was asked for.
void require_asked_for(const fs::path& asked, const fs::path& written, const Drawing& drawing) {
  if (asked.extension() == written.extension()) return;
  throw Error(fmt::format("for {} nodes and {} edges Graphviz would take minutes, so only DOT is "
                          "written, and no '{}'",
                          drawing.nodes.size(), drawing.edges.size(), asked.string()),
              fmt::format("  {}", written.string()),
              "Draw less of it (--collapse rolls up what is named), or ask for .dot.",
              Fault::machine);
}

/// What is drawn: the diagram after so many of its steps.
struct Subject {
  std::function<Drawing(std::optional<std::size_t> step)> after;
  std::size_t nodes, steps;
};

Subject whole_of(const Trace& trace) {
  return {[trace](auto step) { return drawing(trace, step); }, trace.nodes.size(),
          trace.steps.size()};
}

Subject model_of(const DrawArguments& arguments) {
  if (arguments.collapse) throw Error("--collapse is for formulas", "", "Leave it away.");
  const MatrixTrace trace = trace_model(arguments.model, arguments.formula);
  return {[trace](auto step) { return drawing(trace, step); }, trace.nodes.size(),
          trace.steps.size()};
}

Subject rolled_up_of(const Trace& trace) {
  const Trace rolled = rolled_up(trace, named_parts(trace)).trace;
  return {[trace](auto step) { return rolled_up_drawing(trace, step); }, rolled.nodes.size(),
          rolled.steps.size()};
}

Subject subject_of(const DrawArguments& arguments) {
  if (!arguments.model.sizes.empty()) return model_of(arguments);
  const auto [formula, numbers] = read_formula(arguments.formula);
  const Trace trace = stepgrad::trace(formula, numbers);
  return arguments.collapse ? rolled_up_of(trace) : whole_of(trace);
}

/// step_00.svg, step_01.svg, …: the diagram before the first backward step and after each.
void write_frames(const Subject& subject, Style style, const fs::path& directory) {
  make_directory(directory);
  const std::size_t steps = subject.steps;
  const std::size_t digits = std::max<std::size_t>(2, std::to_string(steps).size());
  const fs::path asked = "step.svg", path = within_reach(asked, subject.after(0), steps + 1);
  std::string name;
  for (std::size_t step = 0; step <= steps; ++step) {
    name = fmt::format("step_{:0{}}{}", step, digits, path.extension().string());
    write_drawing(subject.after(step), style, directory / name);
  }
  say(fmt::format("{}: {}, the last is {}", directory.string(), counted(steps + 1, "picture"),
                  name));
  require_asked_for(directory / asked, directory / name, subject.after(0));
}

/// Units and weights in place of the gates.
int draw_layers(const DrawArguments& arguments) {
  const bool more = arguments.step || arguments.collapse || !arguments.frames.empty() ||
                    arguments.style != "circuit";
  if (arguments.model.sizes.empty() || more)
    throw Error("--layers draws a made-up network, all at once", "",
                "Give --model 2-3-2, and leave --step, --style, --collapse and --frames out.");
  if (!arguments.output.empty() && !arguments.output.ends_with(".svg"))
    throw Error(fmt::format("layers cannot be drawn as '{}'", arguments.output), "",
                "The name must end in .svg.");
  LayeredNetwork network = layered_network(trace_model(arguments.model, arguments.formula));
  network.title = arguments.model.sizes;
  deliver(svg(network), arguments.output);
  return 0;
}

int draw_formula_or_model(const DrawArguments& arguments) {
  if (arguments.layers) return draw_layers(arguments);
  const bool to_output =
      arguments.output == "-" || (arguments.output.empty() && arguments.frames.empty());
  const bool to_file = !to_output && !arguments.output.empty();
  if (to_file) format_of(arguments.output);  // a wrong ending is said at once

  const Subject subject = subject_of(arguments);
  const Style style = arguments.style == "record" ? Style::record
                    : arguments.style == "plain"  ? Style::plain
                                                  : Style::circuit;
  const Drawing whole = subject.after(arguments.step);
  if (to_output) deliver(dot_source(whole, style));
  if (to_file) {
    const fs::path path = within_reach(arguments.output, whole);
    write_drawing(whole, style, path);
    say(fmt::format("{}: {}, {}", path.string(), counted(subject.nodes, "node"),
                    counted(subject.steps, "step")));
    require_asked_for(arguments.output, path, whole);
  }
  if (!arguments.frames.empty()) write_frames(subject, style, arguments.frames);
  return 0;
}

}  // namespace

Action draw(Options& options) { return action<DrawArguments>(options, draw_formula_or_model); }

}  // namespace stepgrad::app
