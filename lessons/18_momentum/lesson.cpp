// Lesson 18. Momentum: a step remembers the ones before it. It runs along a valley instead of
// across, allows larger rates, and swings where there is too much of it.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/plot/contours.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;

// ---- the rule

/// The velocity after each of these slopes: v ← alpha v + g.
Numbers velocities(double alpha, const Numbers& slopes) {
  Numbers all;
  double v = 0;
  for (const double g : slopes) all.push_back(v = alpha * v + g);
  return all;
}

void the_rule(Lesson& lesson) {
  lesson.screen("Can a step remember the ones before it?");
  lesson.say(
      "Plain descent forgets. Its next step knows the slope where it stands, and nothing of the "
      "way it has come. In a long valley it goes from wall to wall ([[10_descent]]), and with "
      "small batches it trembles ([[17_batches]]).");
  lesson.say(
      "So give each weight a memory, its **velocity** v, which begins at 0. At each step, a share "
      "$alpha$ of it stays, the new slope g comes on top, and the weight moves by v:");
  lesson.formula("v_new = alpha * v + g");
  lesson.formula("w_new = w - eta * v_new");
  lesson.say(
      "$alpha$ is called the **momentum**, and $eta$ is the rate. Let $alpha$ be 0.5, and the rate "
      "0.1. Three steps meet the slopes 8, -1 and -5.");
  const Numbers g{8, -1, -5}, v = velocities(0.5, g);
  lesson.predict_all(
      "What is v after each of them?", {{"v1", v[0]}, {"v2", v[1]}, {"v3", v[2]}},
      {.hints = {"v1 = 0.5 * 0 + 8.", "v2 = 0.5 * 8 - 1.", "v3 is half of v2, less 5."},
       .remarks = {{"8 7 2", "that is the sum of all slopes. A half of v stays, not all of it."},
                   {"8 -1 -5", "those are the slopes. A half of the v before stays."},
                   {"4 1.5 -1.75", "the slope is not halved: v = 0.5 * v + g."}},
       .reveal =
           "In the second step the slope says up, and the weight still goes down: it has been "
           "going there. In the third it turns."});
  Plot plot{.title = "What the slope says, and where the weight goes",
            .x = {.label = "step", .whole = true},
            .y = {},
            .series = {{"slope g", {}}, {"velocity v", {}}},
            .marks = {}};
  for (std::size_t i = 0; i < v.size(); ++i) {
    const auto step = static_cast<double>(i + 1);
    plot.series[0].points.push_back({step, g[i]});
    plot.series[1].points.push_back({step, v[i]});
  }
  lesson.plot(plot, "The velocity follows the slopes, late and evened out.");
  const double w2 = 2 - 0.1 * v[0] - 0.1 * v[1];
  lesson.predict(
      "w began at 2. Where is it after the second step?", w2,
      {.hints = {"It moves by 0.1 * 8, then by 0.1 * v2.", "2 - 0.8 - 0.1 * 3."},
       .remarks = {{2 - 0.1 * (g[0] + g[1]), "by the velocity, not by the slope."},
                   {2 - 0.1 * v[1], "and the first step?"},
                   {2 + 0.1 * (v[0] + v[1]), "downhill: it is taken away."}},
       .reveal = told("{}. Plain descent would stand at {}.", w2, 2 - 0.1 * (g[0] + g[1]))});
}

