// A lesson in a real terminal, as a learner goes through it: predict, be wrong, take a hint, go
// back, leave and return.
#include <fmt/format.h>

#include "app/program.hpp"
#include "catch.hpp"
#include "terminal.hpp"

using stepgrad::read_file;
using stepgrad::test::Terminal;
using stepgrad::test::Workplace;

namespace {

/// Starts a lesson in the terminal, with a checkout of its own for the learner's progress.
void start(Terminal& terminal, const Workplace& place, const std::string& words) {
  terminal.line(fmt::format("STEPGRAD_CHECKOUT='{}' TERM=xterm '{}' lesson {}", place / "",
                            STEPGRAD_PROGRAM, words));
}

}  // namespace

TEST_CASE("in a terminal a lesson asks, hints, goes back, and keeps its place", "[app][terminal]") {
  if (!stepgrad::test::has_tmux()) return;
  const Workplace place;
  Terminal terminal(place / "");
  start(terminal, place, "1");
  REQUIRE(terminal.shows("1 of 8"));
  CHECK(terminal.shows("What does the chord do?"));  // the plot and the question fit at once
  terminal.line("2");
  CHECK(terminal.shows("Right: 2)"));
  CHECK(terminal.shows("Enter goes on"));
  terminal.press("Enter");
  REQUIRE(terminal.shows("What is the slope of that chord?"));
  CHECK(terminal.screen().find("How steep is a curve") == std::string::npos);  // a new screen
  terminal.line("0.61");
  CHECK(terminal.shows("Not yet: that is how far up it goes."));
  terminal.line("?");
  CHECK(terminal.shows("Hint 1 of 2"));
  terminal.line("6,1");
  CHECK(terminal.shows("Right: 6.1."));
  terminal.line("b");
  CHECK(terminal.shows("1 of 8"));
  terminal.press("Enter");  // with its answer, the question does not fit under the plot
  CHECK(terminal.shows("You have answered this: it is 2)"));
  terminal.press("Enter");
  CHECK(terminal.shows("You have answered this: it is 6.1."));
  terminal.press("Enter");
  CHECK(terminal.shows("Move the second point closer"));
  terminal.line("q");
  CHECK(terminal.shows("Your place is kept"));
  start(terminal, place, "");
  CHECK(terminal.shows("Welcome back."));
  CHECK(terminal.shows("3 of 8"));
  terminal.press("C-d");
  CHECK(terminal.shows("goes on here."));
}

TEST_CASE("in a terminal a step player goes step by step, and Ctrl-C leaves cleanly",
          "[app][terminal]") {
  if (!stepgrad::test::has_tmux()) return;
  const Workplace place;
  stepgrad::write_file(place / "progress.txt", "place 06_backpropagation 4\n");
  Terminal terminal(place / "");
  start(terminal, place, "backprop");
  REQUIRE(terminal.shows("It starts at L"));
  terminal.line("3");  // the first step is made by the learner
  CHECK(terminal.shows("Step 1 of 6"));
  terminal.line("b");
  CHECK(terminal.shows("It starts at L"));
  terminal.line("a");
  CHECK(terminal.shows("Step 6 of 6"));
  terminal.press("C-c");
  CHECK(terminal.shows("Your place is kept: ./stepgrad lesson 6 goes on here."));
  terminal.line("echo left with $?");
  CHECK(terminal.shows("left with 0"));
}
