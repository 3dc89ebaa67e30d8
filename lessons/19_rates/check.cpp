// The check of exercise 19: some steps of Adam, with all that may go wrong in it played through as
// well; then the rates of whole runs.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::ExerciseCheck;
using stepgrad::in_digits;
using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;

// ---- Adam

enum class Way {
  right,
  no_correction,
  only_m,
  only_v,
  t_from_0,
  t_stays_1,
  t_by_weight,
  kept_corrected,
  epsilon_inside,
  no_epsilon,
  square_of_mean,
  not_squared,
  no_root,
  decay_in_slope,
  no_decay,
  decay_without_rate,
  decay_after,
  shared,
  exchanged,
  no_memory,
  uphill,
  no_rate,
};

struct Settings {
  double rate, beta1, beta2, epsilon, decay;
};

/// Adam, done in one of these ways, written apart from the solution.
class Reference {
 public:
  Reference(const Settings& s, Way way, std::size_t weights)
      : s_(s), way_(way), m_(weights, 0.0), v_(weights, 0.0) {}

  void step(Numbers& w, const Numbers& g) {
    if (is(Way::no_memory)) m_.assign(w.size(), 0.0), v_.assign(w.size(), 0.0);
    ++t_;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const std::size_t place = is(Way::shared) ? 0 : i;
      if (is(Way::t_by_weight) && i > 0) ++t_;
      w[i] = moved(w[i], g[i], m_[place], v_[place]);
    }
  }

 private:
  bool is(Way way) const { return way_ == way; }

  double moved(double w, double g, double& m, double& v) const {
    const double b1 = is(Way::exchanged) ? s_.beta2 : s_.beta1;
    const double b2 = is(Way::exchanged) ? s_.beta1 : s_.beta2;
    const double slope = g + (is(Way::decay_in_slope) ? s_.decay * w : 0);
    m = b1 * m + (1 - b1) * slope;
    const double seen = is(Way::square_of_mean) ? m * m
                      : is(Way::not_squared)    ? slope
                                                : slope * slope;
    v = b2 * v + (1 - b2) * seen;
    const double t = is(Way::t_from_0) ? t_ - 1 : is(Way::t_stays_1) ? 1 : t_;
    const bool correct_m = !is(Way::no_correction) && !is(Way::only_v);
    const bool correct_v = !is(Way::no_correction) && !is(Way::only_m);
    const double m_hat = correct_m ? m / (1 - std::pow(b1, t)) : m;
    const double v_hat = correct_v ? v / (1 - std::pow(b2, t)) : v;
    if (is(Way::kept_corrected)) m = m_hat, v = v_hat;
    const double epsilon = is(Way::no_epsilon) ? 0 : s_.epsilon;
    const double below = is(Way::epsilon_inside) ? std::sqrt(v_hat + epsilon)
                       : is(Way::no_root)        ? v_hat + epsilon
                                                 : std::sqrt(v_hat) + epsilon;
    const double way =
        (is(Way::uphill) ? -1 : 1) * (is(Way::no_rate) ? 1 : s_.rate) * m_hat / below;
    if (is(Way::decay_in_slope) || is(Way::no_decay)) return w - way;
    if (is(Way::decay_without_rate)) return w - s_.decay * w - way;
    if (is(Way::decay_after)) return (w - way) * (1 - s_.rate * s_.decay);
    return w - s_.rate * s_.decay * w - way;
  }

  Settings s_;
  Way way_;
  Numbers m_, v_;
  double t_ = 0;
};

struct Run {
  Settings settings;
  Numbers start;
  std::vector<Numbers> slopes;  // of each step

  Numbers end(Way way) const {
    Reference reference(settings, way, start.size());
    Numbers w = start;
    for (const Numbers& g : slopes) reference.step(w, g);
    return w;
  }
};

std::string listed(const Numbers& numbers) {
  std::string text = "(";
  for (const double number : numbers) text += (text.size() > 1 ? ", " : "") + in_digits(number);
  return text + ")";
}

std::string story(const Run& run) {
  const Settings& s = run.settings;
  std::string text = "rate " + in_digits(s.rate) + ", beta1 " + in_digits(s.beta1) + ", beta2 " +
                     in_digits(s.beta2) + ", epsilon " + in_digits(s.epsilon);
  if (s.decay != 0) text += ", decay " + in_digits(s.decay);
  text += "; w = " + listed(run.start) + ", slopes";
  for (const Numbers& g : run.slopes) text += " " + listed(g);
  return text;
}

/// The usual settings first, then such as tell the parts of the rule apart.
std::vector<Run> runs() {
  const auto any = [] {
    const double slope = stepgrad::random_eighth(-2, 2);
    return slope == 0 ? 0.5 : slope;
  };
  const std::vector<Settings> settings{{0.1, 0.9, 0.999, 1e-8, 0},
                                       {0.1, 0.9, 0.999, 1e-8, 0.5},
                                       {0.5, 0.75, 0.875, 0.25, 0},
                                       {0.25, 0.5, 0.75, 0.125, 0.25}};
  std::vector<Run> all;
  for (const Settings& s : settings)
    for (const std::size_t weights : {1, 2, 3})
      for (const std::size_t steps : {1, 2, 5}) {
        Run run{s, {}, {}};
        for (std::size_t i = 0; i < weights; ++i) run.start.push_back(any() + 3);
        for (std::size_t k = 0; k < steps; ++k) {
          run.slopes.emplace_back();
          for (std::size_t i = 0; i < weights; ++i) run.slopes.back().push_back(any());
        }
        all.push_back(run);
      }
  return all;
}

