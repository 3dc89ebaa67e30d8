// The check of exercise 4: the gradient checker on a neuron and its loss.
#include <stepgrad/course/exercise_check.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;

std::vector<stepgrad::Slip> slips(const Numbers& at, std::size_t row) {
  const double p = at[0] * at[1] + at[2], h = std::tanh(p);
  const double last = row == 0 ? at[1] : row == 1 ? at[0] : 1;
  return {
      {"the slope of tanh is 1 - h^2, with h and not with p.", 2 * (h - 1) * (1 - p * p) * last},
      {"the last link is missing: p = w * x + b.", 2 * (h - 1) * (1 - h * h)}};
}

void check(stepgrad::ExerciseCheck& exercise) {
  exercise.gradient({.formula = "p = w*x + b; h = tanh(p); e = h - 1; L = e^2",
                     .points = {{0.5, 2, -1.5}, {1, 0, 0}, {0, 3, 0.25}, {2, -1, 2}, {-3, 2, 1}},
                     .slips = slips},
                    [](const Numbers& at) {
                      const auto [w, x, b] = slopes(at[0], at[1], at[2]);
                      return Numbers{w, x, b};
                    });
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
