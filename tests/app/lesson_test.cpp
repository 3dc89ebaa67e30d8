// stepgrad lesson, from outside: as text, as a page, and with a learner at the other end of a pipe.
#include <filesystem>

#include "app/program.hpp"
#include "catch.hpp"
#include "golden.hpp"
#include "programs.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::run_program;
using stepgrad::write_file;
using stepgrad::test::difference_from_file;
using stepgrad::test::Workplace;

namespace {

/// A checkout of its own for the learner's progress.
Outcome lesson(const Workplace& place, std::vector<std::string> words,
               const std::string& typed = "") {
  words.insert(words.begin(), "lesson");
  return stepgrad::test::stepgrad(words, typed,
                                  {"STEPGRAD_CHECKOUT=" + (place / ""), "PATH=/usr/bin:/bin"});
}

std::filesystem::path expected(const char* name) {
  return std::filesystem::path(STEPGRAD_TEST_DIR).parent_path() / "lessons" / name / "expected.txt";
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("with --auto a lesson is told without asking", "[app]") {
  const Workplace place;
  const Outcome outcome = lesson(place, {"4", "--auto"});
  CHECK(outcome.status == 0);
  CHECK(outcome.errors == "");
  CHECK(difference_from_file(expected("04_chain_rule"), outcome.output) == "");
}

TEST_CASE("a lesson is a program of its own, too", "[app]") {
  const Outcome outcome =
      run_program(STEPGRAD_LESSON_PROGRAM, {"--auto"}, "", std::chrono::minutes(1));
  CHECK(outcome.status == 0);
  CHECK(difference_from_file(expected("01_derivative"), outcome.output) == "");
}

TEST_CASE("a lesson goes on where it was left, and the next one follows", "[app]") {
  const Workplace place;
  const Outcome first = lesson(place, {}, "2\n\n0.61\n6.1\n\nq\n");
  CHECK(has(first.output, "Not yet: that is how far up it goes."));
  CHECK(has(first.output, "Right: 6.1."));
  CHECK(has(first.output, "Your place is kept: ./stepgrad lesson 1 goes on here."));
  CHECK(has(read_file(place / "progress.txt"), "place 01_derivative 2"));
  const Outcome again = lesson(place, {}, "");
  CHECK(has(again.output, "Welcome back."));
  CHECK(has(again.output, "Move the second point closer"));
  write_file(place / "progress.txt", "finished 01_derivative 2026-03-14T09:26Z\n");
  CHECK(has(lesson(place, {}, "q\n").output, "What is inside a formula?"));
}

TEST_CASE("a lesson that is read to its end is finished", "[app]") {
  const Workplace place;
  std::string typed;
  for (int i = 0; i < 40; ++i) typed += "s\n\n";
  const Outcome outcome = lesson(place, {"2"}, typed);
  CHECK(has(outcome.output, "That was lesson 2. Now its exercise: open lessons/02_graph/exercise"));
  CHECK(has(read_file(place / "progress.txt"), "finished 02_graph 2"));
}

TEST_CASE("a lesson can be read as text where there is no checkout", "[app]") {
  const auto run = [](std::vector<std::string> words) {
    return stepgrad::test::stepgrad(std::move(words), "", {"STEPGRAD_CHECKOUT=/no/such/place"});
  };
  CHECK(run({"lesson", "3", "--auto"}).status == 0);
  const Outcome asked = run({"lesson", "3"});
  CHECK(asked.status == 3);
  CHECK(has(asked.errors, "/no/such/place"));
}

TEST_CASE("who has read all lessons is told what is left", "[app]") {
  const Workplace place;
  std::string progress;
  const std::filesystem::path lessons =
      std::filesystem::path(STEPGRAD_TEST_DIR).parent_path() / "lessons";
  for (const auto& entry : std::filesystem::directory_iterator(lessons))
    if (entry.is_directory())
      progress += "finished " + entry.path().filename().string() + " 2026-03-14T09:26Z\n";
  write_file(place / "progress.txt", progress);
  const Outcome outcome = lesson(place, {});
  CHECK(outcome.status == 0);
  CHECK(has(outcome.output, "You have read all "));
}

TEST_CASE("a lesson that is not there is told from the nearest", "[app]") {
  const Workplace place;
  CHECK(lesson(place, {"chian"}).errors ==
        "stepgrad: there is no lesson 'chian'\ndid you mean 'chain'?\n");
  CHECK(lesson(place, {"99"}).status == 2);
  CHECK(lesson(place, {"1", "--atuo"}).errors ==
        "stepgrad: there is no option '--atuo'\ndid you mean '--auto'?\n");
}

TEST_CASE("a lesson is written as a page that needs nothing else", "[app]") {
  if (!stepgrad::test::has_graphviz()) return;
  const Workplace place;
  const Outcome outcome = lesson(place, {"5", "--html", place / "paths.html"});
  CHECK(outcome.errors == "");
  const std::string page = read_file(place / "paths.html");
  CHECK(has(page, "<title>5. Many paths"));
  CHECK(has(page, "<iframe"));
  CHECK(!has(page, "{{"));
  CHECK(!has(page, "src=\"http"));
}
