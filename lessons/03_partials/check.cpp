// The check of exercise 3: the gradient checker on f = w x^2 + b x.
#include <stepgrad/course/exercise_check.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;

std::vector<stepgrad::Slip> slips(const Numbers& at, std::size_t row) {
  const double w = at[0], x = at[1], b = at[2], f = w * x * x + b * x;
  const std::string wx2 = "w * x^2 has no b in it: its slope in b is 0.",
                    bx = "b * x has no w in it: its slope in w is 0.";
  if (row == 0)
    return {{"hold x and b, and f is a straight line in w. How steep is it?", 2 * w * x},
            {"w is multiplied by x^2, not by x.", x},
            {bx, x * x + b * x},
            {bx, x * x + b},
            {"that is f itself. How much does it change when w does?", f}};
  if (row == 2)
    return {{"hold w and x, and f is a straight line in b. How steep is it?", b},
            {"b is multiplied by x: when b grows by 1, b * x grows by more than 1.", 1},
            {wx2, w * x * x + x},
            {wx2, w + x},
            {"that is f itself. How much does it change when b does?", f}};
  return {{"b * x depends on x, too. Its share is missing.", 2 * w * x},
          {"the number in front of x^2, which is w, stays in front of its slope.", 2 * x + b},
          {"the slope of x^2 is 2 x, so a factor of 2 is missing.", w * x + b},
          {"the slope of x^2 is 2 x, not x^2.", w * x * x + b},
          {"the slope of b * x in x is the number in front of x, b.", 2 * w * x + b * x},
          {"the terms are added in f, and so are their slopes.", 2 * w * x - b},
          {"the share of w * x^2 is missing. (1 / 2 is 0 in C++: 0.5 is a half.)", b},
          {"that is f itself. How much does it change when x does?", f}};
}

void check(stepgrad::ExerciseCheck& exercise) {
  exercise.gradient(
      {.formula = "f = w*x^2 + b*x",
       .points = {{2, 3, 5}, {1, 0, 4}, {0, -2, 1}, {-1, 0.5, 0}, {100, -30, 7}, {0.3, 1.1, -0.7}},
       .slips = slips},
      [](const Numbers& at) {
        const auto [w, x, b] = partials(at[0], at[1], at[2]);
        return Numbers{w, x, b};
      });
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