void written_out(Lesson& lesson) {
  lesson.screen("The first rounds, written out");
  lesson.say("Put v into w, round by round. The first two are (published):");
  lesson.formula("w1 = w0 - eta*g1");
  lesson.formula("w2 = w1 - alpha*eta*g1 - eta*g2");
  lesson.derive(
      "By how much is w3 less than w2?", "alpha^2*eta*g1 + alpha*eta*g2 + eta*g3",
      {"alpha", "eta", "g1", "g2", "g3"},
      {.hints = {"$v3 = alpha*v2 + g3$, and $v2 = alpha*g1 + g2$.",
                 "g1 has been multiplied by $alpha$ twice by now."},
       .remarks = {{"alpha*eta*g1 + alpha*eta*g2 + eta*g3", "g1 has passed through $alpha$ twice."},
                   {"alpha*eta*g2 + eta*g3", "g1 is not forgotten yet."},
                   {"alpha^2*g1 + alpha*g2 + g3", "that is v3. And the rate?"}},
       .reveal = "So each slope fades by $alpha$ from step to step."});
  lesson.derive(
      "The slope g1 is in every one of the steps. By how much has it alone moved w, from "
      "w0 to w3?",
      "eta*g1*(1 + alpha + alpha^2)", {"alpha", "eta", "g1"},
      {.hints = {"Once in each of the three steps.",
                 "$eta*g1$, and then $alpha*eta*g1$, and then?"},
       .remarks = {{"alpha^2*eta*g1", "that is its share of the third step alone."},
                   {"3*eta*g1", "it fades from step to step."}},
       .reveal = "And on it goes: $1 + alpha + alpha^2 + '…'$ comes to $1/(1 - alpha)$."});
  Film film{{}, "What is left of a slope of 1, so many steps later."};
  for (const double alpha : {0.0, 0.5, 0.9, 0.99}) {
    Bars bars{.title = told("alpha = {}", alpha), .bars = {}, .full = 1};
    for (int k = 0; k < 12; ++k) bars.bars.push_back({told("{} later", k), std::pow(alpha, k)});
    film.frames.push_back({told("alpha = {}", alpha), bars,
                           told("All of them, on and on: {}.", shown(1 / (1 - alpha)))});
  }
  film.stills = {1, 2};
  lesson.predict(
      "In a long even slope g is the same at every step. With $alpha = 0.99$ and a rate "
      "of 0.02, what is $eta*v$ in the end, if g is 1?",
      0.02 / (1 - 0.99),
      {.hints = {"v grows until $alpha*v + 1$ is v again.", "v = 1/(1 - 0.99) is 100."},
       .remarks = {{0.02, "that is the first step. v grows on."},
                   {100.0, "that is v. And the rate?"}},
       .reveal = "2: a hundred times the rate. In the long run momentum acts as the rate "
                 "$eta/(1 - alpha)$.",
       .seen = "a 2 stands everywhere"});
  lesson.film(film);
}

// ---- one weight, whose loss is a parabola

/// w from 1, where the loss is lambda/2 · w²; `step` is eta · lambda, and nothing else counts.
Numbers walked(double step, double alpha, int steps) {
  Numbers w{1};
  double v = 0;
  for (int i = 0; i < steps; ++i) {
    v = alpha * v + w.back();
    w.push_back(w.back() - step * v);
  }
  return w;
}

/// What each step leaves of the distance, in the long run: the longer root of
/// z² − (1 + alpha − step) z + alpha.
std::complex<double> left(double step, double alpha) {
  const double half = (1 + alpha - step) / 2;
  const std::complex<double> root = std::sqrt(std::complex<double>(half * half - alpha));
  return std::abs(half + root) > std::abs(half - root) ? half + root : half - root;
}

enum Way : std::size_t { creeps, swings, leaves };

Way way(double step, double alpha) {
  const std::complex<double> z = left(step, alpha);
  return std::abs(z) > 1 - 1e-12 ? leaves : z.imag() != 0 || z.real() < 0 ? swings : creeps;
}

