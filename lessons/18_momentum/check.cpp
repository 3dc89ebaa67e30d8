// The check of exercise 18: velocities and weights after one step, whole descents, and the limit of
// the rate.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::ExerciseCheck;
using stepgrad::in_digits;
using stepgrad::MatrixSample;

std::string listed(const Numbers& numbers) {
  std::string text = "(";
  for (const double number : numbers) text += (text.size() > 1 ? ", " : "") + in_digits(number);
  return text + ")";
}

// ---- one step

struct Case {
  Numbers w, v, g;
  double rate, alpha;

  std::string story() const {
    return "w = " + listed(w) + ", v = " + listed(v) + ", g = " + listed(g) + ", rate " +
           in_digits(rate) + ", alpha " + in_digits(alpha);
  }
};

std::vector<Case> cases() {
  const auto any = [] { return stepgrad::random_eighth(-2, 2); };
  std::vector<Case> all;
  for (std::size_t i = 0; i < 12; ++i) {
    Case next{{}, {}, {}, stepgrad::random_eighth(0.125, 0.875), stepgrad::random_eighth(0.25, 1)};
    for (std::size_t k = 0; k < 1 + i % 3; ++k) {
      next.w.push_back(any());
      next.v.push_back(any() + 2.5);
      next.g.push_back(any());
    }
    all.push_back(next);
  }
  return all;
}

/// What a rule makes of every weight's numbers.
template <class Rule>
std::vector<Numbers> each(const Case& at, const Rule& rule) {
  Numbers all;
  for (std::size_t i = 0; i < at.w.size(); ++i) all.push_back(rule(at.w[i], at.v[i], at.g[i]));
  return {all};
}

/// One velocity that goes from weight to weight.
Numbers shared_velocity(const Case& at) {
  Numbers all;
  double v = at.v[0];
  for (const double g : at.g) all.push_back(v = at.alpha * v + g);
  return all;
}

void check_step(ExerciseCheck& exercise) {
  std::vector<MatrixSample> velocities, weights;
  for (const Case& at : cases()) {
    exercise.about_to("step, " + at.story());
    Numbers w = at.w, v = at.v;
    step(w, v, at.g, at.rate, at.alpha);
    const double a = at.alpha, eta = at.rate;
    const auto velocity = [&](double old, double g) { return a * old + g; };
    velocities.push_back(
        {at.story(),
         {{v}, each(at, [&](double, double old, double g) { return velocity(old, g); })},
         {{"the velocity is as it was: write the new one into v[i].", {at.v}},
          {"v is the slope alone. The share alpha of the old velocity stays.", {at.g}},
          {"that is a mean, with (1 - alpha) before the slope. Here the whole slope comes on top.",
           each(at, [&](double, double old, double g) { return a * old + (1 - a) * g; })},
          {"all of the old velocity has stayed: alpha is missing.",
           each(at, [&](double, double old, double g) { return old + g; })},
          {"alpha stands before both. Only the old velocity fades.",
           each(at, [&](double, double old, double g) { return a * (old + g); })},
          {"alpha stands before the slope. It belongs to the old velocity.",
           each(at, [&](double, double old, double g) { return old + a * g; })},
          {"the rate is in the velocity. Here it comes with the step, w -= rate * v.",
           each(at, [&](double, double old, double g) { return a * old + eta * g; })},
          {"the rate is in the velocity, and the sign, too. Here both come with the step.",
           each(at, [&](double, double old, double g) { return a * old - eta * g; })},
          {"the slope is taken away from the velocity. It is added; the step is what goes downhill.",
           each(at, [&](double, double old, double g) { return a * old - g; })},
          {"all weights share one velocity. Each has its own, v[i].", {shared_velocity(at)}}}});
    weights.push_back(
        {at.story(),
         {{w},
          each(at, [&](double x, double old, double g) { return x - eta * velocity(old, g); })},
         {{"the weight moves by the velocity from before this step. First the new velocity.",
           each(at, [&](double x, double old, double) { return x - eta * old; })},
          {"the weight moves by the slope. It has to move by the velocity.",
           each(at, [&](double x, double, double g) { return x - eta * g; })},
          {"that is uphill: take rate times velocity away.",
           each(at, [&](double x, double old, double g) { return x + eta * velocity(old, g); })},
          {"the rate is missing.",
           each(at, [&](double x, double old, double g) { return x - velocity(old, g); })},
          {"the rate is applied twice.",
           each(at,
                [&](double x, double old, double g) { return x - eta * eta * velocity(old, g); })},
          {"the weights have not moved: they are changed in place.", {at.w}},
          {"that is Nesterov's step, which looks ahead. Here w moves by v alone.",
           each(at, [&](double x, double old,
                        double g) { return x - eta * (g + a * velocity(old, g)); })},
          {"all weights move by the first velocity. Each has its own, v[i].",
           each(at,
                [&](double x, double, double) { return x - eta * velocity(at.v[0], at.g[0]); })}}});
  }
  stepgrad::check_matrices(exercise, "v after a step", velocities, 1e-12);
  stepgrad::check_matrices(exercise, "w after a step", weights, 1e-12);
}

// ---- a descent

Numbers slopes_at(const Numbers& w) {
  Numbers g;
  for (std::size_t i = 0; i < w.size(); ++i)
    g.push_back((1 + 2 * static_cast<double>(i)) * (w[i] - static_cast<double>(i) + 1));
  return g;
}

