#include <stepgrad/course/drill_training.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/drill_kinds.hpp>

namespace stepgrad {
namespace {

using Kind = Problem::Kind;

template <std::size_t n>
double one_of(const std::array<double, n>& numbers, Random& random) {
  return numbers[random.below(n)];
}

/// "the gradient is 3", "the gradients of the rounds are (3, -1)"
std::string gradients(const DrillNumbers& slopes) {
  return slopes.size() == 1
           ? fmt::format("the gradient is {}", shown(slopes[0]))
           : fmt::format("the gradients of the rounds are {}", in_brackets(slopes));
}

// ---- a step of gradient descent

/// The rate is a tenth, a fifth or a half.
double rate(Random& random) { return one_of(std::array{0.1, 0.2, 0.5}, random); }

const std::string uphill = "that goes up the loss: a step is against the gradient.";
const std::string no_rate = "that is a step as long as the gradient; the rate makes it shorter.";
const std::string against = "It moves against the slope: `w - rate * dL/dw`.";

struct Descent {
  double w, eta;

  std::string told() const { return fmt::format("w = {}, the rate is {}\n", shown(w), shown(eta)); }
};

/// One weight. At level 3 there is a penalty, at level 4 the gradient is the mean of a batch.
bool ask_one_step(Problem& problem, const Descent& run, Random& random) {
  const auto [w, eta] = run;
  const DrillNumbers slopes = several(problem.level == 4 ? 4 : 1, random);
  const double all = std::accumulate(slopes.begin(), slopes.end(), 0.0);
  const double mean = all / static_cast<double>(slopes.size());
  const double decay = problem.level == 3 ? one_of(std::array{0.1, 0.5}, random) : 0;
  const double g = mean + decay * w, end = w - eta * g;
  if (g == 0) return false;
  DrillRemarks remarks(end);
  remarks.add(w + eta * g, uphill);
  remarks.add(w - g, no_rate);
  remarks.add(w - eta * all, "that is the sum over the batch; the gradient is the mean.");
  remarks.add(w - eta * mean, "the penalty has a slope, too: it draws w towards 0.");
  remarks.add(w - eta * (mean + 2 * decay * w), "the ½ takes the 2 of the square away.");
  remarks.add(eta * g, "that is how long the step is. Where does it end?");
  remarks.add(-eta * g, "that is the step itself. Where does it end?");
  std::string given = run.told();
  given += problem.level == 4 ? fmt::format("the gradients of a batch of {} are {}", slopes.size(),
                                            in_brackets(slopes))
                              : fmt::format("the loss has the slope {} in w", shown(mean));
  if (decay != 0) given += fmt::format("\nthe penalty ½ * {} * w^2 is added to it", shown(decay));
  problem.given = {Listing{given}};
  problem.questions = {number_asked(
      "What is w after a step of gradient descent?", end,
      {.hints = {against, fmt::format("The slope is {} in all.", shown(g))},
       .remarks = std::move(remarks).take(),
       .reveal =
           fmt::format("`{} - {} * {} = {}`.", shown(w), shown(eta), factor(g), shown(end))})};
  return true;
}

bool ask_two_weights(Problem& problem, const Descent& run, Random& random) {
  const DrillNumbers w{run.w, small_number(random)}, g = several(2, random);
  const DrillNumbers end = sum(w, scaled(g, -run.eta));
  DrillRemarks remarks(end);
  remarks.add(sum(w, scaled(g, run.eta)), uphill);
  remarks.add(sum(w, scaled(g, -1)), no_rate);
  problem.given = {Listing{fmt::format("w = {}, the rate is {}\nthe gradient is {}", in_brackets(w),
                                       shown(run.eta), in_brackets(g))}};
  problem.questions = {
      numbers_asked("What is w after a step of gradient descent?", {"w1", "w2"}, end,
                    {.hints = {"Each weight moves against its own slope: `w - rate * dL/dw`."},
                     .remarks = std::move(remarks).take(),
                     .reveal = fmt::format("`{} - {} * {} = {}`.", in_brackets(w), shown(run.eta),
                                           in_brackets(g), in_brackets(end))})};
  return true;
}

/// The slope has to be taken anew at the second step.
bool ask_two_steps(Problem& problem, const Descent& run, Random& random) {
  const auto [w, eta] = run;
  const double x = one_of(std::array{1.0, 2.0}, random), y = small_number(random);
  const auto slope = [&](double at) { return 2 * (at * x - y) * x; };
  const double once = w - eta * slope(w), twice = once - eta * slope(once);
  if (slope(w) == 0 || std::abs(twice) > 100) return false;
  const double up = w + eta * slope(w);
  DrillRemarks remarks(twice);
  remarks.add(once, "that is w after the first step. The second one has a slope of its own.");
  remarks.add(once - eta * slope(w), "the slope is taken anew at each step, where w is by then.");
  remarks.add(up + eta * slope(up), uphill);
  problem.given = {Listing{
      fmt::format("L = (w x - y)^2 with x = {} and y = {}\n", shown(x), shown(y)) + run.told()}};
  problem.questions = {number_asked(
      "What is w after two steps of gradient descent?", twice,
      {.hints = {fmt::format("`dL/dw = 2 (w x - y) x`, which is {} at first.", shown(slope(w))),
                 fmt::format("After the first step w is {}.", shown(once))},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("`{} - {} * {} = {}`, then `{} - {} * {} = {}`.", shown(w), shown(eta),
                             factor(slope(w)), shown(once), shown(once), shown(eta),
                             factor(slope(once)), shown(twice))})};
  return true;
}

bool ask_sgd(Problem& problem, Random& random) {
  const Descent run{small_number(random), rate(random)};
  return problem.level == 2 ? ask_two_weights(problem, run, random)
       : problem.level == 5 ? ask_two_steps(problem, run, random)
                            : ask_one_step(problem, run, random);
}

// ---- momentum: v = alpha v + g, w = w - rate v

struct Momentum {
  double alpha, eta, w, v = 0;

