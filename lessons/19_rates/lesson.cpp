// Lesson 19. Adaptive rates and schedules: each weight divides its step by the size of its own
// slopes (Adagrad, RMSProp, Adam), and all rates change over a run.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <optional>

#include <lessons/19_rates/texts.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/matrix/schedules.hpp>
#include <stepgrad/plot/contours.hpp>

namespace stepgrad {
namespace {

using race::Numbers;

/// The slopes at w, of this step, counted from 0.
using Slopes = std::function<Numbers(const Numbers& w, int step)>;

/// Where the kit's optimiser leads from `start`, step by step.
std::vector<Numbers> walked(const OptimiserRule& rule, const Numbers& start, const Slopes& slopes,
                            const Schedule& rate, int steps) {
  using Column = Eigen::Map<const Matrix<double>>;
  const auto column = [](const Numbers& n) {
    return Column(n.data(), static_cast<Eigen::Index>(n.size()), 1);
  };
  Graph<double> graph;
  const Tensor<double> w = graph.parameter(Matrix<double>(column(start)), "w");
  Optimiser<double> optimiser(rule, {w});
  std::vector<Numbers> path{start};
  for (int step = 0; step < steps; ++step) {
    const Numbers g = slopes(path.back(), step);
    graph.change_grad(w) = column(g);
    optimiser.step(rate(step));
    path.emplace_back(w.value().data(), w.value().data() + w.value().size());
  }
  return path;
}

/// Plain descent, and all optimisers of the kit.
std::vector<std::pair<std::string, OptimiserRule>> all_rules() {
  std::vector<std::pair<std::string, OptimiserRule>> all{{"plain descent", Sgd{}}};
  for (const OptimiserRow& row : optimisers) all.emplace_back(row.name, row.make({}));
  return all;
}

/// How far one weight goes in each step, if it meets these slopes and the rate is 1.
Numbers steps_of(const OptimiserRule& rule, const Numbers& g) {
  const std::vector<Numbers> w = walked(
      rule, {0},
      [&](const Numbers&, int step) { return Numbers{g[static_cast<std::size_t>(step)]}; },
      constant_rate(1), static_cast<int>(g.size()));
  Numbers steps;
  for (std::size_t i = 1; i < w.size(); ++i) steps.push_back(w[i - 1][0] - w[i][0]);
  return steps;
}

void adagrad(Lesson& lesson) {
  lesson.screen("Should all weights go at one rate?");
  lesson.say(
      "A weight whose input is large has large slopes; one whose input is nearly always 0 has "
      "hardly any. One rate is too large for the first and too small for the second. **Adagrad** "
      "keeps a number s for each weight, which begins at 0, and divides by its root:");
  lesson.formula("s_new = s + g^2");
  lesson.formula("w_new = w - eta * g / sqrt(s_new)");
  lesson.say(
      "(A tiny number beside the root keeps it from dividing by 0; leave it out by hand.) "
      "Two weights meet the slopes 300 and 0.02, and the rate is 0.1.");
  const Numbers a = steps_of(Adagrad{}, {3, 4}), large = steps_of(Adagrad{}, {300}),
                small = steps_of(Adagrad{}, {0.02});
  lesson.predict_all("How far does each go in its first step?",
                     {{"first weight", 0.1 * large[0]}, {"second weight", 0.1 * small[0]}},
                     {.hints = {"s is $300^2$ after the first slope. And its root?"},
                      .remarks = {{"30 0.002", "that is plain descent. Divide by the root of s."},
                                  Remark::entry(0, 0.1 * 300 / 90000, "take the root of s.")},
                      .reveal = "Both by the rate itself! The first step does not ask how large a "
                                "slope is, only which way it goes.",
                      .seen = "that it is the rate itself is the surprise"});
  lesson.plot(Bars{.title = "The first step, rate 0.1",
                   .bars = {{"plain, slope 300", 30},
                            {"plain, slope 0.02", 0.002},
                            {"Adagrad, slope 300", 0.1 * large[0], true},
                            {"Adagrad, slope 0.02", 0.1 * small[0], true}},
                   .full = 30},
              "Plain descent goes too far with one weight, and nowhere with the other.");
  lesson.predict(
      "Another weight meets the slope 3, and then 4. How far does it go in its second "
      "step, at the rate 0.1?",
      0.1 * a[1],
      {.hints = {"s is 9 + 16 by then.", "0.1 * 4 / 5."},
       .remarks = {{0.1, "s is not 16: the 9 is still in it."},
                   {0.1 * 4 / 25, "take the root of s."},
                   {0.1 * 4 / 7, "squares are added, then comes the root."}},
       .reveal = told("{}. So s grows with every slope.", shown(0.1 * a[1], 3))});
}

void it_forgets(Lesson& lesson) {
  lesson.screen("A sum that never forgets");
  lesson.say(
      "Lectures call s a moving average of the squares. Look at its rule again: in Adagrad "
      "it is a **sum**. Let the slope be 1 at each step, and the rate 0.1.");
  const Numbers ones(400, 1.0);
  lesson.predict(
      "How far does the hundredth step go?", 0.1 * steps_of(Adagrad{}, ones)[99],
      {.hints = {"s is 100 by then."},
       .remarks = {{0.1, "so it would be with an average of the squares: 1."},
                   {0.001, "take the root of s."}},
       .reveal = "A tenth of the first: as $1/sqrt(t)$. In a long run it falls asleep."});
  lesson.say(
      "**RMSProp** makes a moving average of "
      "it: old squares fade, as slopes do in [[18_momentum]].");
  lesson.formula("s_new = rho * s + (1 - rho) * g^2");
  const Numbers rms = steps_of(RmsProp{}, ones);
  lesson.predict(
      "Let $rho$ be 0.99, the slope 1, and the rate "
      "0.1. How far does the **first** step go?",
      0.1 * rms[0],
      {.hints = {"s began at 0, so now it is 0.01.", "0.1 * 1 / 0.1."},
       .remarks = {{0.1, "that would be with s = 1. But s began at 0."},
                   {10.0, "take the root of 0.01."}},
       .reveal = "1: ten times the rate. s began at 0 and is too small for a long time; "
                 "so the first steps are too long.",
       .seen = "a 1 stands everywhere"});
  Plot plot{.title = "How far each step goes, the slope being 1",
            .x = {.label = "step", .logarithmic = true, .whole = true},
            .y = {.label = "step / rate", .logarithmic = true},
            .series = {},
            .marks = {}};
  for (const auto& [name, rule] : all_rules()) {
    if (name == "sgd" || name == "nesterov" || name == "adamw") continue;
    Plot::Series curve{name, {}, Plot::Look::line};
    const Numbers steps = steps_of(rule, ones);
    for (std::size_t i = 0; i < steps.size(); ++i)
      curve.points.push_back({static_cast<double>(i + 1), steps[i]});
    plot.series.push_back(curve);
  }
  lesson.plot(plot,
              "Adagrad's steps shrink for ever. RMSProp's come down to the rate. One is right "
              "from the first step on: **Adam**.");
}

// ---- Adam by hand

struct Moments {
  double m, v, m_hat, v_hat;
  double step() const { return m_hat / std::sqrt(v_hat); }
};

/// After each of these slopes; beta1 = 0.9, beta2 = 0.999.
std::vector<Moments> moments(const Numbers& slopes) {
  std::vector<Moments> all;
  double m = 0, v = 0;
  for (const double g : slopes) {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const auto t = static_cast<double>(all.size() + 1);
    all.push_back({m, v, m / (1 - std::pow(0.9, t)), v / (1 - std::pow(0.999, t))});
  }
  return all;
}

void adam(Lesson& lesson) {
  const std::vector<Moments> all = moments({2, -1});
  const Moments &one = all[0], &two = all[1];
  lesson.screen("Adam, the first rounds");
  lesson.say(
      "Adam keeps two numbers for each weight: m, a moving average of its slopes, as "
      "momentum has it, and v, one of their squares, as RMSProp has it.");
  lesson.formula("m_new = 0.9 * m + 0.1 * g");
  lesson.formula("v_new = 0.999 * v + 0.001 * g^2");
  lesson.say(
      "0.9 is called beta1, and 0.999 beta2. Both "
      "averages begin at 0. The first slope is 2.");
  lesson.predict_all(
      "What are m and v?", {{"m", one.m}, {"v", one.v}},
      {.hints = {"m is 0.1 * 2.", "v is 0.001 * 4."},
       .remarks = {Remark::entry(1, 0.001 * 0.04, "the square is of g, not of m."),
                   Remark::entry(1, 0.002, "v takes the **square** of the slope.")},
       .reveal = "The averages of a single 2 should be 2 and 4. They are 10 and 1000 "
                 "times too small, for they began at 0."});
  lesson.say(
      "So Adam **corrects** both for their beginning. At step t, counted from 1, m is "
      "divided by $1 - 0.9^t$, and v by $1 - 0.999^t$. The step is $eta$, times the corrected "
      "m, divided by the root of the corrected v.");
  lesson.predict("How far does the first step go, at the rate 0.01?", 0.01 * one.step(),
                 {.hints = {"Corrected, m is 0.2/0.1, and v is 0.004/0.001.", "0.01 * 2 / 2."},
                  .remarks = {{0.01 * 2 / 4, "take the root of v."},
                              {0.01 * one.m / std::sqrt(one.v), "that is without the correction."}},
                  .reveal = "By the rate, as Adagrad's. Any slope would have given that.",
                  .seen = "the rate is known; that the step is no more than that is the point"});
  lesson.say(
      "The second slope is -1. So t is 2, and $1 "
      "- 0.9^2$ is 0.19, $1 - 0.999^2$ is 0.001999.");
  lesson.predict_all(
      "What are m and v now, corrected?", {{"m", two.m_hat}, {"v", two.v_hat}},
      {.hints = {"m is 0.9 * 0.2 - 0.1, v is 0.999 * 0.004 + 0.001. Then divide.",
                 "0.08/0.19 and 0.004996/0.001999."},
       .remarks = {Remark::entry(0, two.m, "that is m. Divide by 0.19."),
                   Remark::entry(0, two.m / 0.1, "the correction is that of t = 2."),
                   Remark::entry(1, two.v, "that is v. Divide by 0.001999.")},
       .reveal =
           told("Nearly (2 - 1)/2 and (4 + 1)/2, averages of both slopes. The step is {} times "
                "the rate: the slopes disagree, so it goes less far.",
                shown(two.step(), 3))});
  lesson.plot(Bars{.title = "Averages of the slopes 2 and -1",
                   .bars = {{"m, as it is", two.m},
                            {"m, corrected", two.m_hat, true},
                            {"v, as it is", two.v},
                            {"v, corrected", two.v_hat, true}}},
              "Without the correction, v is hardly to be seen.");
}

/// Adam with one of its parts missing, from 5, where the loss is w²/2, at the rate 0.1.
Plot::Series adam_without(std::string name, bool correction, int first_step) {
  Plot::Series curve{std::move(name), {}, Plot::Look::line};
  double w = 5, m = 0, v = 0;
  for (int t = first_step; t < 60 + first_step; ++t) {
    curve.points.push_back({static_cast<double>(t - first_step), w});
    m = 0.9 * m + 0.1 * w;
    v = 0.999 * v + 0.001 * w * w;
    const double m_hat = correction ? m / (1 - std::pow(0.9, t)) : m;
    const double v_hat = correction ? v / (1 - std::pow(0.999, t)) : v;
    w -= 0.1 * m_hat / (std::sqrt(v_hat) + 1e-8);
  }
  return curve;
}

void three_programs(Lesson& lesson) {
  lesson.screen("Three programs, all called Adam");
  const Plot::Series right = adam_without("one", true, 1), bare = adam_without("another", false, 1),
                     from_0 = adam_without("the third", true, 0);
  lesson.say(
      "The loss is $w^2/2$, w begins at 5, the rate is 0.1. No step of Adam should be much "
      "longer than its rate. Three programs:");
  lesson.plot(Plot{.title = "w, over the steps",
                   .x = {.label = "step", .whole = true},
                   .y = {.label = "w"},
                   .series = {right, bare, from_0},
                   .marks = {}},
              "The third has a place for its start, and then none.");
  lesson.predict(
      "How far does the first step of \"another\" go?", bare.points[0].y - bare.points[1].y,
      {.hints = {"It does not correct: m is 0.1 * 5, and v 0.001 * 25.",
                 "0.1 * 0.5 / sqrt(0.025)."},
       .remarks = {{0.1, "that is with the correction."}},
       .reveal = "More than three times the rate, and its next steps are longer still: v "
                 "is corrected by a factor of 1000 and m by 10, so without, m / sqrt(v) "
                 "is too large."});
  lesson.choose(
      "And what has the third one done?",
      {{"its rate is too large", false, "its first step is no number at all."},
       {"it counts t from 0", std::isnan(from_0.points[1].y)},
       {"it takes the root of a negative v", false, "squares are not negative."}},
      {.hints = {"What is $1 - 0.9^0$?"},
       .reveal = "Its first step divides 0.5 by 0: infinity over infinity is not a number, "
                 "and w stays so."});
  lesson.mistake(
      "To leave out Adam's correction, or to count its steps from 0; also to keep one t, "
      "m or v for all weights together. Every weight has its own m and v, and t counts "
      "the steps, from 1.");
}

void scale(Lesson& lesson) {
  lesson.screen("A loss a thousand times as large");
  lesson.choose(
      "Somebody adds up 1000 samples where the mean was meant: every slope is 1000 times too "
      "large. What does Adam do?",
      {{"its steps are 1000 times as long", false, "both m and the root of v grow by 1000."},
       {"the same as before", true},
       {"its steps are 1000 times as short", false, "v grows by a million, and its root?"}},
      {.hints = {"$m/sqrt(v)$: by how much does each grow?"},
       .reveal =
           "Here are 20 steps of each optimiser of this kit on $w^2/2$, and on $1000*w^2/2$:"});
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, rule] : all_rules()) {
    const auto reached = [&rule = rule](double factor) {
      return walked(
                 rule, {5}, [&](const Numbers& w, int) { return Numbers{factor * w[0]}; },
                 constant_rate(0.01), 20)
          .back()[0];
    };
    const auto is_lost = [](double w) { return std::abs(w) > 1e3; };
    const double large = reached(1000);
    rows.push_back({name, shown(reached(1), 3), is_lost(large) ? "lost" : shown(large, 3)});
  }
  lesson.table({"rate 0.01, from w = 5", "w^2/2", "1000 * w^2/2"}, rows);
  const double decayed = 2 * (1 - 0.1 * 0.01);
  lesson.say(
      "It has a price. Let the loss have the regulariser of [[17_batches]], whose slope is "
      "$l2*w$, with l2 = 0.01, and let a weight w = 2 have no other slope than this one. Adam "
      "takes its first step, with the rate 0.1.");
  lesson.predict(
      "Where is the weight then?", 2 - 0.1,
      {.hints = {"Its slope is 0.02. And how far does Adam's first step go?"},
       .remarks = {{decayed, "that is plain descent. Adam divides by the slope's size."}},
       .reveal = told("1.9: the smallest pull goes as far as the largest. So **AdamW** "
                      "keeps the decay out of g, m and v, and shrinks w itself: to 2 * (1 "
                      "- 0.1 * 0.01) = {}.",
                      decayed)});
}

