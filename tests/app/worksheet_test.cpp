// stepgrad worksheet, end to end.
#include <filesystem>

#include <fmt/format.h>

#include "app/program.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::Workplace;

namespace {

Outcome run(std::vector<std::string> words) {
  words.insert(words.begin(), "worksheet");
  return stepgrad::test::stepgrad(std::move(words));
}

}  // namespace

TEST_CASE("a sheet asks, and its key answers", "[app]") {
  const Outcome sheet = run({"q = x + y; f = q * z", "x=-2", "y=5", "z=-4"});
  CHECK(sheet.status == 0);
  CHECK(sheet.errors == "");
  CHECK(sheet.output.find("q = x + y = ________") != std::string::npos);
  CHECK(sheet.output.find("-12") == std::string::npos);
  const Outcome key = run({"q = x + y; f = q * z", "x=-2", "y=5", "z=-4", "--answers"});
  CHECK(key.output.find("f = q * z = 3 * (-4) = -12") != std::string::npos);
  CHECK(key.output.find("df/dx = df/dq * dq/dx = -4 * 1 = -4") != std::string::npos);
}

TEST_CASE("how to make the key of a sheet is told to the teacher, not on the sheet", "[app]") {
  const Outcome sheet = run({"--random", "--level", "3", "--problems", "2"});
  CHECK(sheet.status == 0);
  CHECK(sheet.output.find("stepgrad") == std::string::npos);
  const std::string before = "note: its key: stepgrad worksheet --random --level 3 --seed ";
  REQUIRE(sheet.errors.starts_with(before));
  CHECK(sheet.errors.ends_with(" --problems 2 --answers\n"));
  const std::string seed = std::to_string(std::stoul(sheet.errors.substr(before.size())));
  const Outcome again = run({"--random", "--level", "3", "--problems", "2", "--seed", seed});
  CHECK(again.output == sheet.output);
  CHECK(again.errors == "");
  CHECK(run({"--random", "--level", "3", "--seed", seed, "--problems", "2", "--answers"})
            .output.find("The sheet to this key: stepgrad worksheet") != std::string::npos);
}

TEST_CASE("the problems of a sheet differ, and the first is that of the seed alone", "[app]") {
  const std::string one = run({"--random", "--seed", "7"}).output;
  const std::string four = run({"--random", "--seed", "7", "--problems", "4"}).output;
  const std::string formula = one.substr(one.find("  "), one.find("Forward") - one.find("  "));
  CHECK(four.find("Problem 4") != std::string::npos);
  CHECK(four.find(formula) != std::string::npos);
  CHECK(four.find(formula, four.find("Problem 2")) == std::string::npos);
}

TEST_CASE("every level is set on every page", "[app]") {
  const Workplace place;
  for (const std::string level : {"1", "2", "3", "4", "5"})
    for (const std::string format : {"text", "markdown", "latex", "html"}) {
      const std::string page = place / (format + level);
      const Outcome outcome =
          run({"--random", "--level", level, "--seed", "1", "--format", format, "-o", page});
      CHECK(outcome.status == 0);
      CHECK(outcome.output == "");
      CHECK(read_file(page).find("Backpropagation by hand") != std::string::npos);
    }
}

TEST_CASE("a worksheet's diagram goes beside it, or into an HTML page", "[app]") {
  const Workplace place;
  const Outcome drawn = run({"x * y", "x=2", "y=3", "--format", "latex", "-o", place / "sheet.tex",
                             "--diagram", place / "circuit.pdf"});
  if (drawn.status == 3) {
    WARN("skipped: install graphviz to have diagrams drawn");
    return;
  }
  CHECK(read_file(place / "sheet.tex").find("{circuit.pdf}") != std::string::npos);
  CHECK(std::filesystem::exists(place / "circuit.pdf"));
  const std::string page = run({"x * y", "x=2", "y=3", "--format", "html"}).output;
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(page.find("<svg") != std::string::npos);
  CHECK(page.find("<?xml") == std::string::npos);
}

TEST_CASE("what a worksheet cannot be made of is said", "[app]") {
  const std::pair<std::vector<std::string>, std::string> mistakes[] = {
      {{},
       "stepgrad: no formula is given\n"
       "Try: stepgrad worksheet --random, or stepgrad worksheet \"x * y\" x=2 y=3\n"},
      {{"--random", "x * y"},
       "stepgrad: both a formula and --random are given\nGive one of them.\n"},
      {{"x", "x=1", "--level", "2"},
       "stepgrad: --level, --seed and --problems are for --random\n"
       "Add --random, or leave them away.\n"},
      {{"--random", "--problems", "0"},
       "stepgrad: there cannot be 0 problems on a sheet\nFrom 1 to 50 are possible.\n"},
      {{"--random", "--level", "9"}, "stepgrad: there is no level 9\nThe levels are 1 to 5.\n"},
      {{"--random", "--format", "html", "--diagram", "x.svg"},
       "stepgrad: --diagram is for LaTeX and Markdown\n"
       "Add --format latex, or use 'stepgrad draw'.\n"},
  };
  for (const auto& [words, said] : mistakes) {
    const Outcome outcome = run(words);
    INFO(fmt::format("{}", fmt::join(words, " ")));
    CHECK(outcome.status == 2);
    CHECK(outcome.output == "");
    CHECK(outcome.errors == said);
  }
}
