// The check of exercise 8: what a neuron says, its slopes, and its step, beside the formulas.
#include <stepgrad/course/exercise_check.hpp>

#include <array>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::Sample;
using Three = std::array<double, 3>;

/// A neuron, what it is given, and the rate of its step.
struct Case {
  Three w, x;  // the bias, and the 1 that it is multiplied by, stand last
  double t, rate;

  Neuron neuron() const { return {w[0], w[1], w[2]}; }
  std::string story() const {
    return "w1 = " + in_digits(w[0]) + ", w2 = " + in_digits(w[1]) + ", b = " + in_digits(w[2]) +
           ", x1 = " + in_digits(x[0]) + ", x2 = " + in_digits(x[1]);
  }
};

std::vector<Case> cases() {
  std::vector<Case> all{{{0, 0, 0}, {1, 1, 1}, 1, 1},
                        {{1, 1, -1.5}, {1, 0, 1}, 0, 0.5},
                        {{2, -3, 0.5}, {0, 1, 1}, 1, 4},
                        {{1, 2, 3}, {0, 0, 1}, 0, 0.25}};
  for (int i = 0; i < 20; ++i) {
    const auto any = [] { return stepgrad::random_eighth(-2, 2); };
    all.push_back({{any(), any(), any()}, {any(), any(), 1}, i % 2 ? 1.0 : 0.0, 0.5 + i});
  }
  return all;
}

double squashed(double f) { return 1 / (1 + std::exp(-f)); }
double sum(const Case& at) { return at.w[0] * at.x[0] + at.w[1] * at.x[1] + at.w[2]; }
double right(const Case& at) { return squashed(sum(at)); }

/// The slope of the loss in one of the three.
double slope(const Case& at, std::size_t row) {
  const double p = right(at);
  return 2 * (p - at.t) * p * (1 - p) * at.x[row];
}

void check_says(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("says, with " + at.story());
    const double f = sum(at);
    samples.push_back(
        {at.story(),
         says(at.neuron(), at.x[0], at.x[1]),
         squashed(f),
         {{"mind the minus in the exponent: 1 / (1 + e^-f).", squashed(-f)},
          {"the bias b is missing in f.", squashed(f - at.w[2])},
          {"that is f. The sigmoid of it is wanted.", f},
          {"the bias is added, with its sign: + b.", squashed(f - 2 * at.w[2])},
          {"that is yes or no. How sure it is, is wanted: the sigmoid of f.", f > 0 ? 1 : 0.0},
          {"that is tanh(f). The sigmoid lies between 0 and 1.", std::tanh(f)},
          {"w1 belongs to x1, and w2 to x2.",
           squashed(at.w[0] * at.x[1] + at.w[1] * at.x[0] + at.w[2])},
          {"that is e^-f / (1 + e^-f), which is 1 - p.", 1 - squashed(f)}}});
  }
  exercise.numbers("p", samples, 1e-12);
}

std::vector<stepgrad::Slip> slips(const Case& at, std::size_t row) {
  const double p = right(at), f = sum(at), e = p - at.t, s = p * (1 - p), x = at.x[row];
  std::vector<stepgrad::Slip> all{
      {"the sigmoid's slope is missing: p * (1 - p) belongs between L and f.", 2 * e * x},
      {"the slope of a square has a 2 in it.", e * s * x},
      {"how wrong it is, p - t, is missing: the slope of a square is 2 times what is squared.",
       2 * s * x},
      {"that is half of the sigmoid's slope: p * (1 - p).", 2 * e * p * x},
      {"that is half of the sigmoid's slope: p * (1 - p).", 2 * e * (1 - p) * x},
      {"that is the slope of the log loss, p - t. Here the loss is (p - t)^2.", e * x},
      {"mind the sign: the sigmoid's slope is p * (1 - p).", 2 * e * p * (1 + p) * x},
      {"half of the sigmoid's slope is missing: it is p * (1 - p).", 2 * e * (1 - p) * x},
      {"the sign is turned: the slope of (p - t)^2 in p is 2 * (p - t).", -2 * e * s * x},
      {"that is the slope of tanh, 1 - p^2. The sigmoid's is p * (1 - p).",
       2 * e * (1 - p * p) * x},
      {"the sigmoid's slope is p * (1 - p), with p and not with f.", 2 * e * f * (1 - f) * x},
      {"the sigmoid is applied twice: its slope is p * (1 - p), and p is its value already.",
       2 * e * squashed(p) * (1 - squashed(p)) * x},
      {"the loss depends on the error, p - t, not on p alone.", 2 * p * s * x}};
  if (row < 2) {
    all.push_back({"the slope of f in a weight is the input that it is multiplied by.",
                   2 * e * s * at.w[row]});
    all.push_back({"w1 belongs to x1, and w2 to x2.", 2 * e * s * at.x[1 - row]});
    all.push_back({"that is dL/df. One link is missing: the slope of f in the weight.", 2 * e * s});
  } else {
    all.push_back({"b moves f, too: the slope of f in b is 1.", 0});
    all.push_back({"b is not multiplied by b: the slope of f in b is 1.", 2 * e * s * at.w[2]});
  }
  return all;
}

double of(const Neuron& neuron, std::size_t row) {
  return row == 0 ? neuron.w1 : row == 1 ? neuron.w2 : neuron.b;
}

constexpr std::array<const char*, 3> names{"w1", "w2", "b"};

void check_gradient(stepgrad::ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    const std::string where = at.story() + ", t = " + in_digits(at.t);
    exercise.about_to("gradient, with " + where);
    samples.push_back({where, of(gradient(at.neuron(), at.x[0], at.x[1], at.t), row),
                       slope(at, row), slips(at, row)});
  }
  exercise.numbers(std::string("dL/d") + names[row], samples, 1e-12);
}

/// What becomes of this number if those before it have moved when its slope is taken.
double one_after_another(Case at, std::size_t row) {
  for (std::size_t i = 0; i < row; ++i) at.w[i] -= at.rate * slope(at, i);
  return at.w[row] - at.rate * slope(at, row);
}

void check_learn(stepgrad::ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    const std::string where =
        at.story() + ", t = " + in_digits(at.t) + ", rate = " + in_digits(at.rate);
    exercise.about_to("learn, with " + where);
    const double w = at.w[row], step = at.rate * slope(at, row);
    samples.push_back(
        {where,
         of(learn(at.neuron(), at.x[0], at.x[1], at.t, at.rate), row),
         w - step,
         {{"that is uphill: take rate times the slope away.", w + step},
          {"the rate is missing.", w - slope(at, row)},
          {"that is the step. Where does it lead, from where the neuron was?", step},
          {"that is the step. Where does it lead, from where the neuron was?", -step},
          {"the rate is applied twice.", w - at.rate * step},
          {"the slope is divided by the rate. It is multiplied by it.",
           w - slope(at, row) / at.rate},
          {"nothing has moved.", w},
          {"a number has moved before this slope was taken. First all slopes, then the step.",
           one_after_another(at, row)}}});
  }
  exercise.numbers(std::string("the new ") + names[row], samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_says(exercise);
  for (std::size_t row = 0; row < 3; ++row) check_gradient(exercise, row);
  for (std::size_t row = 0; row < 3; ++row) check_learn(exercise, row);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