// ---- a race

constexpr int race_steps = 60;

Numbers losses(const OptimiserRule& rule, double rate) {
  Numbers all;
  for (const Numbers& w : walked(rule, Numbers(race::frequencies.size()), race::batch_slopes,
                                 constant_rate(rate), race_steps))
    all.push_back(race::loss(w));
  return all;
}

double best_rate(const OptimiserRule& rule) {
  double best = 0.001;
  for (const double rate : {0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0})
    if (losses(rule, rate).back() < losses(rule, best).back()) best = rate;
  return best;
}

/// The name of the one that gets lowest with this rate.
std::string best_at(double rate) {
  std::string best;
  double least = 10;
  for (const auto& [name, rule] : all_rules())
    if (const double end = losses(rule, rate).back(); end < least) best = name, least = end;
  return best;
}

Plot curves(std::optional<double> rate) {
  Plot plot{.title = rate ? told("All with the rate {}", *rate) : "Each with its best rate",
            .x = {.label = "update"},
            .y = {.label = "loss of all texts"},
            .series = {},
            .marks = {}};
  for (const auto& [name, rule] : all_rules()) {
    const double own = rate ? *rate : best_rate(rule);
    const Numbers curve = losses(rule, own);
    plot.series.push_back({rate ? name : told("{}, {}", name, own), {}, Plot::Look::line});
    for (std::size_t i = 0; i < curve.size(); ++i)
      plot.series.back().points.push_back({static_cast<double>(i), curve[i]});
  }
  return plot;
}

