// The check of exercise 4: the gradient checker on a neuron and its loss.
#include <stepgrad/course/exercise_check.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;

std::vector<stepgrad::Slip> slips(const Numbers& at, std::size_t row) {
  const std::string names[] = {"w", "x", "b"}, in_front[] = {"x", "w", "1"};
  const std::string of_last =
      "the slope of p = w * x + b in " + names[row] + " is " + in_front[row] + ".";
  const double p = at[0] * at[1] + at[2], h = std::tanh(p);
  const double e = h - 1, last = row == 0 ? at[1] : row == 1 ? at[0] : 1;
  const double square = 2 * e, tanh = 1 - h * h;
  const double h_without_b = std::tanh(at[0] * at[1]);
  return {{"the slope of tanh is 1 - h^2, with h and not with p.", square * (1 - p * p) * last},
          {"the slope of tanh is 1 - h^2: h is squared.", square * (1 - h) * last},
          {"the slope of tanh is 1 - h^2, not 1 + h^2.", square * (1 + h * h) * last},
          {"the slope of L = e^2 is 2 e, with e and not with h.", 2 * h * tanh * last},
          {"the slope of L = e^2 is 2 e, not e^2.", e * e * tanh * last},
          {"e is h - 1, not h + 1.", 2 * (h + 1) * tanh * last},
          {"the slopes of links are multiplied, not added.", (square + tanh) * last},
          {"the slopes of links are multiplied, not added.", square * tanh + last},
          {"the slope of e = h - 1 in h is 1: when h grows, e grows as much.",
           square * e * tanh * last},
          {"the slope of e = h - 1 in h is 1: when h grows, e grows as much.",
           square * h * tanh * last},
          {"p is w * x + b: b is missing in the forward pass.",
           2 * (h_without_b - 1) * (1 - h_without_b * h_without_b) * last},
          {"the slope of h = tanh(p) in p, 1 - h^2, is missing.", square * last},
          {"the last link is missing: p = w * x + b.", square * tanh},
          {of_last, square * tanh * at[row]},
          {of_last, square * tanh * p},
          {of_last, square * tanh * at[2]},
          {of_last, square * tanh * at[0]},
          {of_last, square * tanh * at[1]},
          {"that is L itself. How fast does it move when " + names[row] + " does?", e * e},
          {"that is p itself. How fast does L move when " + names[row] + " does?", p},
          {"that is h itself. How fast does L move when " + names[row] + " does?", h},
          {"0 would mean that L does not move. p = w * x + b grows by " + in_front[row] + " when " +
               names[row] + " grows by 1.",
           0},
          {"it stops at e: the slope of h = tanh(p) and that of p = w * x + b are still to come.",
           square},
          {"that is the slope of p = w * x + b alone: multiply by all that comes after it.", last},
          {"that is the slope of h alone: the slope of L = e^2, 2 e, is missing.", tanh * last},
          {"all shares of w, x and b are added: each input has a slope of its own.",
           square * tanh * (at[0] + at[1] + 1)}};
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
