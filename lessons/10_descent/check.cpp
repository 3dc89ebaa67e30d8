// The check of exercise 10: gradients and steps beside the formulas, then whole descents, with all
// that may go wrong in their loop played through as well.
#include <stepgrad/course/exercise_check.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::Sample;
using Numbers = std::vector<double>;

/// Points, a line among them, and the rate of a step.
struct Case {
  Numbers x, y;
  Fit fit;
  double rate;

  std::string story() const {
    return std::to_string(x.size()) + (x.size() == 1 ? " point" : " points") +
           " from x = " + in_digits(x[0]) + ", y = " + in_digits(y[0]) +
           "; w = " + in_digits(fit.w) + ", b = " + in_digits(fit.b);
  }
};

std::vector<Case> cases() {
  std::vector<Case> all{{{0, 1, 2, 3}, {1, 2, 4, 5}, {0, 0}, 0.1},
                        {{2}, {3}, {1, 0.5}, 0.5},
                        {{-1, 1}, {4, -2}, {0.5, 3}, 0.25},
                        {{1, 2, 3}, {2, 4, 6}, {2, 0}, 0.1}};
  for (std::size_t i = 0; i < 20; ++i) {
    const auto any = [] { return stepgrad::random_eighth(-2, 2); };
    Case next{{}, {}, {any(), any()}, stepgrad::random_eighth(0.125, 0.75)};
    for (std::size_t point = 0; point < 2 + i % 5; ++point) {
      next.x.push_back(any());
      next.y.push_back(any());
    }
    all.push_back(next);
  }
  return all;
}

/// The right slopes.
Fit slopes(const Case& at) {
  Fit sum{0, 0};
  for (std::size_t i = 0; i < at.x.size(); ++i) {
    const double error = at.fit.w * at.x[i] + at.fit.b - at.y[i];
    sum.w += 2 * error * at.x[i];
    sum.b += 2 * error;
  }
  const double n = static_cast<double>(at.x.size());
  return {sum.w / n, sum.b / n};
}

constexpr double Fit::*rows[] = {&Fit::w, &Fit::b};
constexpr const char* names[] = {"w", "b"};

void check_gradient(stepgrad::ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    exercise.about_to("gradient, with " + at.story());
    const double n = static_cast<double>(at.x.size());
    const double right = slopes(at).*rows[row];
    const double last =
        2 * (at.fit.w * at.x.back() + at.fit.b - at.y.back()) / n * (row == 0 ? at.x.back() : 1);
    samples.push_back(
        {at.story(),
         gradient(at.x, at.y, at.fit).*rows[row],
         right,
         {{"that is the sum over the points. The mean is wanted: divide by their number.",
           n * right},
          {"the slope of a square has a 2 in it.", right / 2},
          {"the slope of a square has a 2 in it, and the mean is wanted, not the sum.",
           n * right / 2},
          {"the sign is turned: the error is what the line says, less y.", -right},
          {"it is divided by the number of points twice.", right / n},
          {"it is divided by one less than there are points.", n * right / (n - 1)},
          {row == 0 ? "that is the slope in b. In w each error is multiplied by its x."
                    : "that is the slope in w. In b the errors are not multiplied by x.",
           slopes(at).*rows[1 - row]},
          {"only the last point is in it: add up, with +=.", last},
          {"only the last point is in it: add up, with +=.", n * last}}});
  }
  exercise.numbers(std::string("dL/d") + names[row], samples, 1e-12);
}

/// The line if b's slope is taken when w has moved, or the other way round.
Fit one_after_another(Case at, std::size_t first) {
  for (const std::size_t row : {first, 1 - first})
    at.fit.*rows[row] -= at.rate * slopes(at).*rows[row];
  return at.fit;
}

/// The line if it moves for each point, on its way through them.
Fit point_by_point(const Case& at) {
  const double n = static_cast<double>(at.x.size());
  Fit fit = at.fit;
  for (std::size_t i = 0; i < at.x.size(); ++i) {
    const Fit own = slopes({{at.x[i]}, {at.y[i]}, fit, at.rate});
    fit = {fit.w - at.rate * own.w / n, fit.b - at.rate * own.b / n};
  }
  return fit;
}

void check_step(stepgrad::ExerciseCheck& exercise, std::size_t row) {
  std::vector<Sample> samples;
  for (const Case& at : cases()) {
    const std::string where = at.story() + ", rate = " + in_digits(at.rate);
    exercise.about_to("step, with " + where);
    const double from = at.fit.*rows[row], slope = slopes(at).*rows[row], way = at.rate * slope;
    samples.push_back(
        {where,
         step(at.x, at.y, at.fit, at.rate).*rows[row],
         from - way,
         {{"that is uphill: take rate times the slope away.", from + way},
          {"the rate is missing.", from - slope},
          {"the rate is applied twice.", from - at.rate * way},
          {"that is how far it goes. From where?", -way},
          {"nothing has moved.", from},
          {"each moves by its own slope: those of w and b are exchanged.",
           from - at.rate * slopes(at).*rows[1 - row]},
          {"w and b move at once: here one of them moved before the slope of the other was taken.",
           one_after_another(at, 1 - row).*rows[row]},
          {"the line moves while the points are still added up. "
           "First the whole gradient, then the step.",
           point_by_point(at).*rows[row]}}});
  }
  exercise.numbers(std::string("the new ") + names[row], samples, 1e-12);
}