void the_race(Lesson& lesson) {
  lesson.screen("A race, fair and unfair");
  lesson.say(
      "Short texts of five words, of which each is half as frequent as the one before; a "
      "reader liked them or not. Logistic regression has to find what each word is worth. "
      "Batches of 8, two epochs. All optimisers with one rate:");
  lesson.plot(curves(0.03), "Is plain descent that bad?");
  lesson.choose(
      "What does this picture show?",
      {{told("that {} is the best for such data", best_at(0.03)), false,
        "with another rate the order is another one."},
       {"that 0.03 suits some of them better than others", true},
       {"that plain descent needs more samples", false, "try another rate first."}},
      {.hints = {"In which of them does 0.03 mean the same length of a step?"},
       .reveal = "A rate means another thing in each of them: a factor of the slope, or "
                 "nearly the length of the step itself. So each deserves its own; here is "
                 "the best of 0.001, 0.003, 0.01 … 10 for each:"});
  lesson.plot(curves(std::nullopt), "The same race, each optimiser with its own rate.");
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, rule] : all_rules()) {
    const double own = best_rate(rule);
    const Numbers w = walked(rule, Numbers(race::frequencies.size()), race::batch_slopes,
                             constant_rate(own), race_steps)
                          .back();
    rows.push_back({name, shown(own), shown(losses(rule, own).back(), 3), shown(w.front(), 2),
                    shown(w.back(), 2)});
  }
  lesson.choose(
      "The rarest word stands in one of thirty texts. In which of them has its weight moved least?",
      {{"in all alike", false, "the losses are alike. But a rare word counts little in the loss."},
       {"in plain descent", true},
       {"in Adam", false, "Adam divides by the size of its slopes, which are small, too."}},
      {.hints = {"Its slope is 0 in most batches. Who makes the most of the others?"},
       .reveal = "Its slope is there in few batches, and small. The adaptive ones divide by its "
                 "size, and momentum goes on by itself when the slope is 0 again."});
  lesson.table({"", "rate", "loss", "w of word 1", "w of rarest"}, rows);
  lesson.say(
      "Now they lie close together. \"If you have time to tune only one hyperparameter, "
      "tune the learning rate\" (published: Goodfellow, Bengio and Courville, 2016).");
}

