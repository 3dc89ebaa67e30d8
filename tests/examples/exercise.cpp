// course/exercise_check.hpp: the check of an exercise, with a solution in it.
#define EXERCISE "line.hpp"
#include <stepgrad/course/exercise_check.hpp>
#include EXERCISE

namespace checking {  // apart from whatever names the learner uses
void check(stepgrad::ExerciseCheck& exercise) {
  exercise.gradient({.formula = "L = w*x + b", .points = {{2, -3, 1}}}, slopes);
}
}  // namespace checking
int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}

// Prints:
// …
// L = w*x + b at w = -1.875, x = -1.25, b = -2solved
