// What a learner is told whose matrices or loops are wrong.
#include <stepgrad/course/exercise_training.hpp>

#include <limits>

#include "catch.hpp"

using namespace stepgrad;

namespace {

const Rows right{{1, -2}, {0.5, 4}};

DescentSample bowl(double rate, double arrived) {
  return {"L = w²",
          {[](const std::vector<double>& w) { return std::vector<double>{2 * w[0]}; },
           {1.0},
           rate,
           2,
           {arrived}}};
}

}  // namespace

TEST_CASE("right matrices and loops pass without a word", "[exercise_training]") {
  ExerciseCheck exercise([](const std::string&) {});
  check_matrices(exercise, "dW", {{"here", {right, right, 2}}});
  check_descents(exercise, "w", {bowl(0.25, 0.25)});
}

TEST_CASE("a wrong matrix ends the check, and so does a loop that has not arrived",
          "[exercise_training]") {
  ExerciseCheck exercise([](const std::string&) {});
  CHECK_THROWS(check_matrices(exercise, "dW", {{"here", {{{1, -2}, {0.5, 5}}, right, 2}}}));
  CHECK_THROWS(check_matrices(exercise, "dW", {{"here", {{{1}, {0.5, 5}}, right, 2}}}));
  CHECK_THROWS(check_matrices(exercise, "dW", {{"here", {{}, right, 2}}}));
  CHECK_THROWS(check_descents(exercise, "w", {bowl(0.25, 2.25)}));
}

TEST_CASE("no number where a number is expected ends the check", "[exercise_training]") {
  ExerciseCheck exercise([](const std::string&) {});
  const double none = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS(check_matrices(exercise, "w", {{"here", {{{none}}, {{1.6}}}}}));
}