Film walk(double step, double alpha) {
  const Numbers w = walked(step, alpha, 40);
  Film film{{}, told("Forty steps from w = 1, with the momentum {}.", shown(alpha, 3))};
  for (const std::size_t until : {5u, 10u, 20u, 40u}) {
    Plot plot{.title = told("Momentum {}", shown(alpha, 3)),
              .x = {.label = "step", .whole = true},
              .y = {.label = "w"},
              .series = {{"w", {}}},
              .marks = {},
              .area = Area{0, 40, -4, 4}};
    for (std::size_t i = 0; i <= until; ++i)
      if (std::abs(w[i]) <= 4) plot.series[0].points.push_back({static_cast<double>(i), w[i]});
    film.frames.push_back({told("step {}", until), plot, told("w is {}.", shown(w[until], 3))});
  }
  return film;
}

Plot stability() {
  Plot plot = stepgrad::plot(
      filled({.title = "What becomes of w",
              .area = {0, 1, 0, 4.2},
              .columns = 40,
              .rows = 30,
              .x_label = "momentum alpha",
              .y_label = "eta * lambda",
              .class_names = {"it creeps down", "it swings, nearer each time", "it leaves"}},
             [](const Place& at) {
               return DecisionRegions::Cell{static_cast<int>(way(at.y, at.x)), 1};
             }));
  plot.series.push_back({"2 * (1 + alpha)", {{0, 2}, {1, 4}}, Plot::Look::line});
  plot.marks = {{{0.5, 3}, "3 at 0.5"}};
  return plot;
}

void larger_rates(Lesson& lesson) {
  lesson.screen("A rate that was too large");
  lesson.say(
      "Let one weight have the loss $lambda/2 * w^2$, whose slope is $lambda*w$. Plain descent "
      "leaves $1 - eta*lambda$ of w at each step. At $eta*lambda = 3$ that is -2: it jumps out of "
      "the bowl. What does momentum make of it? The first steps from w = 1, with $alpha = 0.8$:");
  const Numbers w = walked(3, 0.8, 3);
  lesson.predict_all(
      "What is w after one step, and after two? Let $lambda$ be 1, and $eta$ 3.",
      {{"w1", w[1]}, {"w2", w[2]}},
      {.hints = {"v1 is 1, so w1 = 1 - 3.", "v2 = 0.8 * 1 - 2, and w2 = -2 - 3 * v2."},
       .remarks = {Remark::entry(1, 4, "that is plain descent. A part of v1 stays.")},
       .reveal = told("{} and {}. Plain descent would be at 4 by now.", w[1], shown(w[2]))});
  lesson.experiment({.ask = "Still $eta*lambda = 3$. Choose a momentum, and say what w will do.",
                     .setting = "momentum",
                     .offered = {0, 0.4, 0.6, 0.9, 0.99},
                     .least = 0,
                     .most = 0.999,
                     .outcomes = {"it comes down on one side", "it swings, nearer each time",
                                  "it swings, farther each time"},
                     .run = [](double alpha) {
                       return Experiment::Trial{
                           way(3, alpha), walk(3, alpha),
                           told("In the long run each step leaves {} of the swing.",
                                shown(std::abs(left(3, alpha)), 3))};
                     }});
  lesson.say(
      "It holds as long as $eta*lambda$ is above 0 and below a limit that grows with "
      "$alpha$. Without momentum the limit is 2, as [[10_descent]] has it.");
  lesson.choose("What is the limit, with momentum?",
                {{"$2/(1 - alpha)$", false, "at 0.4 that would be 3.3, and 3 was too much there."},
                 {"$2 + alpha$", false, "at 0.6 that would be 2.6, and 3 went well there."},
                 {"$2*(1 + alpha)$", true}},
                {.hints = {"3 was too much at 0.4, and went well at 0.6.",
                           "Try each formula at 0.4 and at 0.6."},
                 .reveal = "So momentum allows larger rates, up to nearly twice as large: not "
                           "$1/(1 - alpha)$ times."});
  lesson.plot(stability(),
              "Each point of the map is a run. On the left edge is plain descent. For "
              "$eta*lambda = 3$ it takes a momentum of more than 0.5.");
  lesson.say(
      "Where it swings, each step leaves the root of $alpha$ of the swing: 0.95 at 0.9, and "
      "0.995 at 0.99, whatever the rate. So more momentum also means to settle later.");
}

