// Exercises that build on earlier ones: whose work is used, and what is told of it.
#include <stepgrad/course/earlier_work.hpp>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/exercise_text.hpp>
#include <stepgrad/course/gradebook.hpp>
#include <stepgrad/course/verdicts.hpp>
#include <stepgrad/course/workbench.hpp>

#include "catch.hpp"
#include "course_copy.hpp"
#include "error_text.hpp"

using namespace stepgrad;
using stepgrad::test::CourseCopy;
using stepgrad::test::Workplace;
using State = Attempt::State;
namespace fs = std::filesystem;

namespace {

/// Whose exercise 9 exercise 11 is built on, in a sentence of one line.
std::string told_at_11(const CourseCopy& course) {
  const Attempt attempt = workbench().attempt(course.exercise(11));
  INFO(attempt.text);
  CHECK(attempt.state == State::solved);
  return replaced(trimmed(earlier_work_text(attempt.built_on)), "\n  ", " ");
}

constexpr const char* yours = "Your loss and slope of lesson 9 are used.";

}  // namespace

TEST_CASE("behind a learned header the file stands in a namespace, its includes outside",
          "[earlier_work]") {
  const CourseCopy course;
  CHECK(learned_header(course.exercise(9)) == "learned/09_losses.hpp");
  CHECK(learned_text(course.exercise(9), "/x/exercise.hpp",
                     "#include <cmath>\n# include <vector> // all\n#include \"mine.hpp\"\n") ==
        "#pragma once\n#include <cmath>\n#include <vector>\nnamespace lesson9 {\n"
        "#include \"/x/exercise.hpp\"\n}\n");
}

TEST_CASE("an exercise builds on what its includes name, each after its own groundwork",
          "[earlier_work]") {
  const CourseCopy course;
  std::vector<int> numbers;
  for (const Exercise& earlier : built_on(course.exercise(13))) numbers.push_back(earlier.number);
  CHECK(numbers == std::vector<int>{9, 11});
  CHECK(built_on(course.exercise(9)).empty());
  const Exercise exercise = course.exercise(9);
  write_file(exercise.untouched(), "#include <learned/11_two_classes.hpp>\n");
  CHECK(error_of([&] {
          built_on(exercise);
        }).starts_with("exercise 9 builds on '11_two_classes', which is no exercise before it"));
}

TEST_CASE("the learner's own work is used where it passes, and the kit's where it does not",
          "[earlier_work]") {
  const CourseCopy course;
  const Exercise losses = course.exercise(9);
  course.write(11, "solution.hpp");
  CHECK(told_at_11(course) ==
        "The kit's loss and slope of lesson 9 are used, for exercise 9 is not written yet.");
  course.write(9, "solution.hpp");
  CHECK(told_at_11(course) == yours);
  // Broken later: that is told of exercise 9, and no fault of exercise 11.
  write_file(losses.file(), replaced(read_file(losses.solution()), "- y * f", "+ y * f"));
  CHECK(told_at_11(course).starts_with(
      "The kit's loss and slope of lesson 9 are used, for your "
      "09_losses/exercise.hpp does not pass its own check as it is now: L is "));
  write_file(losses.file(), "inline double loss(double f, double y) { return f }\n");
  CHECK(told_at_11(course).find("it does not compile: exercise.hpp:1:") != std::string::npos);
  reset(losses);
  CHECK(told_at_11(course).find("exercise 9 is not written") != std::string::npos);
  fs::remove(losses.file());
  CHECK(told_at_11(course).find("there is no exercise 9 of yours") != std::string::npos);
}

TEST_CASE("the network of exercise 23 is made of the learner's own pieces, or of the kit's",
          "[earlier_work]") {
  const CourseCopy course;
  if (!workbench().can_try(course.exercise(23))) return;  // built without matrices
  for (const int number : {12, 15, 16, 18, 23}) course.write(number, "solution.hpp");
  const auto words = [](const Attempt& attempt) {
    INFO(attempt.text);
    CHECK(attempt.state == State::solved);
    return replaced(attempt_text(attempt, false), "\n  ", " ");
  };
  const std::string own = words(workbench().attempt(course.exercise(23)));
  CHECK(own.find("Your softmax and gradient of lesson 12 are used.") != std::string::npos);
  CHECK(own.find("Your layer and backward of lesson 15 are used.") != std::string::npos);
  CHECK(own.find("Your softmax, last_error, error_below, slopes and step of lesson 16 are used.") !=
        std::string::npos);
  CHECK(own.find("Your step, descend and settles of lesson 18 are used.") != std::string::npos);
  CHECK(own.find("digits a second") != std::string::npos);
  CHECK(own.find("the kit's") != std::string::npos);

  // A mistake is told in its own exercise; here the kit's pieces stand in for those two.
  course.write(16, "mistakes/transposed.hpp");
  course.write(18, "mistakes/uphill.hpp");
  const std::string mixed = words(workbench().attempt(course.exercise(23)));
  CHECK(mixed.find("Your layer and backward of lesson 15 are used.") != std::string::npos);
  CHECK(mixed.find("The kit's softmax, last_error, error_below, slopes and step of lesson 16 are "
                   "used, for your 16_layers/exercise.hpp does not pass") != std::string::npos);
  CHECK(mixed.find("The kit's step, descend and settles of lesson 18 are used, for your "
                   "18_momentum/exercise.hpp does not pass") != std::string::npos);
}

