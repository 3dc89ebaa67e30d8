// stepgrad check: reverse mode, forward mode and numerical differentiation side by side.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/check/step_plot.hpp>
#include <stepgrad/story/json.hpp>

#include "app/commands.hpp"
#include "app/formula_arguments.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct CheckArguments {
  Options& options;
  FormulaArguments formula{options};
  Options::Texts against =
      options.texts("--against", "NAME=EXPRESSION",
                    "A gradient worked out by hand instead of reverse mode's (repeatable)");
  Options::Text method = options.choice("--method", {"forward", "central", "ridders"},
                                        "How the numerical column is made", "");
  const std::optional<double>& step = options.real("--step", "Its step h", "H");
  const std::size_t& levels =
      options.whole("--levels", 6, "Levels of extrapolation of --method ridders");
  const bool& second = options.flag("--second", "Second derivatives instead (the Hessian)");
  const bool& sweep = options.flag(
      "--sweep", "The error for every step from 1 to 1e-16 instead; with -o FILE.svg as a plot");
  Options::Text format = options.format({"text", "json"}, "How it is reported");
  Options::Text output = options.output();
  Options::Text color = options.color();
};

/// "x=2*x*y" as the gradient in x, worked out by hand.
void add_by_hand(ByHand& by_hand, const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string name = word.substr(0, equals);
  if (equals == std::string::npos || name.empty())
    throw Error(fmt::format("'{}' is not NAME=EXPRESSION", word), "",
                "Write the gradient that you have worked out, such as --against \"x=2*x*y\".");
  if (!by_hand.emplace(name, parse(word.substr(equals + 1))).second)
    throw Error(fmt::format("{} is given two gradients", name), "", "Give each input one.");
}

CheckOptions options_of(const CheckArguments& arguments) {
  CheckOptions options{.step = arguments.step, .levels = arguments.levels};
  if (arguments.method == "forward") options.method = Method::forward;
  if (arguments.method == "central") options.method = Method::central;
  if (arguments.method == "ridders") options.method = Method::ridders;
  return options;
}

/// "f = x * y" would not say where; this does.
std::string heading(const Formula& formula, std::span<const double> x, std::string_view what) {
  constexpr std::size_t longest = 200;
  const std::vector<std::string> names = formula.inputs();
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < std::min<std::size_t>(x.size(), 12); ++i)
    numbers.push_back(fmt::format("{} = {}", names[i], shown(x[i])));
  if (numbers.size() < x.size()) numbers.push_back("...");
  const std::string source =
      formula.source.size() < longest ? printable_lines(formula.source) : "the formula";
  return fmt::format("{} of {}{}{}", what, source, x.empty() ? "" : " at ",
                     fmt::join(numbers, ", "));
}

/// Prints the error of every step and, with an output, draws it.
int sweep(const CheckArguments& arguments, const Formula& formula, const Bindings& numbers) {
  const std::filesystem::path path = arguments.output;
  if (!path.empty() && path.extension() != ".svg")
    throw Error(fmt::format("cannot draw '{}': the plot is an SVG", path.string()), "",
                "The name must end in .svg.");
  const std::vector<double> x = input_numbers(formula, numbers);
  const StepSweep sweep = sweep_steps(subject_of(formula), x);
  const std::string title = heading(formula, x, "The error of difference quotients");
  if (arguments.format == "json")
    deliver(as_json(sweep));
  else
    deliver(wrapped(title, 76, 2) + "\n" + as_text(sweep));
  if (!path.empty())
    write_file(path,
               svg(plot(sweep, columns(title) < 80 ? title : "The error of difference quotients")));
  return 0;
}

int check_gradient(const CheckArguments& arguments) {
  const auto [formula, numbers] = read_formula(arguments.formula);
  if (arguments.sweep) return sweep(arguments, formula, numbers);
  const CheckOptions options = options_of(arguments);
  ByHand by_hand;
  for (const std::string& word : arguments.against) add_by_hand(by_hand, word);

  const GradientReport report = arguments.second
                                  ? check_hessian(formula, numbers, options)
                                  : check_formula(formula, numbers, options, by_hand);
  const bool color = arguments.output.empty() && wants_color(arguments.color);
  const std::string title = heading(formula, input_numbers(formula, numbers),
                                    arguments.second ? "The second derivatives" : "The gradient");
  deliver(arguments.format == "json" ? as_json(report)
                                     : wrapped(title, 76, 2) + "\n" + as_text(report, color),
          arguments.output);
  return report.verdict() == Verdict::agree ? 0 : wanting;
}

}  // namespace

Action check(Options& options) { return action<CheckArguments>(options, check_gradient); }

}  // namespace stepgrad::app