// ---- the narrow bowl once more

double height(double x, double y) { return (x * x + 25 * y * y) / 2; }

Plot on_bowl(const std::string& title, const std::vector<Numbers>& path) {
  Plot plot{.title = title,
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = contours("L", height, {-3, 3, -1, 1}, {0.1, 1, 3, 8}, 64),
            .marks = {},
            .area = Area{-3, 3, -1, 1}};
  plot.series.push_back({"path", {}});
  for (const Numbers& at : path) plot.series.back().points.push_back({at[0], at[1]});
  plot.marks.push_back({plot.series.back().points.back(), "here"});
  return plot;
}

std::vector<Numbers> down_the_bowl(const OptimiserRule& rule, const Schedule& rate, int steps) {
  return walked(
      rule, {-2.5, 0.6},
      [](const Numbers& w, int) {
        return Numbers{w[0], 25 * w[1]};
      },
      rate, steps);
}

Experiment::Trial try_rate(double rate) {
  Film film{{}, told("Adam, the rate {}.", rate)};
  const std::vector<Numbers> all = down_the_bowl(Adam{}, constant_rate(rate), 60);
  double late = 0;
  for (std::size_t i = 50; i < all.size(); ++i) late = std::max(late, height(all[i][0], all[i][1]));
  for (const std::ptrdiff_t step : {5, 10, 20, 40, 60}) {
    const std::vector<Numbers> so_far(all.begin(), all.begin() + step + 1);
    film.frames.push_back(
        {told("step {}", step), on_bowl(told("Adam, rate {}, step {}", rate, step), so_far),
         told("The loss is {}.", shown(height(so_far.back()[0], so_far.back()[1]), 3))});
  }
  const bool crossed = std::ranges::any_of(all, [](const Numbers& w) { return w[0] > 0.05; });
  return {late < 0.05 ? 1u
          : crossed   ? 2u
                      : 0u,
          film, told("In the last ten steps the loss was up to {}.", shown(late, 2))};
}