  void step(double g) {
    v = alpha * v + g;
    w -= eta * v;
  }
};

Momentum after(Momentum run, const DrillNumbers& slopes) {
  for (const double g : slopes) run.step(g);
  return run;
}

std::vector<Remark> momentum_remarks(const Momentum& start, const DrillNumbers& slopes, bool of_v) {
  const Momentum end = after(start, slopes);
  const auto asked = [&](const Momentum& run) { return of_v ? run.v : run.w; };
  Momentum forgetful = start, mixed = start, rising = start, late = start;
  for (const double g : slopes) {
    forgetful.v = 0;
    forgetful.step(g);
    mixed.v = mixed.alpha * mixed.v + (1 - mixed.alpha) * g;
    mixed.w -= mixed.eta * mixed.v;
    rising.v = rising.alpha * rising.v + g;
    rising.w += rising.eta * rising.v;
    late.w -= late.eta * late.v;
    late.v = late.alpha * late.v + g;
  }
  DrillRemarks remarks(asked(end));
  remarks.add(asked(forgetful), "that is a step without memory: what is left of the old v?");
  remarks.add(asked(mixed), "here g counts in full: `v = alpha v + g`, not `(1 - alpha) g`.");
  remarks.add(asked(rising), "that goes up the loss: w moves against v.");
  remarks.add(asked(late), "v is made new first, then w moves by the new one.");
  remarks.add(asked(after({1, start.eta, start.w, start.v}, slopes)),
              "the old v is kept in part only: it counts times alpha.");
  remarks.add(of_v ? end.w : end.v, of_v ? "that is w. Asked is v." : "that is v. Where is w?");
  return std::move(remarks).take();
}

/// "`v = …`, `w = …`" of each round.
std::vector<std::string> momentum_rounds(Momentum run, const DrillNumbers& slopes) {
  std::vector<std::string> lines;
  for (const double g : slopes) {
    const Momentum old = run;
    run.step(g);
    lines.push_back(fmt::format("`v = {} * {} + {} = {}`, `w = {} - {} * {} = {}`",
                                shown(run.alpha), factor(old.v), factor(g), shown(run.v),
                                shown(old.w), shown(run.eta), factor(run.v), shown(run.w)));
  }
  return lines;
}

bool ask_momentum(Problem& problem, Random& random) {
  const bool goes_on = problem.level <= 2, of_v = problem.level == 1 || problem.level == 4;
  const Momentum start{one_of(std::array{0.5, 0.9}, random), rate(random), small_number(random),
                       goes_on ? small_number(random) : 0};
  const std::size_t rounds = goes_on ? 1 : problem.level == 3 ? 2 : 3;
  const DrillNumbers slopes = several(rounds, random);
  const Momentum end = after(start, slopes);
  const std::vector<std::string> lines = momentum_rounds(start, slopes);
  problem.given = {Listing{fmt::format(
      "v = alpha v + g, then w = w - rate v\nw = {}, v = {}, alpha is {}, the rate is {}\n{}",
      shown(start.w), shown(start.v), shown(start.alpha), shown(start.eta), gradients(slopes))}};
  problem.questions = {
      number_asked(fmt::format("What is {} after {}?", of_v ? "v" : "w",
                               rounds == 1   ? "this step"
                               : rounds == 2 ? "two rounds"
                                             : "three rounds"),
                   of_v ? end.v : end.w,
                   {.hints = {"Make v new first, then move w by it.", lines[0] + "."},
                    .remarks = momentum_remarks(start, slopes, of_v),
                    .reveal = fmt::format("{}.", fmt::join(lines, "; "))})};
  return true;
}

// ---- Adam: m and s remember, and are divided by what they lack at the beginning

struct Adam {
  double beta1, beta2;
  double m = 0, s = 0;
  int t = 0;

