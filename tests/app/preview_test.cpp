// The command preview in a real terminal: an author writes, saves and sees.
#include <stepgrad/base/text.hpp>

#include "catch.hpp"
#include "course_copy.hpp"
#include "program.hpp"
#include "terminal.hpp"

using stepgrad::read_file;
using stepgrad::replaced;
using stepgrad::write_file;
using stepgrad::test::CourseCopy;
using stepgrad::test::has_tmux;
using stepgrad::test::Terminal;

TEST_CASE("preview follows the saves of a lesson", "[preview]") {
  if (!has_tmux()) return;
  const CourseCopy course;
  const auto file = course.path() / "lessons" / "03_partials" / "lesson.cpp";
  const std::string source = read_file(file);
  constexpr int minutes = 4;  // a lesson is compiled each time, on a machine that may be busy
  Terminal terminal(course.path());
  terminal.line("STEPGRAD_CHECKOUT=. '" STEPGRAD_PROGRAM "' preview 3");
  REQUIRE(terminal.shows("q leaves", minutes));

  const std::string begin = "lesson.say(\"";
  const auto saying = [&](const std::string& words) {
    return std::string(source).replace(source.find(begin), begin.size(), begin + words + " ");
  };
  write_file(file, saying("By its author."));
  CHECK(terminal.shows("By its author.", minutes));
  CHECK(terminal.shows(", 1 changed: ", minutes));
  write_file(file, replaced(source, begin, "lesson.said(\""));
  CHECK(terminal.shows("it does not compile", minutes));
  write_file(file, saying("Once more."));
  CHECK(terminal.shows("Once more.", minutes));
  terminal.press("q");
  CHECK(terminal.shows("The page stays where it is", minutes));
}

// Of another lesson: what is compiled of one stands in one place, and the tests run side by side.
TEST_CASE("without a terminal preview looks once", "[preview]") {
  const CourseCopy course;
  const auto file = course.path() / "lessons" / "04_chain_rule" / "lesson.cpp";
  write_file(file, read_file(file) + "}\n");
  const stepgrad::Outcome outcome = stepgrad::run_program(
      "env", {"STEPGRAD_CHECKOUT=" + course.path().string(), STEPGRAD_PROGRAM, "preview", "4"}, "",
      std::chrono::minutes(4));
  CHECK(outcome.status == 1);
  CHECK(outcome.output.find("it does not compile") != std::string::npos);
}
