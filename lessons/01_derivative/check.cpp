// The check of exercise 1: slopes of functions that nobody can know beforehand, and a look at where
// the learner's code asks for heights.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;

struct Curve {
  std::string name;
  Function f, slope;
};

std::vector<Curve> curves() {
  std::vector<Curve> all{
      {"f(x) = x^2", [](double x) { return x * x; }, [](double x) { return 2 * x; }},
      {"f(x) = 1 / (1 + x^2)", [](double x) { return 1 / (1 + x * x); },
       [](double x) { return -2 * x / std::pow(1 + x * x, 2); }},
      {"f(x) = exp(x)", [](double x) { return std::exp(x); }, [](double x) { return std::exp(x); }},
      {"f(x) = sin(x)", [](double x) { return std::sin(x); }, [](double x) { return std::cos(x); }},
      {"f(x) = x^5", [](double x) { return std::pow(x, 5); },
       [](double x) { return 5 * std::pow(x, 4); }}};
  for (int i = 0; i < 5; ++i) {
    const double a = stepgrad::random_eighth(-3, 3), b = stepgrad::random_eighth(-3, 3);
    all.push_back({"f(x) = " + in_digits(a) + " x^3 + " + in_digits(b) + " x",
                   [=](double x) { return a * x * x * x + b * x; },
                   [=](double x) { return 3 * a * x * x + b; }});
  }
  return all;
}

/// What the places where heights were asked for say about a slope that is not right; "" if nothing.
std::string about(const std::vector<double>& asked, double x) {
  if (asked.empty()) return "f is never called: how high is the curve left and right of x?";
  const double right = *std::ranges::max_element(asked) - x;
  const double left = x - *std::ranges::min_element(asked);
  if (right == 0 && left == 0)
    return "f is only called at x itself: one height says nothing about a slope. Is h 0 (as "
           "1 / 100000 is, for whole numbers divide to whole numbers), or too small to change x?";
  if (right <= 0 || left <= 0)
    return "This is a one-sided difference: f is never called on the other side of x. Its error "
           "falls like h; with steps to both sides it falls like h^2.";
  if (std::abs(right - left) > 0.01 * right)
    return "The step to the right is " + in_digits(right) + ", the one to the left " +
           in_digits(left) + ": they should have the same length.";
  if (right > 2e-4)
    return "h is about " + in_digits(std::round(right * 1e6) / 1e6) +
           ": over so long a step the curve bends away from its chord. Try a shorter one. "
           "(C++ writes a thousandth as 1e-3; 10^-3 is something else.)";
  if (right < 2e-7)
    return "h is below 2e-7: the two heights are so much alike that rounding eats their "
           "difference. Try a longer step.";
  return "";
}

/// What may have gone wrong, with the same h.
std::vector<stepgrad::Slip> slips(const Function& f, const std::vector<double>& asked, double x,
                                  double yours) {
  if (const std::string sentence = about(asked, x); !sentence.empty()) return {{sentence, yours}};
  const double h = *std::ranges::max_element(asked) - x, right = f(x + h), left = f(x - h);
  if (!std::isfinite(yours))
    return {{"The heights are divided by 0: how far apart are x + h and x - h?", yours}};
  return {{"It is divided by x: how far apart are x + h and x - h?", (right - left) / (2 * x)},
          {"It is divided by x: how far apart are x + h and x - h?", (right - left) / x},
          {"It is twice what is right: how far apart are x + h and x - h?", (right - left) / h},
          {"Mind the brackets: a / 2 * h divides by 2, and then multiplies by h.",
           (right - left) / 2 * h},
          {"Mind the brackets: a - b / c divides b alone.", right - left / (2 * h)},
          {"Mind the brackets: a - b / c divides b alone.", right - left / 2 * h},
          {"The heights are added: what counts is how much the one is above the other.",
           (right + left) / (2 * h)},
          {"The difference of the heights is not divided yet.", right - left},
          {"Is the absolute value taken? Where a curve falls, its slope is below 0.",
           std::abs(right - left) / (2 * h)},
          {"The height on the left is taken away from the one "
           "on the right, not the other way round.",
           (left - right) / (2 * h)},
          {"The left half alone: divide f(x + h) - f(x - h), not f(x) - f(x - h).",
           (f(x) - left) / (2 * h)},
          {"The right half alone: divide f(x + h) - f(x - h), not f(x + h) - f(x).",
           (right - f(x)) / (2 * h)},
          {"It is multiplied by the distance where it should be divided by it.",
           (right - left) * 2 * h}};
}

void check(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> samples;
  for (const Curve& curve : curves())
    for (const double x : {3.0, 0.0, 1.0, -1.5, 2.25}) {
      const std::string where = curve.name + " at x = " + in_digits(x);
      exercise.about_to(where);
      std::vector<double> asked;
      const auto watched = [&](double at) {
        asked.push_back(at);
        return curve.f(at);
      };
      const double yours = slope(watched, x);
      samples.push_back({where, yours, curve.slope(x), {}});
      samples.back().slips = slips(curve.f, asked, x, yours);
    }
  exercise.numbers("slope(f, x)", samples, 1e-8);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