  void take(double g) {
    ++t;
    m = beta1 * m + (1 - beta1) * g;
    s = beta2 * s + (1 - beta2) * g * g;
  }
  double m_lack() const { return 1 - std::pow(beta1, t); }
  double s_lack() const { return 1 - std::pow(beta2, t); }
  double m_hat() const { return m / m_lack(); }
  double s_hat() const { return s / s_lack(); }
};

/// A run of one or two rounds, and how it is told.
struct AdamRun {
  Adam start, end;
  DrillNumbers slopes;

  /// "`m = …`, `s = …`" of each round.
  std::vector<std::string> rounds() const {
    std::vector<std::string> lines;
    Adam now = start;
    for (const double g : slopes) {
      const Adam old = std::exchange(now, [&] {
        Adam next = now;
        next.take(g);
        return next;
      }());
      lines.push_back(fmt::format("`m = {} * {} + {} * {} = {}`, `s = {} * {} + {} * {}^2 = {}`",
                                  shown(old.beta1), factor(old.m), shown(1 - old.beta1), factor(g),
                                  shown(now.m), shown(old.beta2), shown(old.s),
                                  shown(1 - old.beta2), factor(g), shown(now.s)));
    }
    return lines;
  }
  std::string given() const {
    return fmt::format(
        "m = beta1 m + (1 - beta1) g, and s = beta2 s + (1 - beta2) g^2, both from "
        "0\nbeta1 is {}, beta2 is {}\n{}",
        shown(start.beta1), shown(start.beta2), gradients(slopes));
  }
};

AdamRun some_run(std::size_t rounds, Random& random) {
  const Adam start{one_of(std::array{0.5, 0.9}, random), one_of(std::array{0.5, 0.75}, random)};
  AdamRun run{start, start, several(rounds, random)};
  for (const double g : run.slopes) run.end.take(g);
  return run;
}

void ask_memories(Problem& problem, const AdamRun& run) {
  const Adam& end = run.end;
  Adam swapped{1 - end.beta1, 1 - end.beta2}, not_squared = run.start, in_full = run.start;
  for (const double g : run.slopes) {
    swapped.take(g);
    not_squared.m = end.beta1 * not_squared.m + (1 - end.beta1) * g;
    not_squared.s = end.beta2 * not_squared.s + (1 - end.beta2) * g;
    in_full.m = end.beta1 * in_full.m + g;
    in_full.s = end.beta2 * in_full.s + g * g;
  }
  DrillRemarks remarks(DrillNumbers{end.m, end.s});
  remarks.add({swapped.m, swapped.s}, "beta is what is kept, and 1 - beta what comes in.");
  remarks.add({not_squared.m, not_squared.s}, "s remembers squares of gradients.");
  remarks.add({in_full.m, in_full.s}, "what comes in counts times 1 - beta.");
  remarks.add({end.m_hat(), end.s_hat()},
              "these are corrected already. Asked are m and s themselves.");
  problem.given = {Listing{run.given()}};
  problem.questions = {numbers_asked(
      run.slopes.size() == 1 ? "What are m and s now?" : "What are m and s after both rounds?",
      {"m", "s"}, {end.m, end.s},
      {.hints = {"Beta is what is kept of the old, and 1 - beta what comes in of the new."},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("{}.", fmt::join(run.rounds(), "; "))})};
}

void ask_correction(Problem& problem, const AdamRun& run) {
  const Adam& end = run.end;
  DrillRemarks remarks(DrillNumbers{end.m_hat(), end.s_hat()});
  remarks.add({end.m, end.s}, "that is m and s as they are; correct them.");
  remarks.add({end.m / (1 - end.beta1), end.s / (1 - end.beta2)},
              "after two rounds the betas stand to the power of 2.");
  remarks.add({end.m * end.m_lack(), end.s * end.s_lack()},
              "m and s begin at 0 and are too small: divide.");
  problem.given = {Listing{
      run.given() + fmt::format("\nafter both, m = {} and s = {}", shown(end.m), shown(end.s))}};
  problem.questions = {numbers_asked(
      "What are m and s when they are corrected for having begun at 0?", {"m", "s"},
      {end.m_hat(), end.s_hat()},
      {.hints = {"At the beginning too little has come in: after t rounds, 1 - beta^t in all.",
                 fmt::format("For m that is `1 - {}^2 = {}`.", shown(end.beta1),
                             shown(end.m_lack()))},
       .remarks = std::move(remarks).take(),
       .reveal = fmt::format("`{} / {} = {}`, and `{} / {} = {}`.", shown(end.m),
                             shown(end.m_lack()), shown(end.m_hat()), shown(end.s),
                             shown(end.s_lack()), shown(end.s_hat()))})};
}

/// The learner writes `0.5*sqrt(3)` where a root is not short: answers may be arithmetic.
void ask_adam_step(Problem& problem, const AdamRun& run, Random& random) {
  const Descent at{small_number(random), rate(random)};
  const auto [w, eta] = at;
  const Adam& end = run.end;
  const double step = eta * end.m_hat() / std::sqrt(end.s_hat());
  DrillRemarks remarks(w - step);
  remarks.add(w - eta * end.m / std::sqrt(end.s), "m and s are corrected first.");
  remarks.add(w + step, "that goes up the loss: w moves against m.");
  remarks.add(w - eta * end.m_hat() / end.s_hat(), "m is divided by the root of s.");
  remarks.add(w - eta * run.slopes.back(),
              "that is plain gradient descent: here the gradient's size is divided out.");
  const std::vector<std::string> rounds = run.rounds();
  problem.given = {Listing{fmt::format("{}\n{}epsilon is left out", run.given(), at.told())}};
  problem.questions = {number_asked(
      run.slopes.size() == 1 ? "Where is w after this step, the first?"
                             : "After the first step w is there. Where is it after the second?",
      w - step,
      {.hints = {"Correct m and s, then move w by `rate * m / sqrt(s)`.", rounds.back() + "."},
       .remarks = std::move(remarks).take(),
       .reveal =
           fmt::format("{}. Corrected they are {} and {}. `{} - {} * {} / sqrt({}) = {}`.",
                       fmt::join(rounds, "; "), shown(end.m_hat()), shown(end.s_hat()), shown(w),
                       shown(eta), factor(end.m_hat()), shown(end.s_hat()), shown(w - step))})};
}

bool ask_adam(Problem& problem, Random& random) {
  const AdamRun run = some_run(problem.level == 1 || problem.level == 4 ? 1 : 2, random);
  if (run.end.m == 0) return false;
  if (problem.level <= 2)
    ask_memories(problem, run);
  else if (problem.level == 3)
    ask_correction(problem, run);
  else
    ask_adam_step(problem, run, random);
  return true;
}

// ---- which rate made this curve?

/// Gradient descent on L = ½ Σ λ w², from w = 1 in each direction: each step multiplies w by 1 - ηλ.
struct Bowl {
  DrillNumbers curvatures;