enum class Way { right, forgets, from_the_start, begins_with_slope };

Numbers descended(Numbers w, double rate, double alpha, std::size_t steps, Way way) {
  const Numbers at_start = slopes_at(w);
  Numbers v(w.size(), 0.0);
  if (way == Way::begins_with_slope) v = at_start;
  for (std::size_t k = 0; k < steps; ++k) {
    const Numbers g = way == Way::from_the_start ? at_start : slopes_at(w);
    for (std::size_t i = 0; i < w.size(); ++i) {
      v[i] = (way == Way::forgets ? 0 : alpha) * v[i] + g[i];
      w[i] -= rate * v[i];
    }
  }
  return w;
}

void check_descend(ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  const std::vector<Numbers> starts{{3}, {2, -1}, {0.5, 3, 1}};
  for (const Numbers& start : starts)
    for (const std::size_t steps : {3, 0, 1, 2, 12}) {
      const double rate = 0.0625 * static_cast<double>(start.size() == 1 ? 2 : 1), alpha = 0.75;
      const std::string where = "from " + listed(start) + ", rate " + in_digits(rate) +
                                ", alpha 0.75, " + std::to_string(steps) +
                                (steps == 1 ? " step" : " steps");
      exercise.about_to("descend, " + where);
      const auto to = [&](std::size_t count, Way way) {
        return std::vector<Numbers>{descended(start, rate, alpha, count, way)};
      };
      samples.push_back(
          {where,
           {{descend(slopes_at, start, rate, alpha, steps)}, to(steps, Way::right)},
           {{"nothing is remembered: the velocities are made anew in each step. They begin at 0 "
             "once, before the loop.",
             to(steps, Way::forgets)},
            {"every step uses the slopes of the start. Take them where w is by now.",
             to(steps, Way::from_the_start)},
            {"the velocities begin at 0, not at the first slopes.",
             to(steps, Way::begins_with_slope)},
            {"that is one step too many.", to(steps + 1, Way::right)},
            {"that is one step too few.", to(steps > 0 ? steps - 1 : 0, Way::right)},
            {"that is where it started.", to(0, Way::right)}}});
    }
  stepgrad::check_matrices(exercise, "where it leads", samples, 1e-9);
}

// ---- the limit

bool right(double lambda, double rate, double alpha) {
  return rate * lambda > 0 && rate * lambda < 2 * (1 + alpha);
}

void check_settles(ExerciseCheck& exercise) {
  struct Slipped {
    const char* sentence;
    bool (*says)(double lambda, double rate, double alpha);
  };
  const Slipped slips[] = {
      {"that is the limit without momentum, 2. With it, the limit is higher.",
       [](double l, double r, double) { return r * l > 0 && r * l < 2; }},
      {"1/(1 - alpha) says how far it goes along an even slope, not how large a rate may be.",
       [](double l, double r, double a) { return r * l > 0 && r * l < 2 / (1 - a); }},
      {"what counts is rate times lambda, not the rate alone.",
       [](double l, double r, double a) { return l > 0 && r < 2 * (1 + a); }},
      {"at the limit itself it swings for ever: it has to be below.",
       [](double l, double r, double a) { return r * l > 0 && r * l <= 2 * (1 + a); }},
      {"on a hill (lambda below 0), and where it is flat, it does not come to 0.",
       [](double l, double r, double a) { return r * l < 2 * (1 + a); }},
      {"where it is flat (lambda = 0), nothing moves.",
       [](double l, double r, double a) { return r * l >= 0 && r * l < 2 * (1 + a); }},
      {"2 + alpha is too little: alpha counts twice.",
       [](double l, double r, double a) { return r * l > 0 && r * l < 2 + a; }},
      {"it is turned: true where it settles.",
       [](double l, double r, double a) { return !right(l, r, a); }},
  };
  std::string first, advice = "run a few steps of it by hand: does w come nearer to 0?";
  bool fits[std::size(slips)];
  std::fill(std::begin(fits), std::end(fits), true);
  for (const double lambda : {1.0, 8.0, 0.25, -1.0, 0.0})
    for (const double rate : {0.125, 0.25, 1.0, 2.0, 3.0, 3.5, 4.0, 12.0})
      for (const double alpha : {0.0, 0.5, 0.75, 0.875}) {
        const std::string where = "lambda " + in_digits(lambda) + ", rate " + in_digits(rate) +
                                  ", alpha " + in_digits(alpha);
        exercise.about_to("settles, " + where);
        const bool yours = settles(lambda, rate, alpha), expected = right(lambda, rate, alpha);
        if (yours != expected && first.empty())
          first = where + ": you say it " + (yours ? "settles" : "does not settle");
        for (std::size_t k = 0; k < std::size(slips); ++k)
          fits[k] = fits[k] && yours == slips[k].says(lambda, rate, alpha);
      }
  if (first.empty()) return;
  for (std::size_t k = std::size(slips); k-- > 0;)
    if (fits[k]) advice = slips[k].sentence;
  exercise.not_yet("settles is not yet right.", "  " + first + "\n\n" + advice);
}

void check(ExerciseCheck& exercise) {
  check_step(exercise);
  check_descend(exercise);
  check_settles(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
