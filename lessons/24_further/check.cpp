// The check of exercise 24: H d beside the Hessian of a function, with a look at where the gradient
// was asked; then power iteration and its rate on matrices, with what may go wrong in them played
// through.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::Sample;
using stepgrad::Slip;
using List = std::vector<double>;
using Matrix = std::vector<List>;

double times(const List& a, const List& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

List product(const Matrix& A, const List& d) {
  List all;
  for (const List& row : A) all.push_back(times(row, d));
  return all;
}

std::string told(const List& numbers) {
  std::string text = "(";
  for (const double number : numbers) text += (text == "(" ? "" : ", ") + in_digits(number);
  return text + ")";
}

// ---- H d

/// The gradient of w0⁴ + w0 w1² + exp(w1), and its Hessian.
List gradient_at(const List& w) {
  return {4 * w[0] * w[0] * w[0] + w[1] * w[1], 2 * w[0] * w[1] + std::exp(w[1])};
}
Matrix hessian_at(const List& w) {
  return {{12 * w[0] * w[0], 2 * w[1]}, {2 * w[1], 2 * w[0] + std::exp(w[1])}};
}

/// A call of the learner's function, and the places where it has asked for the gradient.
struct Asked {
  List w, d, yours, right;
  std::vector<List> places;

  bool is_right() const {
    for (std::size_t i = 0; i < right.size(); ++i)
      if (!(std::abs(yours[i] - right[i]) <= 1e-5 * std::max(1.0, std::abs(right[i]))))
        return false;
    return true;
  }
};

Asked ask(const List& w, const List& d) {
  Asked asked{w, d, {}, product(hessian_at(w), d), {}};
  asked.yours = hessian_times(
      [&](const List& at) {
        asked.places.push_back(at);
        return gradient_at(at);
      },
      w, d);
  return asked;
}

/// What may be behind a wrong H d; "" if nobody knows.
std::string cause(const Asked& asked) {
  if (asked.places.empty()) return "it never asks for a gradient.";
  double least = 1e300, most = -1e300;
  for (const List& place : asked.places) {
    List way;
    for (std::size_t i = 0; i < place.size(); ++i) way.push_back(place[i] - asked.w[i]);
    const double t = times(way, asked.d) / times(asked.d, asked.d);
    for (std::size_t i = 0; i < way.size(); ++i)
      if (std::abs(way[i] - t * asked.d[i]) > 0.01 * std::abs(t) + 1e-14)
        return "w has to move along d: every entry by h times its own entry of d.";
    least = std::min(least, t);
    most = std::max(most, t);
  }
  const double h = std::max(most, -least);
  if (h < 3e-9) return "the step is too small: both gradients agree in nearly all their digits.";
  if (h > 2e-4) return "the step is too large: the slope bends on the way.";
  const auto is_times = [&](double factor) {
    for (std::size_t i = 0; i < asked.right.size(); ++i)
      if (!(std::abs(asked.yours[i] - factor * asked.right[i]) <
            0.01 * std::abs(factor * asked.right[i]) + 1e-12))
        return false;
    return true;
  };
  const double apart = most - least;
  if (is_times(-1) || is_times(-2))
    return "the sign is turned: the gradient ahead, less the one behind.";
  if (is_times(2)) return "the two places are twice h apart: divide by 2*h.";
  if (is_times(0.5)) return "the two places are h apart, and it is divided by 2*h.";
  if (is_times(apart))
    return "that is how far the gradient has changed. It is not divided by the way.";
  if (std::min(most, -least) < 0.5 * h)
    return "that is a difference on one side only, and not good to six digits: ask at w - h*d, too.";
  return "";
}

void check_product(stepgrad::ExerciseCheck& exercise) {
  std::vector<Asked> all;
  for (std::size_t i = 0; i < 12; ++i) {
    const auto any = [] { return stepgrad::random_eighth(-2, 2); };
    const List w = i == 0 ? List{1, 0.5} : List{any(), any()};
    const List d = i == 0 ? List{1, 0} : List{any() + 2.125, any()};
    exercise.about_to("hessian_times, with w = " + told(w) + ", d = " + told(d));
    all.push_back(ask(w, d));
    if (all.back().yours.size() != 2)
      exercise.not_yet("H d has as many numbers as there are weights.",
                       "Yours has " + std::to_string(all.back().yours.size()) + ", and w has 2.");
  }
  const auto wrong =
      std::ranges::find_if(all, [](const Asked& asked) { return !asked.is_right(); });
  const std::string sentence = wrong == all.end() ? "" : cause(*wrong);
  for (const std::size_t i : {0u, 1u}) {
    std::vector<Sample> samples;
    for (const Asked& asked : all) {
      samples.push_back(
          {"w = " + told(asked.w) + ", d = " + told(asked.d), asked.yours[i], asked.right[i]});
      if (!sentence.empty()) samples.back().slips.push_back({sentence, asked.yours[i]});
    }
    exercise.numbers("H d, entry " + std::to_string(i), samples, 1e-5);
  }
}

// ---- power iteration

struct Case {
  Matrix A;  // the Hessian, the same everywhere
  List d;
  std::size_t rounds;

  Gradient gradient() const {
    return [A = A](const List& w) { return product(A, w); };
  }
  List w() const { return List(d.size(), 0.0); }
  std::string story() const {
    std::string text = "H = ";
    for (const List& row : A) text += told(row);
    return text + ", d = " + told(d) + ", " + std::to_string(rounds) +
           (rounds == 1 ? " round" : " rounds");
  }
};

std::vector<Case> cases() {
  return {{{{3, 1}, {1, 3}}, {1, 0}, 1},
          {{{3, 1}, {1, 3}}, {1, 0.5}, 4},
          {{{1, 3}, {3, 1}}, {2, 1}, 6},
          {{{-3, 1}, {1, -1}}, {1, 1}, 5},
          {{{-5, 1}, {1, 2}}, {1, 1}, 8},
          {{{6, 1, 0}, {1, 4, 2}, {0, 2, 3}}, {1, -1, 1}, 5},
          {{{-4, 1, 0}, {1, 1, 0.5}, {0, 0.5, 2}}, {1, 1, 2}, 10}};
}

/// How long d counts as, and by how much it is divided.
double euclid(const List& d) { return std::sqrt(times(d, d)); }
double as_it_is(const List&) { return 1; }
double squared(const List& d) { return times(d, d); }
double largest(const List& d) {
  double most = 0;
  for (const double number : d) most = std::max(most, std::abs(number));
  return most;
}
double added(const List& d) {
  double sum = 0;
  for (const double number : d) sum += number;
  return sum;
}

/// d and its product after these rounds.
struct Turned {
  List d, product;
  double quotient() const { return times(d, product); }
};

Turned turned(const Case& at, std::size_t rounds, double shift,
              double (*length)(const List&) = euclid) {
  const auto shifted = [&](const List& d) {
    List all = product(at.A, d);
    for (std::size_t i = 0; i < d.size(); ++i) all[i] -= shift * d[i];
    return all;
  };
  List d = at.d;
  for (std::size_t round = 0; round < rounds; ++round) {
    d = shifted(d);
    const double by = length(d);
    for (double& number : d) number /= by;
  }
  return {d, shifted(d)};
}

void check_power(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const Case& at : cases())
    for (const double shift : {0.0, 1.5, -2.5}) {
      const std::string where = at.story() + ", shift " + in_digits(shift);
      exercise.about_to("power, with " + where);
      const std::size_t n = at.rounds;
      const double right = turned(at, n, shift).quotient();
      samples.push_back(
          {where,
           power(at.gradient(), at.w(), at.d, n, shift),
           right,
           {{"d has to be made as long as 1 in every round.",
             turned(at, n, shift, as_it_is).quotient()},
            {"that is how long the product is: a length has no sign. Multiply by d, entry by entry, "
             "and add up.",
             euclid(turned(at, n, shift).product)},
            {"the sign is gone: a curvature may be below 0.", std::abs(right)},
            {"a round is missing.", n == 1 ? times(at.d, turned(at, 0, shift).product)
                                           : turned(at, n - 1, shift).quotient()},
            {"that is one round too many.", turned(at, n + 1, shift).quotient()},
            {"it has gone one round, and not `rounds`.", turned(at, 1, shift).quotient()},
            {"the length of d has to become 1, not its largest entry.",
             turned(at, n, shift, largest).quotient()},
            {"the length of d is not the sum of its entries: take the root of the sum of squares.",
             turned(at, n, shift, added).quotient()},
            {"it is divided by the sum of squares. The length is the square root of that.",
             turned(at, n, shift, squared).quotient()},
            {"the shift is subtracted: H d - shift * d.", turned(at, n, -shift).quotient()},
            {"the shift is left out.", turned(at, n, 0).quotient()},
            {"the shift is added again. Here it stays in what is returned.", right + shift}}});
    }
  exercise.numbers("the curvature", samples, 1e-6);
  exercise.about_to("power, with a gradient that is the same everywhere");
  const double flat = power([](const List&) { return List{1, 2}; }, {0, 0}, {1, 1}, 3, 0);
  if (!(std::abs(flat) < 1e-6))
    exercise.not_yet(
        "Where nothing curves, the curvature is " + in_digits(flat) + ".",
        "The product is 0, and has no length to divide by: 0 divided by 0 is nan. Look at "
        "the length first.");
}

