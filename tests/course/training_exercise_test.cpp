// Exercises that need matrices: compiled against them, with time of their own, and told in plain
// words where the kit has none.
#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/verify.hpp>
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

constexpr const char* layer = R"file(// Exercise 77. A layer's way back.
#pragma once

#include <stepgrad/course/todo.hpp>
#include <stepgrad/matrix/eigen.hpp>

using namespace stepgrad;

using Numbers = Matrix<double>;

/// dL/dX of Y = W X, where G = dL/dY.
inline Numbers gradient(const Numbers& W, const Numbers& G) {
  todo();  // replace this line
}
)file";

constexpr const char* check = R"file(// The check of exercise 77: shapes and numbers.
// Seconds: 2
#include <stepgrad/course/exercise_check.hpp>

#include EXERCISE

namespace checking {

void check(stepgrad::ExerciseCheck& exercise) {
  const Numbers W{{1, 2}, {3, 4}, {5, 6}}, G{{1, 0}, {0, 2}, {1, 1}};
  exercise.about_to("gradient of a layer");
  const Numbers yours = gradient(W, G);
  exercise.numbers("the second entry", {{"the layer", yours(0, 1), 11}}, 1e-12);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
)file";

struct LayerCourse : CourseCopy {
  LayerCourse() {
    const fs::path folder = path() / "lessons" / "77_layer";
    fs::create_directories(folder);
    write_file(folder / "untouched.hpp", layer);
    write_file(folder / "check.cpp", check);
    write_body("todo();");
  }
  void write_body(const std::string& body) const {
    write_file(path() / "lessons" / "77_layer" / "exercise.hpp",
               replaced(layer, "todo();  // replace this line", body));
  }
};

}  // namespace

TEST_CASE("what an exercise needs stands in its files", "[workbench]") {
  const LayerCourse course;
  CHECK(course.exercise(77).needs_matrices());
  CHECK(course.exercise(77).seconds() == 2);
  CHECK_FALSE(course.exercise(3).needs_matrices());
  CHECK(course.exercise(3).seconds() == 5);
}

TEST_CASE("a kit without matrices says so, and the other exercises work", "[workbench]") {
  const LayerCourse course;
  const Workplace place;
  fs::copy_file(STEPGRAD_EXERCISE_BUILD, place / "exercise.build");
  const Workbench bench(place / "exercise.build", place / "exercises");
  CHECK_FALSE(bench.can_try(course.exercise(77)));
  CHECK(error_of([&] { bench.attempt(course.exercise(77)); }) ==
        "exercise 77 trains, and stepgrad was built without matrices\n"
        "To have them: sudo apt-get install libeigen3-dev zlib1g-dev libpng-dev (or these packages "
        "of your system), remove the directory 'build', and call ./stepgrad again. The other "
        "exercises work without.");
  CHECK(bench.attempt(course.exercise(3), course.exercise(3).solution()).state == State::solved);
}

#ifdef STEPGRAD_TRAIN
TEST_CASE("an exercise of matrices is compiled with them", "[workbench]") {
  const LayerCourse course;
  CHECK(workbench().attempt(course.exercise(77)).text.starts_with("the hole in line 13"));
  for (const char* body : {"return W.transpose() * G;",
                           "Numbers all = Numbers::Zero(W.cols(), G.cols()); "
                           "all.noalias() += W.transpose() * G; return all;"}) {
    course.write_body(body);
    const Attempt attempt = workbench().attempt(course.exercise(77));
    INFO(attempt.text);
    CHECK(attempt.state == State::solved);
  }
  course.write_body("return W.transpose() * G * 2;");
  CHECK(workbench()
            .attempt(course.exercise(77))
            .text.starts_with("the second entry is 22, expected 11"));
}

TEST_CASE("matrices that do not fit are told in plain words, with the line", "[workbench]") {
  const LayerCourse course;
  const struct {
    const char *body, *told;
  } table[] = {{"return W * G;", "the shapes of two matrices do not fit: invalid matrix product"},
               {"return W + W.transpose();", "the shapes of two matrices do not fit"},
               {"return Numbers::Constant(1, 1, W(7, 0) + G(0, 0));",
                "an index is past the end of a matrix"}};
  for (const auto& [body, told] : table) {
    course.write_body(body);
    const Attempt attempt = workbench().attempt(course.exercise(77));
    INFO(attempt.text);
    CHECK(attempt.state == State::not_yet);
    CHECK(attempt.text.find(told) != std::string::npos);
    CHECK(attempt.text.find(fmt::format("  13 | {}", body)) != std::string::npos);
  }
}

TEST_CASE("a check may take the time that it says it needs, and no more", "[workbench]") {
  const LayerCourse course;
  course.write_body("for (volatile int on = 1; on;) {} return W + G;");
  const Attempt attempt = workbench().attempt(course.exercise(77));
  INFO(attempt.text);
  CHECK(attempt.text.starts_with("it was still busy after 2 seconds"));
}
#endif