// ---- a narrow bowl

constexpr double steep = 25, flat = 1, rate = 0.02;  // the published rate

double height(double x, double y) { return (flat * x * x + steep * y * y) / 2; }

enum class Rule { heavy, nesterov, averaged, plain };

/// Where the path leads from (-2.5, 0.6). Averaged: v ← alpha v + (1 − alpha) g.
std::vector<Plot::Point> path(double alpha, int steps, Rule rule = Rule::heavy, double eta = rate) {
  std::vector<Plot::Point> all{{-2.5, 0.6}};
  double vx = 0, vy = 0;
  const double share = rule == Rule::averaged ? 1 - alpha : 1;
  for (int i = 0; i < steps; ++i) {
    const auto [x, y] = all.back();
    const double gx = flat * x, gy = steep * y;
    vx = alpha * vx + share * gx;
    vy = alpha * vy + share * gy;
    const bool ahead = rule == Rule::nesterov;
    all.push_back(
        {x - eta * (ahead ? gx + alpha * vx : vx), y - eta * (ahead ? gy + alpha * vy : vy)});
  }
  return all;
}

double distance(const Plot::Point& at) { return std::hypot(at.x, at.y); }

/// After how many steps it has come within 0.05 of the least, to stay there; `most`, if it has not.
std::size_t steps_needed(double alpha, Rule rule = Rule::heavy) {
  constexpr std::size_t most = 2000;
  const std::vector<Plot::Point> all = path(alpha, static_cast<int>(most), rule);
  std::size_t step = most;
  while (step > 0 && distance(all[step - 1]) < 0.05) --step;
  return step;
}

Plot bowl(std::string title, double alpha, std::size_t steps) {
  Plot plot{.title = std::move(title),
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = contours("L", height, {-3, 3, -1, 1}, {0.1, 1, 3, 8}, 64),
            .marks = {},
            .area = Area{-3, 3, -1, 1}};
  plot.series.push_back({"path", path(alpha, static_cast<int>(steps))});
  plot.marks.push_back({plot.series.back().points.back(), "here"});
  return plot;
}

Film bowl_film(double alpha) {
  Film film{{}, told("The rate 0.02, and the momentum {}.", shown(alpha, 4))};
  for (const std::size_t step : {0u, 5u, 10u, 20u, 40u, 70u, 100u}) {
    const Plot::Point at = path(alpha, static_cast<int>(step)).back();
    film.frames.push_back({told("step {}", step),
                           bowl(told("Momentum {}, step {}", shown(alpha, 4), step), alpha, step),
                           told("{} from the least, loss {}.", shown(distance(at), 3),
                                shown(height(at.x, at.y), 3))});
  }
  film.stills = {3, 6};
  return film;
}

Experiment::Trial try_momentum(double alpha) {
  const std::vector<Plot::Point> all = path(alpha, 100);
  double late = 0, beyond = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    beyond = std::max(beyond, all[i].x);
    if (i >= 80) late = std::max(late, distance(all[i]));
  }
  const std::size_t outcome = late < 0.1 ? 1 : beyond > 0.5 ? 2 : 0;
  return {outcome, bowl_film(alpha),
          told("In the last twenty steps it was up to {} from the least; it needs {} steps to come "
               "within 0.05 for good.",
               shown(late, 2),
               steps_needed(alpha) == 2000 ? "more than 2000"
                                           : shown(static_cast<double>(steps_needed(alpha))))};
}

Plot needed() {
  Plot plot{.title = "Steps until it is within 0.05 of the least",
            .x = {.label = "momentum"},
            .y = {.label = "steps", .logarithmic = true},
            .series = {{"momentum", {}}, {"Nesterov's", {}}},
            .marks = {}};
  for (const double alpha : {0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99}) {
    plot.series[0].points.push_back({alpha, static_cast<double>(steps_needed(alpha))});
    plot.series[1].points.push_back(
        {alpha, static_cast<double>(steps_needed(alpha, Rule::nesterov))});
  }
  return plot;
}