  double w(std::size_t direction, double eta, int step) const {
    return std::pow(1 - eta * curvatures[direction], step);
  }
  double loss(double eta, int step) const {
    double total = 0;
    for (std::size_t i = 0; i < curvatures.size(); ++i)
      total += 0.5 * curvatures[i] * std::pow(w(i, eta, step), 2);
    return total;
  }
  std::string told() const {
    const auto term = [](double curvature, const std::string& name) {
      return fmt::format("{} * {}^2", shown(curvature / 2), name);
    };
    return curvatures.size() == 1
             ? fmt::format("L = {}, from w = 1", term(curvatures[0], "w"))
             : fmt::format("L = {} + {}, from w1 = w2 = 1", term(curvatures[0], "w1"),
                           term(curvatures[1], "w2"));
  }
};

/// What a rate does where the loss is steepest.
std::string fate(const Bowl& bowl, double eta) {
  const double steepest = bowl.curvatures.back(), left = 1 - eta * steepest;
  const std::string by = fmt::format("each step multiplies {} by `1 - {} * {} = {}`",
                                     bowl.curvatures.size() == 1 ? "w" : "w2", shown(eta),
                                     shown(steepest), shown(left));
  return left < -1 ? by + ": it grows without end."
       : left < 0  ? by + ": it goes from side to side, and comes nearer."
                   : by + ": it comes nearer on one side.";
}

bool ask_curves(Problem& problem, Random& random) {
  constexpr int steps = 12;
  const double steepest = problem.level <= 2 ? 1 : one_of(std::array{2.0, 4.0, 8.0}, random);
  const Bowl bowl{problem.level == 5 ? DrillNumbers{1, steepest} : DrillNumbers{steepest}};
  const bool shows_loss = problem.level % 2 == 0 || problem.level == 5;
  // As far as a step goes of the way down: too little, well, from side to side, too much.
  DrillNumbers rates{one_of(std::array{0.05, 0.1}, random),
                     one_of(std::array{0.4, 0.5, 0.6}, random),
                     one_of(std::array{1.7, 1.8}, random), one_of(std::array{2.1, 2.2}, random)};
  random.shuffle(std::span(rates));
  const std::size_t right = random.below(rates.size());
  const double eta = rates[right] / steepest;
  Plot::Series series{shows_loss ? "L" : "w", {}};
  for (int step = 0; step <= steps; ++step)
    series.points.push_back(
        {static_cast<double>(step), shows_loss ? bowl.loss(eta, step) : bowl.w(0, eta, step)});
  problem.given = {Listing{bowl.told()}, Chart{Plot{.title = "A run of gradient descent",
                                                    .x = {.label = "step", .whole = true},
                                                    .y = {.label = shows_loss ? "L" : "w"},
                                                    .series = {series},
                                                    .marks = {}},
                                               ""}};
  Question question{.kind = Question::Kind::choice,
                    .ask = "Which rate was it?",
                    .answer = std::to_string(right + 1),
                    .choices = {},
                    .inputs = {},
                    .help = {.hints = {"A step multiplies the distance that is left by 1 - rate * "
                                       "curvature: read off what the first step leaves.",
                                       fmt::format("The slope of L is {} * w{}.", shown(steepest),
                                                   problem.level == 5 ? "2 in w2" : "")},
                             .reveal = "With this rate " + fate(bowl, eta)}};
  for (std::size_t i = 0; i < rates.size(); ++i)
    question.choices.push_back(
        {shown(rates[i] / steepest), i == right,
         i == right ? "" : "with that rate " + fate(bowl, rates[i] / steepest)});
  problem.questions = {std::move(question)};
  return true;
}

}  // namespace

bool ask_of_training(Problem& problem, Random& random) {
  switch (problem.kind) {
    case Kind::sgd:
      return ask_sgd(problem, random);
    case Kind::momentum:
      return ask_momentum(problem, random);
    case Kind::adam:
      return ask_adam(problem, random);
    default:
      return ask_curves(problem, random);
  }
}

}  // namespace stepgrad
