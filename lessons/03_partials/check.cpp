// The check of exercise 3: the gradient checker on f = w x^2 + b x.
#include <stepgrad/course/exercise_check.hpp>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;

std::vector<stepgrad::Slip> slips(const Numbers& at, std::size_t row) {
  const double w = at[0], x = at[1], b = at[2], f = w * x * x + b * x;
  const std::string wx2 = "w * x^2 has no b in it: its slope in b is 0.",
                    bx = "b * x has no w in it: its slope in w is 0.",
                    sum =
                        "that is the sum of all three slopes. Each input has a slope of its "
                        "own, with the two others held.",
                    turned = "the size is right; look at the sign.";
  const double all = x * x + 2 * w * x + b + x;
  if (row == 0)
    return {{"hold x and b, and f is a straight line in w. How steep is it?", 2 * w * x},
            {"w is multiplied by x^2, not by x.", x},
            {bx, x * x + b * x},
            {bx, x * x + b},
            {"that is f itself. How much does it change when w does?", f},
            {"that is the slope of x^2 in x. In w, x^2 is the number in front of w.", 2 * x},
            {"that is a slope in x. In w, x^2 is the number in front of w.", 2 * w * x + b},
            {"the term is w * x^2 itself: its slope in w is what stands in front of w.", w * x * x},
            {"that is the slope in w of the w before x^2 alone: it is multiplied by x^2.", 1},
            {"w does not stay as a factor of its own slope: it is what moves.", w},
            {turned, -x * x},
            {sum, all},
            {"0 would mean that f does not move when w does.", 0}};
  if (row == 2)
    return {{"hold w and x, and f is a straight line in b. How steep is it?", b},
            {"b is multiplied by x: when b grows by 1, b * x grows by more than 1.", 1},
            {wx2, w * x * x + x},
            {wx2, w + x},
            {"that is f itself. How much does it change when b does?", f},
            {"b is multiplied by x, not by x^2.", x * x},
            {"that is the term b * x itself: its slope in b is what stands in front of b.", b * x},
            {turned, -x},
            {sum, all},
            {"0 would mean that f does not move when b does.", 0}};
  return {{"b * x depends on x, too. Its share is missing.", 2 * w * x},
          {"the number in front of x^2, which is w, stays in front of its slope.", 2 * x + b},
          {"the slope of x^2 is 2 x, so a factor of 2 is missing.", w * x + b},
          {"the slope of x^2 is 2 x, not x^2.", w * x * x + b},
          {"the slope of b * x in x is the number in front of x, b.", 2 * w * x + b * x},
          {"the terms are added in f, and so are their slopes.", 2 * w * x - b},
          {"the share of w * x^2 is missing. (1 / 2 is 0 in C++: 0.5 is a half.)", b},
          {"that is f itself. How much does it change when x does?", f},
          {"w and b are left out: a number in front of x^2 or of x stays in front of its slope.",
           2 * x},
          {"w and b are left out: the slope of w * x^2 is 2 w x, that of b * x is b.", 2 * x + 1},
          {"only w * x^2 and b * x depend on x: their slopes are 2 "
           "w x and b, and nothing is to be added.",
           2 * w * x + b + x},
          {"x^2 + x is the slope in w and the slope in b. In x, w and b are held.", x * x + x},
          {"the slope of x^2 in x is 2 x: w * x^2 has 2 w x, not 2 w.", 2 * w + b},
          {"2 x once: w * x^2 has the slope 2 w x.", w * x * x + 2 * x + b},
          {"the slope of b * x in x is b, not 1.", 2 * w * x + 1},
          {turned, -(2 * w * x + b)},
          {sum, all}};
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
