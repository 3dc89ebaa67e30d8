// The derivation in LaTeX: what it says, and that TeX, where it is installed, sets it without a
// complaint.
#include <stepgrad/story/latex_page.hpp>

#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/process.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/story/made_up.hpp>
#include <stepgrad/story/worksheet.hpp>

#include "catch.hpp"
#include "workplace.hpp"

using namespace stepgrad;
using stepgrad::test::Workplace;

namespace {

Trace trace_of(std::string_view formula, const Bindings& numbers) {
  return trace(parse(formula, numbers), numbers);
}

Trace long_trace() {
  std::string formula = "b";
  Bindings numbers{{"b", 1}};
  for (int i = 1; i <= 20; ++i) {
    formula += fmt::format(" + w{0} * x{0}", i);
    numbers[fmt::format("w{}", i)] = i / 8.0;
    numbers[fmt::format("x{}", i)] = -i / 4.0;
  }
  return trace_of("tanh(" + formula + ")", numbers);
}

Trace trace_with_odd_names() {
  const Value a(2.0, "50%_&{c}"), b(3.0, "#1 \\ $x^2~"), c(4.0, "größe"), d(1.0, "日本|<x>");
  return trace(named(a * b / c + d * a, "a blank"));
}

std::vector<Trace> told_stories() {
  return {trace_of("tanh(w1*x1 + w2*x2 + b)",
                   {{"x1", 2}, {"x2", 0}, {"w1", -3}, {"w2", 1}, {"b", 6.8813735870195432}}),
          trace_of("1/(1+exp(-(w0*x0+w1*x1+w2)))",
                   {{"w0", 2}, {"x0", -1}, {"w1", -3}, {"x1", -2}, {"w2", -3}}),
          trace_of("log_sum_exp(z1,z2,z3) - z2", {{"z1", 2}, {"z2", -1}, {"z3", 0.1}}),
          trace_of("relu(x) + max(x, y) * 2 + abs(y)", {{"x", 0}, {"y", 0}}),
          trace_of("gelu(x) * leaky_relu(y) + erf(x)^2 / sqrt(y)", {{"x", 1e-7}, {"y", 2.5e20}}),
          trace_of("x^y", {{"x", 0}, {"y", 0}}),
          trace_of("y = log(x); z = y * 0; z + w", {{"x", 0}, {"w", 1}}),
          trace_of("2 * 3", {}),
          long_trace(),
          trace_with_odd_names()};
}

/// What the program says of the document, from the first error or overfull line on; "" if it is
/// content; nothing if it is not installed.
std::optional<std::string> complaint(const std::string& program, const std::string& document,
                                     bool about_margins = true) {
  const Workplace place;
  write_file(place / "page.tex", document);
  const Outcome outcome = run_program(program,
                                      {"-interaction=nonstopmode", "-halt-on-error",
                                       "-output-directory", place / "", place / "page.tex"},
                                      "", std::chrono::minutes(4));
  if (outcome.end == Outcome::End::not_found) return std::nullopt;
  for (const std::string_view sign : {"\n! ", "!pdfTeX error", "Overfull"})
    if (const std::size_t at = outcome.output.find(sign);
        at != std::string::npos && (about_margins || sign != "Overfull"))
      return outcome.output.substr(at, 500);
  return std::filesystem::exists(place / "page.pdf") ? "" : outcome.output;
}

}  // namespace

TEST_CASE("pdflatex sets every derivation, and nothing runs over the margin", "[latex]") {
  for (const Trace& story : told_stories()) {
    const auto said = complaint("pdflatex", as_latex(story, {}, {.standalone = true}));
    if (!said) {
      WARN("skipped: install texlive-latex-recommended to have LaTeX compiled");
      return;
    }
    INFO(story.formula);
    CHECK(*said == "");
  }
}

TEST_CASE("pdflatex sets worksheets of every level, and their keys", "[latex]") {
  for (int level = easiest_level; level <= hardest_level; ++level)
    for (const bool answers : {false, true}) {
      const MadeUp exercise = make_up(level, 5);
      const Trace told = trace_of(exercise.formula, exercise.numbers);
      INFO(exercise.formula);
      CHECK(complaint("pdflatex", as_latex({answers, {worksheet(told, answers)}})).value_or("") ==
            "");
    }
}

TEST_CASE("lualatex and xelatex set the same document", "[latex]") {
  for (const std::string program : {"lualatex", "xelatex"}) {
    const auto said =
        complaint(program, as_latex(trace_with_odd_names(), {}, {.standalone = true}), false);
    if (!said)
      WARN("skipped: install " + program + " to have it tried");
    else
      CHECK(*said == "");
  }
}

TEST_CASE("a part of a document may stand in a document of another's making", "[latex]") {
  const std::string part = as_latex(told_stories()[0]);
  CHECK(part.find("\\documentclass") == std::string::npos);
  const auto said = complaint("pdflatex",
                              "\\documentclass{article}\n\\usepackage{amsmath}\n"
                              "\\begin{document}\n" +
                                  part + part + "\\end{document}\n");
  CHECK(said.value_or("") == "");
}

TEST_CASE("a long equation is broken at its equals signs", "[latex]") {
  const std::string page = as_latex(told_stories()[1]);
  CHECK(page.find("\\\\*\n   &= ") != std::string::npos);
}

TEST_CASE("a diagram is included where it is asked for", "[latex]") {
  const Trace story = trace_of("a * b", {{"a", 1}, {"b", 2}});
  CHECK(as_latex(story).find("includegraphics") == std::string::npos);
  CHECK(as_latex(story, {}, {.standalone = false, .diagram = "my_picture.pdf"})
            .find("\\includegraphics{\\detokenize{my_picture.pdf}}") != std::string::npos);
}

TEST_CASE("LaTeX of 100,000 operations is told in part", "[latex]") {
  Value x(1.0, "x"), chain = x;
  for (int i = 0; i < 100'000; ++i) chain = chain + x;
  Telling telling;
  telling.last = 5;
  const std::string page = as_latex(trace(chain), telling);
  CHECK(page.find("99995 operations left out") != std::string::npos);
  CHECK(page.size() < 20'000);
}