void narrow(Lesson& lesson) {
  lesson.screen("A narrow bowl");
  lesson.say(
      "Two weights now, x and y. The loss $x^2/2 + 25*y^2/2$ is a bowl 25 times as steep across as "
      "along. The rate is 0.02, that of a well-known article on momentum (published: Goh, 2017). "
      "Plain descent first:");
  lesson.plot(bowl("No momentum, after 40 steps", 0, 40),
              "Across it has arrived at once. Along, it creeps.");
  lesson.predict(
      "What share of the distance does plain descent leave per step along x, where the "
      "slope is x?",
      1 - rate * flat,
      {.hints = {"x - 0.02 * x."},
       .remarks = {{rate, "that is what it takes away."},
                   {1 - rate * steep, "that is across, along y."}},
       .reveal = told("0.98; across, where the slope is 25*y, {}. Whoever wants to be "
                      "faster along may not take a rate above 2/25 = {}, because of y.",
                      1 - rate * steep, 2 / steep),
       .seen = "what stood above are shares of a slope"});
  lesson.say(
      "The article's picture has a momentum of 0.99 (published) on another bowl than this. "
      "Try that, and others:");
  lesson.experiment({.ask = "The rate is 0.02. Choose a momentum, and say what a hundred steps do.",
                     .setting = "momentum",
                     .offered = {0.3, 0.8, 0.9, 0.99},
                     .least = 0,
                     .most = 0.999,
                     .outcomes = {"it is still on its way down the valley",
                                  "it has settled, within 0.1 of the least",
                                  "it runs past the least, and still swings"},
                     .run = try_momentum});
  lesson.plot(needed(), "Too little creeps, too much swings. The best lies between.");
  lesson.predict(
      "How many steps does a swing need to fall to a tenth, at the momentum 0.99? Each "
      "step leaves the root of 0.99.",
      std::log(0.1) / std::log(std::sqrt(0.99)),
      {.hints = {"The root of 0.99 is about 0.995.", "log(0.1)/log(0.995)."},
       .remarks = {{std::log(0.1) / std::log(0.99), "that is without the root."},
                   Remark::below(100, "after 100 steps of 0.995, 0.6 is left.")},
       .reveal = "Some 460. Too much momentum is a ball in a bowl without friction.",
       .within = 0.05});
  lesson.say(
      "**Nesterov's** momentum takes the step as if it had gone on already, $w - eta*(g + "
      "alpha*v)$: it brakes a little sooner, so it swings less. `--optimiser nesterov` has it.");
}

// ---- what goes wrong