/// How a loop goes on: what it steps by, and what it takes for enough.
struct Way {
  bool old_slopes = false;  // those of the steps before are still in the gradient
  bool (*is_enough)(Fit slopes, double enough) = [](Fit slopes, double enough) {
    return std::abs(slopes.w) < enough && std::abs(slopes.b) < enough;
  };
};

Descent descent(Case at, double enough, std::size_t most, const Way& way) {
  Fit gradient{0, 0};
  for (std::size_t steps = 0;; ++steps) {
    const Fit now = slopes(at);
    if (steps == most || way.is_enough(now, enough)) return {at.fit, steps};
    gradient = way.old_slopes ? Fit{gradient.w + now.w, gradient.b + now.b} : now;
    at.fit = {at.fit.w - at.rate * gradient.w, at.fit.b - at.rate * gradient.b};
  }
}

/// The sentence that says what to look at, if it is this number of steps.
std::vector<stepgrad::Slip> slips(const Case& at, double enough, std::size_t most) {
  const auto steps = [&](const Way& way) {
    return static_cast<double>(descent(at, enough, most, way).steps);
  };
  const double right = steps({});
  return {
      {"it takes one step more than `most`: look whether there is one left before each step.",
       right == static_cast<double>(most) ? right + 1 : right},
      {"a negative slope is smaller than enough, but it is not nearly 0: take std::abs.",
       steps({.is_enough = [](Fit s, double e) { return s.w < e && s.b < e; }})},
      {"both slopes have to be small, not one of them.",
       steps(
           {.is_enough = [](Fit s, double e) { return std::abs(s.w) < e || std::abs(s.b) < e; }})},
      {"b's slope has to be small, too.",
       steps({.is_enough = [](Fit s, double e) { return std::abs(s.w) < e; }})},
      {"w's slope has to be small, too.",
       steps({.is_enough = [](Fit s, double e) { return std::abs(s.b) < e; }})},
      {"old slopes are still in the gradient: it has to begin at 0 before each step.",
       steps({.old_slopes = true})},
      {"look before the step: where it is flat already, none is taken.", right + 1},
      {"one step is missing, or not counted.", right - 1},
      {"it never looks at the slopes, or returns `most` for the steps it took: there is a second "
       "reason to stop.",
       static_cast<double>(most)},
      {"the steps are not counted.", 0}};
}

void check_descend(stepgrad::ExerciseCheck& exercise) {
  const Numbers x{0, 1, 2, 3}, y{1, 2, 4, 5};
  struct Run {
    Case at;
    double enough;
    std::size_t most;
  };
  const std::vector<Run> runs{{{x, y, {0, 0}, 0.1}, 1e-3, 1000},
                              {{x, y, {3, -2}, 0.1}, 0.01, 1000},
                              {{x, {5, 4, 2, -1}, {0, 0}, 0.05}, 0.01, 1000},
                              {{x, {5, 4, 2, -1}, {-2, 6}, 0.1}, 0.1, 1000},
                              {{{-1, 0, 4}, {2, 2, -3}, {1, 1}, 0.05}, 1e-4, 2000},
                              {{x, y, {0, 3}, 0.1}, 0.01, 1000},
                              {{x, y, {0.5, 3}, 0.1}, 0.01, 1000},
                              {{x, y, {1.4, 0.9}, 0.1}, 0.01, 50},
                              {{x, y, {0, 0}, 0.1}, 1e-9, 7},
                              {{x, y, {0, 0}, 0.3}, 1e-3, 20}};
  std::vector<Sample> steps, w, b;
  for (const Run& run : runs) {
    const std::string where = run.at.story() + ", rate = " + in_digits(run.at.rate) +
                              ", enough = " + in_digits(run.enough) +
                              ", most = " + std::to_string(run.most);
    exercise.about_to("descend, with " + where +
                      ". It has to end after `most` steps, however large the slopes are");
    const Descent right = descent(run.at, run.enough, run.most, {});
    const Descent yours =
        descend(run.at.x, run.at.y, run.at.fit, run.at.rate, run.enough, run.most);
    steps.push_back({where, static_cast<double>(yours.steps), static_cast<double>(right.steps),
                     slips(run.at, run.enough, run.most)});
    w.push_back(
        {where,
         yours.fit.w,
         right.fit.w,
         {{"that is where it started. Does each step go on from the one before?", run.at.fit.w}}});
    b.push_back(
        {where,
         yours.fit.b,
         right.fit.b,
         {{"that is where it started. Does each step go on from the one before?", run.at.fit.b}}});
  }
  exercise.numbers("steps", steps, 1e-9);
  exercise.numbers("w at the end", w, 1e-9);
  exercise.numbers("b at the end", b, 1e-9);
}

void check(stepgrad::ExerciseCheck& exercise) {
  for (const std::size_t row : {0, 1}) check_gradient(exercise, row);
  for (const std::size_t row : {0, 1}) check_step(exercise, row);
  check_descend(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