void paths(Lesson& lesson) {
  lesson.screen("The narrow bowl, once more");
  Film film{{}, "30 steps of each optimiser, with the rate 0.05 for all."};
  for (const auto& [name, rule] : all_rules()) {
    const std::vector<Numbers> path = down_the_bowl(rule, constant_rate(0.05), 30);
    film.frames.push_back(
        {name, on_bowl(name, path),
         told("After 30 steps the loss is {}.", shown(height(path.back()[0], path.back()[1]), 3))});
  }
  film.stills = {0, film.frames.size() - 2};
  lesson.say(
      "The bowl of [[18_momentum]] is 25 times as "
      "steep across as along. Go through the optimisers:");
  lesson.film(film);
  lesson.choose(
      "Why do the adaptive ones set out at 45 degrees, whatever the slopes are?",
      {{"they look at the next slope", false, "none of them looks ahead."},
       {"both weights move by about the rate in the first steps", true},
       {"they average over many samples", false, "there are no samples here."}},
      {.hints = {"You have worked out the first step of Adagrad and Adam."},
       .reveal = "Along and across count alike: so a valley is no trouble, if it lies along "
                 "a weight's axis."});
  lesson.say("At the rate 0.05 Adam is only under way. So choose a better one:");
  lesson.experiment({.ask = "Choose Adam's rate, and say what 60 steps from (-2.5, 0.6) will do.",
                     .setting = "rate",
                     .offered = {0.01, 0.1, 1, 3},
                     .least = 0.001,
                     .most = 5,
                     .outcomes = {"it is still on its way", "it arrives, and stays",
                                  "it runs past, and still swings"},
                     .run = try_rate});
}