TEST_CASE("names of two exercises do not meet", "[earlier_work]") {
  const CourseCopy course;
  const std::string helpers =
      "\nusing Numbers = double*;\nstruct Sample {};\ninline int score() { return 1; }\n"
      "inline double probability = 0;\n";
  write_file(course.exercise(9).file(), read_file(course.exercise(9).solution()) + helpers);
  course.write(11, "solution.hpp");
  CHECK(told_at_11(course) == yours);
}

TEST_CASE("what passes alone but cannot stand in a namespace gives way to the kit's",
          "[earlier_work]") {
  const CourseCopy course;
  write_file(course.exercise(9).file(),
             replaced(read_file(course.exercise(9).solution()), "inline double slope",
                      "inline double far() { return ::loss(9, 0); }\ninline double slope"));
  course.write(11, "solution.hpp");
  CHECK(told_at_11(course).find("'::loss' has not been declared") != std::string::npos);
}

TEST_CASE("nothing but its groundwork can be included", "[earlier_work]") {
  const CourseCopy course;
  const Exercise exercise = course.exercise(12);
  write_file(exercise.file(), "#include <learned/12_softmax.hpp>\nusing namespace lesson12;\n");
  const Attempt attempt = workbench().attempt(exercise);
  INFO(attempt.text);
  CHECK(attempt.state == State::does_not_compile);
  CHECK(attempt.text.find("Only exercises that this one builds on") != std::string::npos);
}

TEST_CASE("the verdict says whose work is used", "[earlier_work]") {
  const CourseCopy course;
  course.write(9, "solution.hpp");
  course.write(11, "mistakes/sum.hpp");
  const std::string text = attempt_text(workbench().attempt(course.exercise(11)), false);
  INFO(text);
  CHECK(text.ends_with(std::string("\n\n") + yours + "\n"));
}

TEST_CASE("a student's exercise is built on that student's earlier ones", "[earlier_work]") {
  const CourseCopy course;
  const Workplace folder;
  const auto hand_in = [&](const std::string& path, const std::string& text) {
    fs::create_directories(fs::path(folder / path).parent_path());
    write_file(folder / path, text);
  };
  const std::string solution = read_file(course.exercise(9).solution());
  hand_in("ada/09.hpp",
          "#include <cstdio>\n" + replaced(solution, "  return std::max",
                                           "  static int once = std::puts(\"by ada\");\n"
                                           "  return once * 0 + std::max"));
  for (const char* path : {"ada/11.hpp", "ben/11.hpp"})
    hand_in(path, read_file(course.exercise(11).solution()));
  const Submissions found = submissions(folder / "", exercises(course.path()), course.exercise(11));
  const Gradebook book =
      grade(found, {course.exercise(11)}, workbench(Sandbox()), 1, [](std::size_t, std::size_t) {});
  REQUIRE(book.rows.size() == 2);
  CHECK(book.rows[0].marks[0].state == Mark::State::solved);
  CHECK(book.rows[0].marks[0].printed == "by ada\n");
  CHECK(book.rows[1].marks[0].state == Mark::State::solved);
  CHECK(book.rows[1].marks[0].printed.empty());
}

TEST_CASE("a verdict is remembered for exactly what it was given for", "[earlier_work]") {
  const Workplace place;
  const Verdicts verdicts(place / "verdicts");
  CHECK_FALSE(verdicts.recall("one").has_value());
  verdicts.keep("one", "L is 1, expected 2");
  verdicts.keep("another", "");
  CHECK(verdicts.recall("one") == "L is 1, expected 2");
  CHECK(verdicts.recall("another") == "");
  CHECK_FALSE(verdicts.recall("one ").has_value());
  for (int i = 0; i < 2000; ++i) verdicts.keep("work " + std::to_string(i), "");
  const auto files = fs::directory_iterator(place / "verdicts");
  CHECK(std::distance(begin(files), end(files)) <= 500);
}
