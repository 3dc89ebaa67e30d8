// The check of exercise 10: gradients and steps beside the formulas, then whole descents, with all
// that may go wrong in their loop played through as well.
#include <stepgrad/course/exercise_training.hpp>

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

Numbers pair(Fit fit) { return {fit.w, fit.b}; }

/// Descent from there, as far as the learner's came in so many steps.
stepgrad::DescentFinding finding(const Case& at, std::size_t steps, Fit arrived) {
  const auto gradient = [at](const Numbers& w) {
    return pair(slopes({at.x, at.y, {w[0], w[1]}, at.rate}));
  };
  return {gradient, pair(at.fit), at.rate, steps, pair(arrived)};
}

void check_step(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::DescentSample> samples;
  for (const Case& at : cases()) {
    const std::string where = at.story() + ", rate = " + in_digits(at.rate);
    exercise.about_to("step, with " + where);
    const Fit slope = slopes(at);
    samples.push_back({where,
                       finding(at, 1, step(at.x, at.y, at.fit, at.rate)),
                       {{"each moves by its own slope: those of w and b are exchanged.",
                         {at.fit.w - at.rate * slope.b, at.fit.b - at.rate * slope.w}},
                        {"the line moves while the points are still added up. "
                         "First the whole gradient, then the step.",
                         pair(point_by_point(at))}}});
  }
  check_descents(exercise, "the new line, w and b,", samples, 1e-12);
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
  std::vector<Sample> steps;
  std::vector<stepgrad::DescentSample> lines;
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
    lines.push_back({where, finding(run.at, right.steps, yours.fit)});
  }
  exercise.numbers("steps", steps, 1e-9);
  check_descents(exercise, "the line at the end, w and b,", lines);
}

void check(stepgrad::ExerciseCheck& exercise) {
  for (const std::size_t row : {0, 1}) check_gradient(exercise, row);
  check_step(exercise);
  check_descend(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