// ---- schedules

constexpr int run_length = 90;

std::vector<std::pair<std::string, Schedule>> all_schedules(double rate) {
  std::vector<std::pair<std::string, Schedule>> all;
  for (const ScheduleRow& row : schedules()) all.emplace_back(row.name, row.make(rate, run_length));
  all.emplace_back("warm-up, then cosine", warm_up(10, cosine(rate, 0, run_length)));
  return all;
}

Plot::Series curve_of(const std::string& name, const Schedule& schedule) {
  Plot::Series curve{name, {}, Plot::Look::line};
  for (int step = 0; step < run_length; ++step)
    curve.points.push_back({static_cast<double>(step), schedule(step)});
  return curve;
}

Plot rates_over_time(std::string title) {
  return Plot{.title = std::move(title),
              .x = {.label = "step", .whole = true},
              .y = {.label = "rate"},
              .series = {},
              .marks = {}};
}

/// How far from the least, on average over 200 runs of plain descent on w²/2 with noisy slopes.
double distance_at_the_end(const Schedule& schedule) {
  Random random(20);
  double sum = 0;
  for (int run = 0; run < 200; ++run) {
    double w = 3;
    for (int step = 0; step < run_length; ++step) w -= schedule(step) * (w + random.uniform(-3, 3));
    sum += std::abs(w);
  }
  return sum / 200;
}