// ---- the rate

void check_rate(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("largest_rate, with " + at.story());
    const double first = turned(at, at.rounds, 0).quotient();
    const double second = first < 0 ? turned(at, at.rounds, first).quotient() : 0;
    const double most = first + second;
    if (most <= 0) continue;
    samples.push_back(
        {at.story(),
         largest_rate(at.gradient(), at.w(), at.d, at.rounds),
         2 / most,
         {{"that is where it arrives in one step. It may go twice as far: 2 over the curvature.",
           1 / most},
          {"that is half the curvature. The more it curves, the smaller the rate.", most / 2},
          {"the curvature farthest from 0 is below 0 there, so it is not the largest one.",
           2 / first},
          {"the curvature farthest from 0 is below 0 there: along that one it curves down. The "
           "largest one is looked for.",
           2 / std::abs(first)},
          {"the shift has taken away something from all curvatures: add it again.",
           second > 0 ? 2 / second : 2 / most},
          {"the shift has to be added to what is found, not taken away once more.",
           2 / (second - first)}}});
  }
  exercise.numbers("the largest rate", samples, 1e-6);
  const Case hill{{{-3, 1}, {1, -1}}, {1, 0.5}, 40};
  exercise.about_to("largest_rate, with " + hill.story());
  const double none = largest_rate(hill.gradient(), hill.w(), hill.d, hill.rounds);
  if (none != std::numeric_limits<double>::infinity())
    exercise.not_yet(
        "On a hill, the largest rate is " + in_digits(none) + ".",
        "There every direction curves down: no rate is too large by its curvature. Return "
        "infinity if the largest curvature is not above 0.");
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_product(exercise);
  check_power(exercise);
  check_rate(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