void same_numbers(Lesson& lesson) {
  lesson.screen("The same numbers, another program");
  lesson.say(
      "You read: rate 0.02, momentum 0.9. Two programs take just these numbers, on the narrow bowl. "
      "One arrives within 100 steps. The other is hardly faster than plain descent:");
  Plot plot{.title = "Both: rate 0.02, momentum 0.9",
            .x = {.label = "step", .whole = true},
            .y = {.label = "distance", .logarithmic = true},
            .series = {{"one", {}, Plot::Look::line},
                       {"the other", {}, Plot::Look::line},
                       {"no momentum", {}, Plot::Look::line}},
            .marks = {}};
  const auto runs = {path(0.9, 100), path(0.9, 100, Rule::averaged), path(0, 100)};
  std::size_t k = 0;
  for (const std::vector<Plot::Point>& run : runs) {
    for (std::size_t i = 0; i < run.size(); ++i)
      plot.series[k].points.push_back({static_cast<double>(i), distance(run[i])});
    ++k;
  }
  lesson.plot(plot, "The distance from the least, over the steps.");
  lesson.say(
      "The other program has $v = alpha*v + (1 - alpha)*g$: a mean of the slopes, not a sum. "
      "It is no mistake; many write it so.");
  lesson.predict("With which rate does the other do as the one does with 0.02?", rate / (1 - 0.9),
                 {.hints = {"Its v is 1 - 0.9 = 0.1 times that of the one."},
                  .remarks = {{rate * 0.1, "its steps are too short already."},
                              {rate, "its v is ten times as small."}},
                  .reveal = "0.2. Then both take the same steps."});
  lesson.mistake(
      "To copy a rate and not the rule that it belongs to; or to raise the momentum from 0.9 to "
      "0.99 and leave the rate, which then acts ten times as large. Another one is to set v back to "
      "0 before each step: then there is no momentum at all. Gradients are cleared, velocities not.");
  lesson.table({"where", "rate", "momentum", "rule"},
               {{"the lecture", "eta", "alpha", "v = alpha v + g"},
                {"Goh's article", "alpha", "beta", "z = beta z + g"},
                {"this kit", "eta", "mu", "v = mu v + g"},
                {"Adam's paper, for its mean", "alpha", "beta1", "m = beta1 m + (1 - beta1) g"}});
  lesson.say(
      "The letters change places: the lecture's $alpha$ is Goh's beta, and his alpha is the "
      "rate. Read the rule, not the letter.");
}

/// The distance from the least on a bowl of one weight, with slopes that tremble, as batches' do.
std::vector<Plot::Point> trembling(double alpha, double eta) {
  Random random(18);
  std::vector<Plot::Point> all;
  double w = 3, v = 0;
  for (int step = 0; step <= 150; ++step) {
    all.push_back({static_cast<double>(step), w});
    v = alpha * v + w + random.uniform(-3, 3);
    w -= eta * v;
  }
  return all;
}

void and_noise(Lesson& lesson) {
  lesson.screen("Does it even out the trembling of batches?");
  lesson.plot(Plot{.title = "Slopes with noise, loss w^2/2",
                   .x = {.label = "step"},
                   .y = {.label = "w"},
                   .series = {{"momentum 0.9, rate 0.05", trembling(0.9, 0.05), Plot::Look::line},
                              {"momentum 0.9, rate 0.005", trembling(0.9, 0.005), Plot::Look::line},
                              {"no momentum, rate 0.05", trembling(0, 0.05), Plot::Look::line}},
                   .marks = {}},
              "The same noise for all three.");
  lesson.choose(
      "Which two arrive equally fast, and then stray about equally far?",
      {{"those with the rate 0.05", false, "look at the one with momentum: it swings far."},
       {"those with $eta/(1 - alpha) = 0.05$", true},
       {"those with momentum 0.9", false, "one of them goes ten times as far at each step."}},
      {.hints = {"0.005/(1 - 0.9) is how much?"},
       .reveal = "In a round bowl, momentum is a rate in disguise: "
                 "its path is smoother, but strays as far. "
                 "Its gain is in valleys, where steps across cancel, and steps along add up."});
  lesson.remember(
      "$v = alpha*v + g$, then a step by v. Along an even slope it acts as the rate $eta/(1 - "
      "alpha)$, across a valley its steps cancel, and what swings needs long to settle.");
  lesson.say(
      "One rate still serves all weights, the steep ones and the flat ones. Why should it? "
      "Could each weight have its own? See [[19_rates]].");
}

void teach(Lesson& lesson) {
  the_rule(lesson);
  written_out(lesson);
  larger_rates(lesson);
  narrow(lesson);
  same_numbers(lesson);
  and_noise(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural "
      "Networks, section 3.2: momentum, and its first rounds.");
  lesson.source(
      "Gabriel Goh, Why Momentum Really Works, Distill, 4 April 2017: the rate 0.02 and the "
      "momentum 0.99 of its first picture.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_18_momentum{"18_momentum", "Momentum", teach};
}

}  // namespace stepgrad
