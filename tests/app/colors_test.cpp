// Colours and other escapes: for terminals that obey them, and for no others.
#include <fmt/format.h>

#include "app/program.hpp"
#include "catch.hpp"
#include "course_copy.hpp"
#include "programs.hpp"

using stepgrad::Outcome;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;

namespace {

/// What a command writes in a terminal of this kind, which util-linux' script makes.
std::string in_terminal(const std::string& kind, const std::string& words,
                        const CourseCopy& course) {
  const Outcome outcome = stepgrad::run_program(
      "env",
      {"TERM=" + kind, "NO_COLOR=", "STEPGRAD_CHECKOUT=" + course.path().string(), "script", "-qec",
       fmt::format("'{}' {}", STEPGRAD_PROGRAM, words), "/dev/null"},
      "", std::chrono::minutes(2));
  INFO(outcome.output);
  CHECK(outcome.end == Outcome::End::finished);
  CHECK(outcome.status == 0);
  return outcome.output;
}

bool has_escapes(const std::string& text) { return text.find('\x1b') != std::string::npos; }

}  // namespace

TEST_CASE("a terminal that is dumb gets no escapes from any command that has colours",
          "[app][terminal]") {
  if (!stepgrad::test::has("script", "bsdutils")) return;
  const CourseCopy course;
  const Workplace place;
  std::vector<std::string> commands{
      "",         "explain a+a a=1", "check a*a a=1",
      "ops tanh", "lesson 1 --auto", "drill --seed 1 --questions 1 --auto --steady",
      "course"};
#ifdef STEPGRAD_TRAIN
  commands.push_back(fmt::format("train --epochs 1 --out '{}'$TERM", place / ""));
  commands.push_back(fmt::format("evaluate '{}'$TERM", place / ""));
#endif
  for (const std::string& command : commands) {
    INFO(command);
    CHECK(has_escapes(in_terminal("xterm", command, course)));
    CHECK(!has_escapes(in_terminal("dumb", command, course)));
  }
}
