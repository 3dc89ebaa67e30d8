// The check of exercise 9: the loss and its slope beside the stable formulas, far out as well.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::Sample;

struct Case {
  double f, y;

  std::string story() const { return "f = " + in_digits(f) + ", y = " + in_digits(y); }
};

std::vector<Case> cases() {
  std::vector<Case> all{{0, 0}, {0, 1}, {2, 1}, {2, 0}, {-3, 1}, {-3, 0.25}};
  for (int i = 0; i < 20; ++i) all.push_back({stepgrad::random_eighth(-9, 9), i % 5 * 0.25});
  return all;
}

double sigmoid(double f) { return 1 / (1 + std::exp(-f)); }

double right(const Case& at) {
  return std::max(at.f, 0.0) - at.y * at.f + std::log1p(std::exp(-std::abs(at.f)));
}

void check_loss(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("loss, with " + at.story());
    const double up = std::log1p(std::exp(at.f)), down = std::log1p(std::exp(-at.f));
    samples.push_back(
        {"loss at " + at.story(),
         loss(at.f, at.y),
         right(at),
         {{"y may lie between 0 and 1: then both logarithms count, weighed by y and 1 - y.",
           at.y == 1 ? down : up},
          {"the sign before y * f is turned: it is taken away.", right(at) + 2 * at.y * at.f},
          {"that is |f|, and max(f, 0) is wanted.",
           right(at) - std::max(at.f, 0.0) + std::abs(at.f)},
          {"the exponent needs a minus: e^-|f|, which is never above 1.",
           std::max(at.f, 0.0) - at.y * at.f + std::log1p(std::exp(std::abs(at.f)))},
          {"that is log(2 + a) and not log(1 + a): std::log1p adds the 1 by itself.",
           std::max(at.f, 0.0) - at.y * at.f + std::log1p(1 + std::exp(-std::abs(at.f)))},
          {"y and 1 - y are exchanged: y belongs to log(1 + e^-f).", at.y * up + (1 - at.y) * down},
          {"a loss is not negative: the sign is turned.", -right(at)},
          {"the term - y * f is missing: this is the loss where y is 0.", up},
          {"this is the loss where y is 1. What if it is not?", down},
          {"that is a logarithm to base 10. The natural one is std::log.",
           right(at) / std::log(10.0)},
          {"max(f, 0) is missing.", right(at) - std::max(at.f, 0.0)},
          {"that is min(f, 0), and max(f, 0) is wanted.",
           right(at) - std::max(at.f, 0.0) + std::min(at.f, 0.0)},
          {"that is the square (sigmoid(f) - y)^2. The log loss is wanted.",
           std::pow(sigmoid(at.f) - at.y, 2)}}});
  }
  exercise.numbers("L", samples, 1e-12);
}

/// Where the formula on paper breaks, or keeps too few digits.
void check_far_out(stepgrad::ExerciseCheck& exercise) {
  for (const double f : {-1000.0, -700.0, 700.0, 1000.0})
    for (const double y : {0.0, 0.5, 1.0}) {
      const Case at{f, y};
      exercise.about_to("loss, with " + at.story());
      const double yours = loss(f, y);
      if (!std::isfinite(yours))
        exercise.not_yet("The loss at " + at.story() + " is " + in_digits(yours) + ".",
                         "It is " + in_digits(right(at)) +
                             ". An exponential of a large number is inf: take e^-|f|, which is "
                             "never above 1.");
      if (right(at) < 1) continue;  // a tiny one is looked at below
      if (yours < right(at) / 2)
        exercise.not_yet("The loss at " + at.story() + " is " + in_digits(yours) + ".",
                         "It is " + in_digits(right(at)) +
                             ". A probability so far out is 0 or 1 to a computer, and a limit set "
                             "to it is not the loss: compute it from f alone.");
      exercise.numbers("L far out", {{"loss at " + at.story(), yours, right(at)}}, 1e-12);
    }
  for (const double f : {30.0, 40.0, 700.0}) {
    const Case at{f, 1};
    const double yours = loss(f, 1);
    if (std::abs(yours - right(at)) > 1e-9 * right(at))
      exercise.not_yet("The loss at " + at.story() + " is " + in_digits(yours) + ".",
                       "It is small, but not that: " + in_digits(right(at)) +
                           ". 1 + a loses the digits of a tiny a: use std::log1p(a).");
  }
}

void check_slope(stepgrad::ExerciseCheck& exercise) {
  std::vector<Case> all = cases();
  for (const double f : {-1000.0, 1000.0})
    for (const double y : {0.0, 1.0}) all.push_back({f, y});
  std::vector<Sample> samples;
  for (const Case& at : all) {
    exercise.about_to("slope, with " + at.story());
    const double yours = slope(at.f, at.y), p = sigmoid(at.f);
    if (std::isnan(yours))
      exercise.not_yet("The slope at " + at.story() + " is nan.",
                       "e^f / (1 + e^f) is inf by inf there. 1 / (1 + e^-f) is the same number, "
                       "and can be computed.");
    samples.push_back(
        {"slope at " + at.story(),
         yours,
         p - at.y,
         {{"this would be right for y exchanged with 1 - y: it is sigmoid(f) - y.", p - 1 + at.y},
          {"the sign is turned: it is what the model says, less what is true.", at.y - p},
          {"this is the slope where y is 0.", p},
          {"f itself is no probability: take its sigmoid.", at.f - at.y},
          {"it is the slope in f, and not in a weight: nothing is multiplied by f.",
           (p - at.y) * at.f},
          {"the sigmoid's slope p * (1 - p) cancels: it does not belong here.",
           (p - at.y) * p * (1 - p)},
          {"mind the minus in the exponent: 1 / (1 + e^-f).", 1 - p - at.y}}});
  }
  exercise.numbers("dL/df", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_loss(exercise);
  check_far_out(exercise);
  check_slope(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
