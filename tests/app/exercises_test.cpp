// The commands of the exercises, as a learner types them.
#include "catch.hpp"
#include "course_copy.hpp"
#include "program.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::CourseCopy;

namespace {

Outcome in(const CourseCopy& course, std::vector<std::string> words,
           const std::string& input = "") {
  words.insert(words.begin(), {"STEPGRAD_CHECKOUT=" + course.path().string(), STEPGRAD_PROGRAM});
  return stepgrad::run_program("env", words, input, std::chrono::minutes(4));
}

bool has(const Outcome& outcome, const std::string& text) {
  UNSCOPED_INFO(outcome.output << outcome.errors);
  return outcome.output.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("an exercise is not yet, then solved, then explained", "[exercises]") {
  const CourseCopy course;
  const Outcome untouched = in(course, {"check-exercise", "3"});
  CHECK(untouched.status == 1);
  CHECK(has(untouched, ". Three slopes of one function\n  "));
  CHECK(has(untouched, "lessons/03_partials/exercise.hpp:23\n\nnot yet: the hole in line 23"));
  CHECK(has(untouched, "./stepgrad hint 3"));

  CHECK(has(in(course, {"solution", "3"}), "it comes when your own passes"));
  CHECK(in(course, {"solution", "3"}).status == 1);

  course.write(3, "mistakes/second_term.hpp");
  const Outcome half = in(course, {"check-exercise", "partials"});
  CHECK(half.status == 1);
  CHECK(has(half, "not yet: df/dx is 12, expected 17"));
  CHECK(has(half, "  df/dx     12        17  <- look here"));
  CHECK(has(half, "./stepgrad explain \"f = w*x^2 + b*x\" w=2 x=3 b=5"));

  course.write(3, "solution.hpp");
  const Outcome solved = in(course, {"check-exercise", "3"});
  CHECK(solved.status == 0);
  CHECK(has(solved, "solved!"));
  CHECK(has(solved, "Hold x and b"));
  CHECK(has(solved, "1 of "));
  CHECK(has(solved, "Next: 4. A chain of four links"));

  const Outcome solution = in(course, {"solution", "3"});
  CHECK(solution.status == 0);
  CHECK(has(solution, "const double df_dw = x * x;"));
}

TEST_CASE("hints come one at a time", "[exercises]") {
  const CourseCopy course;
  const Outcome first = in(course, {"hint", "4"});
  CHECK(has(first, "Hint 1 of 3"));
  CHECK_FALSE(has(first, "Hint 2 of 3"));
  CHECK(has(in(course, {"hint", "4"}), "Hint 2 of 3"));
  CHECK(has(in(course, {"hint", "4"}), "These are all."));
  CHECK(has(in(course, {"hint", "4"}), "These are all."));
  CHECK(has(in(course, {"course"}), "not yet, 3 hints"));
}

TEST_CASE("reset asks first, and keeps a copy", "[exercises]") {
  const CourseCopy course;
  const auto exercise = course.exercise(2);
  stepgrad::write_file(exercise.file(), "mine");
  for (const char* answer : {"n\n", "\n", ""}) {
    CHECK(has(in(course, {"reset", "2"}, answer), "Nothing is changed."));
    CHECK(read_file(exercise.file()) == "mine");
  }
  CHECK(has(in(course, {"reset", "2"}, "y\n"), "exercise.mine.hpp"));
  CHECK(read_file(exercise.file()) == read_file(exercise.untouched()));
  CHECK(read_file(exercise.folder / "exercise.mine.hpp") == "mine");
  CHECK(has(in(course, {"reset", "2", "--yes"}), "It is as it came already"));
}

TEST_CASE("the course shows how far one is, and finds words", "[exercises]") {
  const CourseCopy course;
  stepgrad::write_file(course.path() / "progress.txt",
                       "solved 01_derivative 2026-03-14T09:53Z\nsolved 02_graph\n");
  const Outcome list = in(course, {"course"});
  CHECK(list.status == 0);
  CHECK(has(list, "-] 1 of "));
  CHECK(has(list, "   1  The slope of any function "));
  CHECK(has(list, ">  2  A loss as a graph "));
  CHECK(list.errors.starts_with("progress.txt: line 2 could not be read and is set aside"));

  const Outcome found = in(course, {"course", "--search", "TANH"});
  CHECK(has(found, "Backpropagation, all of it"));
  CHECK_FALSE(has(found, "Three slopes"));
  CHECK(in(course, {"course", "--search", "xylophone"}).status == 1);
  CHECK(has(in(course, {"course", "5"}), ". Where paths meet"));
}

TEST_CASE("an exercise that is not there is named with what there is", "[exercises]") {
  const CourseCopy course;
  const Outcome outcome = in(course, {"hint", "chian_rule"});
  CHECK(outcome.status == 2);
  CHECK(outcome.errors.find("there is no exercise 'chian_rule'") != std::string::npos);
}

TEST_CASE("for teachers what is missing is told", "[exercises]") {
  const CourseCopy course;
  const auto folder = course.exercise(3).folder;
  std::filesystem::remove_all(folder / "mistakes");
  std::filesystem::remove(folder / "hints.txt");
  const Outcome incomplete = in(course, {"course", "3", "--verify"});
  CHECK(incomplete.status == 1);
  CHECK(incomplete.output ==
        "03_partials: not yet\n"
        "  - hints.txt is missing\n"
        "  - mistakes/ has 0 files, at least 2 are wanted\n");
}

TEST_CASE("a checkout that is gone is the fault of the machine", "[exercises]") {
  const Outcome outcome =
      stepgrad::run_program("env", {"STEPGRAD_CHECKOUT=/no/such/place", STEPGRAD_PROGRAM, "watch"},
                            "", std::chrono::minutes(1));
  CHECK(outcome.status == 3);
  CHECK(outcome.errors.find("there is no course in '/no/such/place'") != std::string::npos);
}
