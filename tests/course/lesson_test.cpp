// Lessons as they are written: what is told, what is refused, what is missing.
#include <algorithm>

#include <stepgrad/check/differentiable.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/course/lesson_text.hpp>
#include <stepgrad/story/latex.hpp>
#include <stepgrad/story/plain_text.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("numbers in sentences are written for people", "[lesson]") {
  CHECK(told("{} and {}", 0.1 + 0.2, 1.0) == "0.3 and 1");
  CHECK(told("{} of {}", 3, "b") == "3 of b");
}

TEST_CASE("an equation is read by the formula language, words in quotes", "[lesson]") {
  const auto math = [](const char* equation) {
    Lesson lesson("01_test", "Test");
    lesson.screen("?");
    lesson.formula(equation);
    return std::get<Equation>(lesson.screens[0].pieces[0]).math;
  };
  const auto set = [&](const char* equation) { return as_plain_text(math(equation)); };
  CHECK(set("slope = ('f(x + h)' - 'f(x)') / h") == "slope = (f(x + h) - f(x)) / h");
  CHECK(set("dF/dx = (dF/dg) * (dg/dx)") == "dF/dx = dF/dg * dg/dx");
  CHECK(set("df/dw = (∂f/∂g1) * (dg1/dw)") == "df/dw = ∂f/∂g1 * dg1/dw");
  CHECK(as_latex(math("df/dw = ∂f/∂g")) ==
        R"(\frac{\mathrm{d} f}{\mathrm{d} w} = \frac{\partial f}{\partial g})");
}

TEST_CASE("exactly one choice is right, or the lesson is refused", "[lesson]") {
  Lesson lesson("01_test", "Test");
  lesson.screen("?");
  CHECK(error_of([&] {
          lesson.choose("Which?", {{"a", true}, {"b", true}}, {});
        }).starts_with("lesson 01_test: not exactly one choice is right"));
  CHECK(error_of([&] {
          lesson.derive("What?", "x*y", {"x"}, {});
        }).starts_with("lesson 01_test: the answer is not of x"));
  Lesson empty("01_test", "Test");
  CHECK(error_of([&] {
          empty.say("Hello.");
        }).starts_with("lesson 01_test says something before its first screen"));
}

TEST_CASE("what a lesson lacks is named", "[lesson]") {
  Lesson lesson("01_test", "Test");
  lesson.screen("A statement");
  lesson.predict("How much?", 1, {.hints = {}});
  lesson.screen("To be read");
  lesson.say("Only words.");
  const std::vector<std::string> missing = missing_parts(lesson);
  CHECK(missing.size() == 7);
  CHECK(missing.at(1) == "it asks for 1 prediction; let it be two or more");
  CHECK(missing.at(6).starts_with("\"To be read\" is text alone"));
}

TEST_CASE("lessons are found by number, name and part of a name", "[lesson]") {
  const auto teach = [](Lesson&) {};
  const Chapter one{"01_derivative", "", teach}, four{"04_chain_rule", "", teach};
  const Chapter* const chapters[] = {&one, &four};
  for (const char* word : {"4", "04", "chain", "Chain_Rule", "04_chain_rule"})
    CHECK(find_chapter(chapters, word) == 1);
  CHECK(error_of([&] { find_chapter(chapters, "2"); }).starts_with("there is no lesson 2"));
  CHECK(error_of([&] { find_chapter(chapters, "derivitive"); }) ==
        "there is no lesson 'derivitive'\ndid you mean 'derivative'?");
  CHECK(error_of([&] { find_chapter(chapters, "zebra"); }) ==
        "there is no lesson 'zebra'\nThe lessons are derivative and chain_rule.");
}

TEST_CASE("code keeps its blanks within a line, and marks are gone", "[lesson]") {
  CHECK(paragraph_text("one two `a = b` **three**", {.width = 12}) == "one two\na = b three\n");
  CHECK(paragraph_text("**bold**", {.color = true}) == "\x1b[1mbold\x1b[0m\n");
}

TEST_CASE("columns of numbers are set to the right", "[lesson]") {
  CHECK(piece_text(Table{{"name", "n"}, {{"a", "1"}, {"bc", "-20"}}}, {}) ==
        "    name    n\n    a       1\n    bc    -20\n");
}

TEST_CASE("a plot is lower on a low terminal, with its axes and its caption", "[lesson]") {
  const Piece chart = Chart{Plot{.title = "A line",
                                 .x = {.label = "x"},
                                 .y = {.label = "y"},
                                 .series = {{"y = x", {{0, 0}, {1, 1}}}},
                                 .marks = {}},
                            "It rises."};
  const auto rows = [&](std::size_t height) {
    return std::ranges::count(piece_text(chart, {.height = height}), '\n');
  };
  CHECK(rows(16) == 16);
  CHECK(rows(12) == 12);
  CHECK(rows(1) == rows(8));
  CHECK(rows(100) == rows(0));
  CHECK(piece_text(chart, {.height = 1}).find("It rises.") != std::string::npos);
}

TEST_CASE("a gradient check is told as a table, and what it finds in sentences", "[lesson]") {
  Lesson lesson("04_small", "A lesson");
  lesson.screen("Is it right?");
  lesson.report(check_formula(parse("x * y"), {{"x", 2}, {"y", 3}}, {}, {{"x", parse("2*y")}}));
  const std::vector<Piece>& pieces = lesson.screens[0].pieces;
  const Table& table = std::get<Table>(pieces.at(0));
  CHECK(table.head.at(1) == "yours");
  CHECK(table.rows.at(0).at(0) == "x");
  CHECK(table.rows.at(0).back() == "DISAGREES");
  CHECK(table.rows.at(1).back() == "agrees");
  CHECK(std::get<Paragraph>(pieces.at(1)).text == "Of 2, 1 agrees and 1 disagrees.");
}

TEST_CASE("an experiment that offers nothing, or has too many settings, is refused", "[lesson]") {
  Lesson lesson("08_x", "x");
  lesson.screen("Is it?");
  const auto with = [](std::vector<Experiment::Setting> settings) {
    return Experiment{
        .ask = "", .settings = std::move(settings), .outcomes = {}, .run = [](double) {
          return Experiment::Trial{0, still(Bars{"", {}})};
        }};
  };
  const Experiment::Setting rate{.name = "rate", .offered = {1, 2}},
      far{.name = "rate", .offered = {1, 2}, .least = 0, .most = 1};
  CHECK_NOTHROW(lesson.experiment(with({rate})));
  CHECK_THROWS_AS(lesson.experiment(with({far})), Error);
  CHECK_THROWS_AS(lesson.experiment(with({})), Error);
  CHECK_THROWS_AS(lesson.experiment(with({rate, rate})), Error);
  CHECK_THROWS_AS(lesson.experiment(with({{.name = "empty"}})), Error);
}

TEST_CASE("what was measured is printed without its numbers, for they differ from run to run",
          "[lesson]") {
  Lesson lesson("01_test", "Test");
  lesson.screen("How long?");
  lesson.measured("It took {} ms, {} times as long, or {}.", 12.5, 3, "1.2e+03");
  CHECK(lesson_text(lesson).ends_with("\nIt took … ms, … times as long, or ….\n"));
  CHECK(piece_text(lesson.screens[0].pieces[0], {}) ==
        "It took 12.5 ms, 3 times as long, or 1.2e+03.\n");
}