struct Named {
  Way way;
  const char* sentence;
};

constexpr Named ways[] = {
    {Way::no_correction,
     "the correction is missing: m is divided by 1 - beta1^t, and v by 1 - beta2^t."},
    {Way::only_m, "m is corrected, and v is not: divide it by 1 - beta2^t."},
    {Way::only_v, "v is corrected, and m is not: divide it by 1 - beta1^t."},
    {Way::t_from_0,
     "t is 0 in the first step, and 1 - beta^0 is 0. Count the step before you correct."},
    {Way::t_stays_1, "t is 1 in every step. Does adam.t count them?"},
    {Way::t_by_weight, "t grows with each weight. It counts steps: once, before the loop."},
    {Way::kept_corrected,
     "the corrected averages are kept, and corrected again by "
     "the next step. Keep m and v as they are."},
    {Way::epsilon_inside, "epsilon is inside the root. It stands beside: sqrt(v) + epsilon."},
    {Way::no_epsilon, "epsilon is missing: the root of v, plus epsilon."},
    {Way::square_of_mean,
     "v averages the square of m. It is the square of each slope that is averaged: g[i] * g[i]."},
    {Way::not_squared, "v averages the slopes themselves. It is their squares."},
    {Way::no_root, "m is divided by v. Take its root."},
    {Way::decay_in_slope,
     "the weight decay is mixed into the slope, so it passes through m and v. It is a step of its "
     "own: rate * decay * w[i]."},
    {Way::no_decay, "the weight decay is missing."},
    {Way::decay_without_rate, "the decay takes rate * decay of the weight: the rate is missing."},
    {Way::decay_after,
     "the decay is taken of the weight after its step. Take it of the weight before."},
    {Way::shared, "one m and one v serve all weights. Each weight has its own, m[i] and v[i]."},
    {Way::exchanged, "beta1 and beta2 are exchanged: beta1 belongs to m."},
    {Way::no_memory, "m and v begin at 0 in each step: they have to be kept, in adam."},
    {Way::uphill, "that is uphill: the step is taken away."},
    {Way::no_rate, "the rate is missing."},
};

void check_adam(ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (const Run& run : runs()) {
    const Settings& s = run.settings;
    exercise.about_to("step, with " + story(run));
    Adam adam;
    adam.rate = s.rate, adam.beta1 = s.beta1, adam.beta2 = s.beta2;
    adam.epsilon = s.epsilon, adam.decay = s.decay;
    adam.m.assign(run.start.size(), 0.0);
    adam.v.assign(run.start.size(), 0.0);
    Numbers w = run.start;
    for (const Numbers& g : run.slopes) step(adam, w, g);
    MatrixSample sample{story(run), {{w}, {run.end(Way::right)}}, {}};
    for (const Named& named : ways) sample.slips.push_back({named.sentence, {run.end(named.way)}});
    sample.slips.push_back({"the weights have not moved: they are changed in place.", {run.start}});
    samples.push_back(sample);
  }
  stepgrad::check_matrices(exercise, "w", samples, 1e-10);
}

// ---- the schedule

void check_rates(ExerciseCheck& exercise) {
  const double pi = std::acos(-1.0);
  std::vector<stepgrad::Sample> samples;
  for (const int warm_up : {0, 5, 1, 20})
    for (const int at : {0, 1, 3, 4, 5, 10, 20, 30, 59}) {
      constexpr double peak = 0.5;
      constexpr int steps = 60;
      const std::string where = "peak 0.5, warm-up " + std::to_string(warm_up) +
                                ", 60 steps, at step " + std::to_string(at);
      exercise.about_to("rate_at, " + where);
      const double share = at < warm_up ? (at + 1.0) / warm_up : 1;
      const double part = static_cast<double>(at) / steps;
      const double whole = peak * (1 + std::cos(pi * part)) / 2;
      const double late = at < warm_up ? 0 : static_cast<double>(at - warm_up) / (steps - warm_up);
      samples.push_back(
          {where,
           rate_at(peak, warm_up, steps, at),
           share * whole,
           {{"the warm-up is missing.", whole},
            {"steps count from 0: the first has the share 1/warm_up, not 0.",
             at < warm_up ? whole * at / warm_up : whole},
            {"the warm-up goes up to the peak in a straight line; here it is a share of the cosine.",
             at < warm_up ? peak * share : whole},
            {"the cosine begins at step 0, not after the warm-up.",
             at < warm_up ? peak * share : peak * (1 + std::cos(pi * late)) / 2},
            {"that is a whole cosine, down and up again. Half of one has pi in it.",
             share * peak * (1 + std::cos(2 * pi * part)) / 2},
            {"half of it is wanted: (1 + cos) is 2 at the beginning.", share * 2 * whole},
            {"pi is missing in the cosine.", share * peak * (1 + std::cos(part)) / 2},
            {"step / steps is a division of whole numbers, and 0. Take a double.", share * peak},
            {"(step + 1) / warm_up is a division of whole numbers. Take a double.",
             at < warm_up ? (at + 1) / warm_up * whole : whole}}});
    }
  exercise.numbers("the rate", samples, 1e-9);
}

void check(ExerciseCheck& exercise) {
  check_adam(exercise);
  check_rates(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