void rates_in_time(Lesson& lesson) {
  lesson.screen("A rate that changes");
  lesson.say(
      "Large steps are good at the beginning, and small ones at the end, where batches "
      "tremble. So the rate follows a **schedule**. A run has 90 steps and the rate 0.3, and "
      "its schedule is called **step**: a tenth after each third of the run.");
  lesson.predict(
      "What is the rate at step 50?", step_decay(0.3, 0.1, 30)(50),
      {.hints = {"One third is over, the second not yet."},
       .remarks = {{0.003, "that is after two thirds."}, {0.3, "that is the first third."}},
       .reveal = "0.03.",
       .seen = "it was the rate of a race"});
  lesson.predict(
      "**Exponential** goes down by the same factor at each step, from 0.4 to a hundredth "
      "of it at the end. What is it half-way?",
      exponential_decay(0.4, std::pow(0.01, 1.0 / 90))(45),
      {.hints = {"Twice the same factor makes a hundredth."},
       .remarks = {{0.202, "that is half-way on a straight line."},
                   {0.2, "that is half-way on a straight line."},
                   {0.02, "a tenth of 0.4."}},
       .reveal = "0.04: a tenth half-way, and a tenth of that at the end."});
  lesson.predict(
      "**Cosine** follows half a cosine, from 0.4 down to 0. What is it after a third of "
      "the steps, where the cosine is 1/2?",
      cosine(0.4, 0, 90)(30),
      {.hints = {"It is 0.4 * (1 + cos)/2."},
       .remarks = {{0.2, "0.4 * (1 + 1/2)/2."}, {0.4 * 2 / 3, "it is not a straight line."}},
       .reveal = "0.3. It lingers above, falls, and lingers near 0.",
       .seen = "it was the rate of a race"});
  Film film{{}, "The schedules of this kit; the run has 90 steps, and the rate is 0.4."};
  Plot together = rates_over_time("All schedules");
  for (const auto& [name, schedule] : all_schedules(0.4)) {
    Plot one = rates_over_time(name);
    one.series = {curve_of(name, schedule)};
    const double end = distance_at_the_end(schedule);
    film.frames.push_back(
        {name, one, told("Trembling descent ends {} from the least, on average.", shown(end, 2))});
    together.series.push_back(one.series[0]);
  }
  for (const ScheduleRow& row : schedules()) lesson.point("`{}`: {}.", row.name, row.about);
  lesson.plot(together, "A warm-up may stand before any of them: `--warm-up`.");
  lesson.choose(
      "Plain descent trembles, as with small batches. Which schedule will end farthest "
      "from the least?",
      {{"constant", true},
       {"cosine", false, "at the end its steps are nearly 0, so nothing trembles."},
       {"exponential", false, "its last steps are a hundredth of the first."}},
      {.hints = {"How long are the steps at the end?"},
       .reveal = "Go through them, and read what 200 runs came to:"});
  lesson.film(film);
  lesson.choose("Why begin with a warm-up, although large steps are good at the beginning?",
                {{"to save time", false, "it takes some."},
                 {"the first slopes are steep, and averages of them know little yet", true},
                 {"because of the last batch", false, "that comes at the end of each epoch."}},
                {.hints = {"RMSProp's first step was ten times its rate."},
                 .reveal = "The weights are still drawn at random, so slopes are large and change "
                           "quickly: a full step there may undo a good beginning."});
  lesson.remember(
      "Adaptive rules divide each weight's step by the size of its own slopes: Adagrad "
      "by a sum, RMSProp by an average, Adam by one that is corrected for its start. A "
      "schedule makes all steps small in the end. The rate still has to be found.");
  lesson.say(
      "So far the slopes were there, and we asked what to do with them. In deep networks "
      "they may vanish on the way. Why, and what helps? See [[20_deep]].");
}

void teach(Lesson& lesson) {
  adagrad(lesson);
  it_forgets(lesson);
  adam(lesson);
  three_programs(lesson);
  scale(lesson);
  paths(lesson);
  the_race(lesson);
  rates_in_time(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: adaptive learning rate "
      "tuning, and schedules after Murphy's Probabilistic Machine Learning.");
  lesson.source(
      "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015; Loshchilov and "
      "Hutter, Decoupled Weight Decay Regularization, 2019.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_19_rates{"19_rates", "Adaptive rates and schedules", teach};
}

}  // namespace stepgrad
