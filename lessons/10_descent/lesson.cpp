// Lesson 10. Gradient descent: how far a step goes decides whether it arrives, and the shape of the
// loss decides where.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/plot/contours.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;

// One weight, whose loss is (w - 3)^2.
double bowl(double w) { return (w - 3) * (w - 3); }
double slope_of_bowl(double w) { return 2 * (w - 3); }

/// Where w has been, from 0, with this rate.
Numbers walked(double rate, int steps) {
  Numbers w{0};
  for (int i = 0; i < steps; ++i) w.push_back(w.back() - rate * slope_of_bowl(w.back()));
  return w;
}

Film walk(double rate) {
  const Numbers w = walked(rate, 10);
  double farthest = 3.5;
  for (const double place : w) farthest = std::max(farthest, std::abs(place - 3));
  Plot::Series curve{"L = (w - 3)^2", {}, Plot::Look::line}, path{"steps", {}};
  for (int i = -40; i <= 40; ++i) {
    const double place = 3 + farthest * i / 40;
    curve.points.push_back({place, bowl(place)});
  }
  Film film{{}, told("Ten steps with the rate {}.", rate)};
  for (std::size_t step = 0; step < w.size(); ++step) {
    path.points.push_back({w[step], bowl(w[step])});
    film.frames.push_back(
        {told("step {}", step),
         Plot{.title = told("Rate {}", rate),
              .x = {.label = "w"},
              .y = {.label = "L"},
              .series = {curve, path},
              .marks = {{{w[step], bowl(w[step])}, "here"}}},
         told("w is {}, and the loss {}.", shown(w[step], 3), shown(bowl(w[step]), 3))});
  }
  return film;
}

/// What comes of a rate: each step leaves 1 - 2 rate of the distance.
Experiment::Trial try_rate(double rate) {
  const double left = 1 - 2 * rate;
  const std::size_t outcome = std::pow(left, 10) > 0.5 && left > 0 ? 0
                            : left >= 0                            ? 1
                            : left > -1                            ? 2
                                                                   : 3;
  return {outcome, walk(rate),
          told("After ten steps w is {}; the least is at 3.", shown(walked(rate, 10).back(), 3))};
}

void how_far(Lesson& lesson) {
  lesson.screen("You know which way is down. How far do you go?");
  lesson.say(
      "Backpropagation tells the slope of the loss in each weight, and nothing else. It changes "
      "no weight. What is done with the slopes is another idea, the oldest one there is: take a "
      "step downhill, and look again.");
  lesson.formula("w_new = w - rate * (∂L/∂w)");
  lesson.say(
      "That is **gradient descent**. The **rate**, often written η or α, says how far a step "
      "goes. Take one weight, and a loss that is easy to see through:");
  lesson.formula("L = (w - 3)^2");
  lesson.plot(
      walk(0.1).frames.front().picture,
      "The loss, and w = 0, where we begin. The slope there is negative: down is to the right.");
  const Numbers w = walked(0.1, 2);
  lesson.predict(
      "Begin at w = 0, with the rate 0.1. Where is w after one step?", w[1],
      {.hints = {"The slope of (w - 3)^2 is 2 * (w - 3).", "At 0 that is -6. And 0 - 0.1 * (-6)?"},
       .remarks = {{-w[1], "that is uphill. The slope is negative, and it is taken away."},
                   {6.0, "the rate is missing."},
                   {-6.0, "that is the slope. How far does w go?"},
                   {0.3, "the slope of a square has a 2 in it."}},
       .reveal = told("0 + 0.6 = {}. The loss falls from {} to {}.", w[1], bowl(0), bowl(w[1]))});
  lesson.predict(
      "And after the second step?", w[2],
      {.hints = {"The slope is another one now: 2 * (0.6 - 3).", "0.6 + 0.1 * 4.8."},
       .remarks = {{2 * w[1], "that is the first step once more. But the slope is smaller here."},
                   {0.48, "that is how far it goes. From where?"},
                   {0.12, "mind the sign: down is still to the right."}},
       .reveal =
           told("The slope is only -4.8 now, so the step is shorter: {}. Steps become short by "
                "themselves where it is flat.",
                w[2])});
}

void your_rate(Lesson& lesson) {
  lesson.screen("Choose your rate");
  lesson.say("0.1 is slow. Nobody forbids 1, or 0.001. What will they do?");
  lesson.experiment(
      {.ask = "Choose a rate, and say what ten steps from w = 0 will do.",
       .setting = "rate",
       .offered = {0.01, 0.3, 0.9, 1, 1.1},
       .least = 0.001,
       .most = 1.5,
       .outcomes = {"it creeps: not even half of the way", "it comes down on one side, towards 3",
                    "it jumps over 3 and back, nearer each time",
                    "it jumps over 3 and back, and never comes nearer"},
       .run = try_rate});
  lesson.say(
      "Why so? Look at the distance from the least, $d = w - "
      "3$. One step takes away $rate * 2*d$.");
  lesson.derive(
      "What is the new distance, as a formula of d and the rate r?", "d - 2*r*d", {"d", "r"},
      {.hints = {"The old distance, less the step.", "The slope is 2*d, the step r times that."},
       .remarks = {{"d - r*d", "the slope of d^2 is 2*d."},
                   {"2*r*d", "that is the step. What is left?"},
                   {"d + 2*r*d", "downhill: the step is taken away."},
                   {"1 - 2*r", "that is the share that is left. Of what?"}},
       .reveal =
           "$d * (1 - 2*r)$: every step leaves the same share of the distance. Below 0 it lands "
           "on the other side; below -1, farther away than it was."});
  lesson.choose(
      "There is a rate that arrives in a single step. Which?",
      {{"0.25", false, "1 - 0.5 of the distance is left."},
       {"0.5", 1 - 2 * 0.5 == 0.0},
       {"0.75", false, "it lands on the other side, half as far."}},
      {.hints = {"Which r makes 1 - 2*r zero?"},
       .reveal =
           "It works because this loss is a parabola that we know. For a network nobody knows its "
           "rate beforehand: one tries."});
}

void one_picture(Lesson& lesson) {
  lesson.screen("Too small, right, too large");
  Plot plot{.title = "Loss after each step",
            .x = {.label = "step", .whole = true},
            .y = {.label = "L", .logarithmic = true},
            .series = {},
            .marks = {}};
  std::vector<std::vector<std::string>> rows;
  for (const double rate : {0.01, 0.2, 0.9, 1.1}) {
    const Numbers w = walked(rate, 20);
    Plot::Series curve{told("rate {}", rate), {}};
    for (std::size_t i = 0; i < w.size(); ++i)
      curve.points.push_back({static_cast<double>(i), bowl(w[i])});
    plot.series.push_back(curve);
    rows.push_back({told("{}", rate), shown(1 - 2 * rate), shown(bowl(w[20]), 3)});
  }
  lesson.plot(plot,
              "Each factor of ten in the loss is equally high. A "
              "straight line down: the same share at every step.");
  lesson.table({"rate", "share of the distance left", "loss after 20 steps"}, rows);
  lesson.choose(
      "In your own training the loss climbs from step to step, "
      "faster and faster. What do you try first?",
      {{"more steps", false, "it moves away. More steps move it farther away."},
       {"a smaller rate", true},
       {"a larger rate", false, "that makes each jump longer."}},
      {.hints = {"Which of the curves looks so?"},
       .reveal =
           "If the gradient is right ([[07_checking]]), a rate that is small enough always goes "
           "down at first."});
}

/// w where somebody forgets to set the gradient back to 0: every step uses the sum of all so far.
Numbers walked_uncleared(double rate, int steps) {
  Numbers w{0};
  double gradient = 0;
  for (int i = 0; i < steps; ++i) {
    gradient += slope_of_bowl(w.back());
    w.push_back(w.back() - rate * gradient);
  }
  return w;
}

void old_gradients(Lesson& lesson) {
  lesson.screen("A run that does not settle");
  const Numbers right = walked(0.1, 40), wrong = walked_uncleared(0.1, 40);
  Plot plot{.title = "Two programs, both with the rate 0.1",
            .x = {.label = "step", .whole = true},
            .y = {.label = "w"},
            .series = {{"the one from before", {}, Plot::Look::line},
                       {"another one", {}, Plot::Look::line}},
            .marks = {}};
  for (std::size_t i = 0; i < right.size(); ++i) {
    plot.series[0].points.push_back({static_cast<double>(i), right[i]});
    plot.series[1].points.push_back({static_cast<double>(i), wrong[i]});
  }
  lesson.say(
      "Here is another program for the same loss, with the same rate. Its first step is right. "
      "Then it runs past 3, comes back, runs past again, and never ends:");
  lesson.plot(plot, "0.1 is a good rate for this loss. So that is not what is wrong.");
  lesson.predict(
      "Its backward pass **adds** each slope into the gradient, as in [[05_many_paths]]. In the "
      "first step that is -6, in the second -4.8 comes on top. Where is w after the second step?",
      wrong[2],
      {.hints = {"After the first step w is 0.6, as it should be.",
                 "The gradient it uses is -6 - 4.8."},
       .remarks = {{right[2],
                    "that is where it should be. But the old slope is still in the gradient."}},
       .reveal = told("0.6 + 0.1 * 10.8 = {}, instead of {}.", wrong[2], right[2])});
  lesson.mistake(
      "Not to set the gradients back to 0 between two steps. Within one backward pass shares are "
      "added; between two passes they must not be. So every round has an order: forward, "
      "backward, step, and clear.");
}

// ---- a line through four points

constexpr std::array<double, 4> xs{0, 1, 2, 3}, ys{1, 2, 4, 5};

struct Fit {
  double w, b;
};

double mean_loss(const Fit& fit) {
  double sum = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) sum += std::pow(fit.w * xs[i] + fit.b - ys[i], 2);
  return sum / 4;
}

Fit gradient(const Fit& fit) {
  Fit slopes{0, 0};
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const double error = fit.w * xs[i] + fit.b - ys[i];
    slopes.w += 2 * error * xs[i] / 4;
    slopes.b += 2 * error / 4;
  }
  return slopes;
}

std::vector<Fit> fitted(double rate, int steps) {
  std::vector<Fit> path{{0, 0}};
  for (int i = 0; i < steps; ++i) {
    const Fit slopes = gradient(path.back());
    path.push_back({path.back().w - rate * slopes.w, path.back().b - rate * slopes.b});
  }
  return path;
}

/// Where both slopes are 0: the formula of statistics.
Fit exact() {
  double x = 0, y = 0, xy = 0, xx = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) x += xs[i] / 4, y += ys[i] / 4;
  for (std::size_t i = 0; i < xs.size(); ++i)
    xy += (xs[i] - x) * (ys[i] - y), xx += (xs[i] - x) * (xs[i] - x);
  return {xy / xx, y - xy / xx * x};
}

void a_line(Lesson& lesson) {
  lesson.screen("Two weights: a line through four points");
  Plot data{.title = "Which line?",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"points", {}, Plot::Look::points}},
            .marks = {}};
  for (std::size_t i = 0; i < xs.size(); ++i) data.series[0].points.push_back({xs[i], ys[i]});
  lesson.plot(data,
              "Four points, nearly on a line $y = w*x + b$. The loss "
              "is the mean of $(w*x + b - y)^2$ over them.");
  lesson.say(
      "For one point, that is the graph of [[04_chain_rule]]: a line, a difference, a square. "
      "Backwards through it:");
  lesson.derive(
      "What is ∂L/∂w for one point, as a formula of w, x, b and y?", "2*(w*x + b - y)*x",
      {"w", "x", "b", "y"},
      {.hints = {"Outside: 2 times the error, w*x + b - y.",
                 "Inside: the slope of w*x + b - y in w."},
       .remarks = {{"2*(w*x + b - y)", "that is ∂L/∂b. In w there is one more link."},
                   {"(w*x + b - y)*x", "the 2 of the square is missing."},
                   {"2*(y - w*x - b)*x",
                    "the error is what the line says, less y: the other sign."}},
       .reveal =
           "Have you seen it before? Who sets the mean of these to 0 has the equation of **linear "
           "regression**, from statistics. The chain rule, through a layer and a squared loss, "
           "arrives at it by itself."});
  const Fit slopes = gradient({0, 0}), one = fitted(0.1, 1)[1];
  lesson.predict_all(
      "Begin with w = b = 0. The errors are then -1, -2, -4 and -5. What is the gradient?",
      {{"dL/dw", slopes.w}, {"dL/db", slopes.b}},
      {.hints = {"b: 2 times the mean of the four errors.",
                 "w: 2 times the mean of error times x: 0, -2, -8 and -15."},
       .remarks = {Remark::times(4, "that is the sum over the points. The mean is wanted."),
                   Remark::times(0.5, "the 2 of the square is missing."),
                   Remark::times(-1, "the errors are negative, and so are the slopes.")},
       .reveal = told("{} and {}. One step with the rate 0.1 goes to w = {}, b = {}.", slopes.w,
                      slopes.b, one.w, one.b)});
  const double late = -0.1 * 2 * (one.w * 1.5 - 3);
  lesson.say(
      "Somebody writes the step in two lines: first the new w. Then b's slope, out of w and b as "
      "they stand now, and the new b.");
  lesson.predict(
      told("w is {} by then, and b still 0: the errors have the "
           "mean {} * 1.5 - 3. What does b become?",
           one.w, one.w),
      late,
      {.hints = {told("The mean error is {}. b's slope is 2 times that.", one.w * 1.5 - 3)},
       .remarks = {{one.b, "that is b as it should be, by the slope from before w had moved."},
                   {-late, "the slope is negative, so b grows."}},
       .reveal = told("{}, and not {}.", late, one.b)});
  lesson.mistake(
      "To change a weight that is still needed. All slopes belong to one place; whoever moves w "
      "first takes b's slope at another one. First all slopes, then all steps.");
}

const Area map{-0.2, 2.8, -0.6, 2.2};

Plot path_on_map(double rate, std::size_t steps) {
  Plot plot{.title = told("Rate {}, step {}", rate, steps),
            .x = {.label = "w"},
            .y = {.label = "b"},
            .series = contours(
                "L",
                [](double w, double b) {
                  return mean_loss({w, b});
                },
                map, {0.2, 1, 3, 6}, 40),
            .marks = {{{exact().w, exact().b}, "the least"}}};
  Plot::Series path{"steps", {}};
  for (const Fit& fit : fitted(rate, static_cast<int>(steps)))
    path.points.push_back({fit.w, fit.b});
  plot.marks.push_back({path.points.back(), "here"});
  plot.series.push_back(path);
  return plot;
}

void the_map(Lesson& lesson) {
  lesson.screen("The bowl, and the path in it");
  lesson.say(
      "With two weights the loss is a landscape. Seen from above, on a map with lines of equal "
      "height, it is a long valley. A step goes straight down from where it stands.");
  Film film{{}, "Each line on the map is one height of the loss."};
  for (const std::size_t step : {0u, 1u, 2u, 3u, 5u, 10u, 20u, 40u, 60u}) {
    const Fit fit = fitted(0.2, static_cast<int>(step)).back();
    film.frames.push_back({told("step {}", step), path_on_map(0.2, step),
                           told("w = {}, b = {}, loss {}.", shown(fit.w, 3), shown(fit.b, 3),
                                shown(mean_loss(fit), 3))});
  }
  film.stills = {3, 8};
  lesson.plot(path_on_map(0.2, 0),
              "The map, and w = b = 0, where we begin. Lines that lie close "
              "together are a steep wall.");
  lesson.choose(
      "Down from where it stands, with the rate 0.2: which way will it go?",
      {{"straight to the least", false, "it would, if the heights were circles."},
       {"across the valley and back, and slowly along it", true},
       {"first along w, then along b", false, "both move at every step."}},
      {.hints = {"The valley's walls are steep, and its floor is "
                 "nearly flat. What does a slope make of that?"},
       .reveal =
           "Across, it is so steep that a step goes over the floor and up the other side. Along "
           "it there is hardly a slope, so it creeps. One rate has to serve both."});
  lesson.film(film);
  std::vector<std::vector<std::string>> rows;
  for (const int steps : {1, 10, 50, 100}) {
    const Fit fit = fitted(0.2, steps).back();
    rows.push_back(
        {fmt::format("{}", steps), shown(fit.w, 4), shown(fit.b, 4), shown(mean_loss(fit), 4)});
  }
  rows.push_back({"exact", shown(exact().w, 4), shown(exact().b, 4), shown(mean_loss(exact()), 4)});
  lesson.say(
      "Here one can also solve it exactly, by setting both slopes "
      "to 0. Descent comes as near as one likes:");
  lesson.table({"steps", "w", "b", "loss"}, rows);
  lesson.say(
      "Why go step by step at all? Because for a network nobody can solve those equations. A "
      "step, one can always take.");
}

void sum_or_mean(Lesson& lesson) {
  lesson.screen("Sum or mean?");
  lesson.say(
      "Some books take the **sum** over the samples as the loss, others the **mean**. The least "
      "is at the same place. Is it all the same, then?");
  const double sum_rate = 0.1 / static_cast<double>(xs.size());
  lesson.predict(
      "With the mean, a rate of 0.1 is good. A friend takes the "
      "sum over the same four points. With "
      "which rate does she take the same steps?",
      sum_rate,
      {.hints = {"The sum is 4 times the mean. And its slopes?"},
       .remarks = {{0.1, "her slopes are 4 times as large, so her steps would be, too."},
                   {0.4, "her slopes are larger already."}},
       .reveal = told("{}: four times the slope, a quarter of the rate.", sum_rate)});
  std::vector<std::vector<std::string>> rows;
  for (const int steps : {0, 1, 2, 3, 4})
    rows.push_back({fmt::format("{}", steps), shown(mean_loss(fitted(0.1, steps).back()), 3),
                    shown(mean_loss(fitted(0.4, steps).back()), 3)});
  lesson.table({"step", "mean, rate 0.1", "sum, rate 0.1"}, rows);
  lesson.mistake(
      "To copy a rate from somewhere, and not the loss that it belongs to. A sum over n samples "
      "with the same rate takes steps n times as long. This kit's losses are means.");
}

// Two valleys.
constexpr const char* valleys = "(w^2 - 1)^2 + 0.3*w";
double height(double w) { return std::pow(w * w - 1, 2) + 0.3 * w; }
double slope_of_height(double w) { return 4 * w * (w * w - 1) + 0.3; }

/// Of 100 chords within 1.5 of there, how many have their middle below the function?
int chords_below(double (*function)(double), double middle) {
  Random random(10);
  int found = 0;
  for (int chord = 0; chord < 100; ++chord) {
    const double a = middle + random.uniform(-1.5, 1.5), b = middle + random.uniform(-1.5, 1.5);
    found += (function(a) + function(b)) / 2 < function((a + b) / 2) - 1e-9;
  }
  return found;
}

Plot landscape() {
  Plot plot{.title = "L = (w^2 - 1)^2 + 0.3 w",
            .x = {.label = "w"},
            .y = {.label = "L"},
            .series = {{"loss", {}, Plot::Look::line}},
            .marks = {}};
  for (int i = -32; i <= 32; ++i) plot.series[0].points.push_back({i / 20.0, height(i / 20.0)});
  return plot;
}

/// Descends from there; once in a valley it stays.
Experiment::Trial start_at(double start) {
  Film film{{}, told("Steps from w = {} with the rate 0.05.", start)};
  Plot plot = landscape();
  plot.series.push_back({"steps", {}, Plot::Look::points});
  double w = start;
  for (int step = 0; step <= 60; ++step, w -= 0.05 * slope_of_height(w)) {
    plot.marks = {{{w, height(w)}, "here"}};
    plot.series[1].points.push_back({w, height(w)});
    if (step <= 4 || step == 8 || step == 15 || step == 30 || step == 60)
      film.frames.push_back({told("step {}", step), plot,
                             told("w = {}, loss {}.", shown(w, 3), shown(height(w), 3))});
  }
  return {w < -0.5  ? 0u
          : w > 0.5 ? 1u
                    : 2u,
          film, told("It ends at w = {}, where the loss is {}.", shown(w, 3), shown(height(w), 3))};
}

void convex(Lesson& lesson) {
  lesson.screen("One valley or several");
  lesson.say(
      "A bowl has one lowest place, and all ways down lead there. This loss has two valleys:");
  lesson.formula(told("L = {}", valleys));
  Plot chord = landscape();
  chord.series.push_back({"chord", {{-1, height(-1)}, {1, height(1)}}});
  lesson.plot(
      chord,
      "The right valley is not as deep as the left one. A chord joins two points of the curve.");
  lesson.say(
      "What makes a bowl a bowl? Join any two points of it by a straight line, a **chord**: the "
      "function never lies above it. Such a function is called **convex**.");
  lesson.predict(
      told("The chord from w = -1 to w = 1 goes from the height {} to {}. How much higher is the "
           "loss in the middle, at w = 0, than the chord?",
           height(-1), height(1)),
      height(0) - (height(-1) + height(1)) / 2,
      {.hints = {"The chord's middle is the mean of its ends.", "(0 - 1)^2 is how much?"},
       .remarks = {{-1.0, "the loss lies above the chord, so it is higher."},
                   {0.7,
                    "that is against the right end. The middle of the chord is the mean of both."}},
       .reveal =
           "It lies above the chord, so this loss is not convex. One such chord is enough. For a "
           "bowl there is none."});
  lesson.table({"100 chords at random", "middle below the loss"},
               {{"(w - 3)^2", told("{}", chords_below(bowl, 3))},
                {"two valleys", told("{}", chords_below(height, 0))}});
  lesson.experiment(
      {.ask = "Where do you begin, and where will it end?",
       .setting = "start",
       .offered = {-1.5, -0.3, 0.05, 0.3, 1.5},
       .least = -1.6,
       .most = 1.6,
       .outcomes = {"in the left valley", "in the right valley", "on the hill between them"},
       .run = start_at});
  lesson.say(
      "Descent sees the slope under its feet, and nothing else. "
      "With steps as short as these it ends "
      "in the valley in which it begins. That a deeper one lies behind the hill, it cannot know.");
}

/// The loss on XOR of two hidden units and one: weights and bias of each, one after the other.
double network_loss(const Numbers& w) {
  const auto unit = [](double a, double b, double c, double x1, double x2) {
    return 1 / (1 + std::exp(-(a * x1 + b * x2 + c)));
  };
  double sum = 0;
  for (const double x1 : {0.0, 1.0})
    for (const double x2 : {0.0, 1.0}) {
      const double h1 = unit(w[0], w[1], w[2], x1, x2), h2 = unit(w[3], w[4], w[5], x1, x2);
      sum += std::pow(unit(w[6], w[7], w[8], h1, h2) - (x1 != x2), 2);
    }
  return sum / 4;
}

void networks(Lesson& lesson) {
  lesson.screen("And a network?");
  const Numbers one{10, 10, -5, 10, 10, -15, 10, -10, -5},
      other{10, 10, -15, 10, 10, -5, -10, 10, -5};
  const auto between = [&](double share) {
    Numbers w(9);
    for (std::size_t i = 0; i < 9; ++i) w[i] = (1 - share) * one[i] + share * other[i];
    return network_loss(w);
  };
  lesson.say(
      "Take the network for XOR of [[08_neuron]], two hidden units and one. Its loss is {}. Now "
      "let both hidden units change places, with all their weights.",
      shown(network_loss(one), 2));
  lesson.choose(
      "What is its loss now?",
      {{"larger: everything is in the wrong place", false,
        "the last neuron's weights have changed places, too."},
       {"the same", std::abs(network_loss(one) - network_loss(other)) < 1e-12},
       {"0.25", false, "that is what a neuron pays that says 0.5 to everything."}},
      {.hints = {"h1 and h2 are added in the last neuron. Does it matter which is first?"},
       .reveal =
           "It is the same network with other names. So there are two places, far apart, that are "
           "equally good. And on the chord between them?"});
  Plot plot{.title = "Loss of the network along the chord",
            .x = {.label = "share of the way"},
            .y = {.label = "loss"},
            .series = {{"loss", {}, Plot::Look::line},
                       {"chord", {{0, between(0)}, {1, between(1)}}, Plot::Look::line}},
            .marks = {}};
  for (int i = 0; i <= 40; ++i) plot.series[0].points.push_back({i / 40.0, between(i / 40.0)});
  lesson.plot(
      plot,
      told("Half-way, both hidden units are alike, and the loss is {}. So the loss of a network is "
           "not convex. With more units there are ever more such places.",
           shown(between(0.5), 2)));
  lesson.say(
      "Nothing guarantees, then, that descent ends well. The surprise is how well it works: in "
      "networks with many weights there is nearly always some direction left that goes down, and "
      "valleys that are equally good are many.");
}

void a_round(Lesson& lesson) {
  lesson.screen("Who does what");
  lesson.order("One round of learning. What comes first?",
               {{"forward: compute the loss", false, "without the values there are no slopes."},
                {"backward: compute the slope in each weight", false,
                 "it needs the values, and the step needs it."},
                {"step: change every weight a little", false, "it needs the slopes."},
                {"look: is the gradient so short that we may stop?", false,
                 "taken at the end of a round here."}},
               {.hints = {"The step needs slopes, the slopes need values."},
                .reveal = "And again, until it is enough."});
  lesson.choose(
      "Which part of it is backpropagation?",
      {{"all of it", false, "it finds slopes, and changes nothing."},
       {"the second line", true},
       {"the third line", false, "that is gradient descent: it uses the slopes."}},
      {.hints = {"The end of [[06_backpropagation]] says what it is not."},
       .reveal =
           "Some lecture notes say that the backward pass has the goal to update the weights. It "
           "makes that possible; the update is a step of its "
           "own, and there are other ones than this."});
  lesson.say(
      "On the command line, `train` calls the rate `--rate`, and gives its steps a momentum of 0.9 "
      "if nothing else is said: it remembers old steps, on purpose and in measure. `--optimiser sgd "
      "--momentum 0` is the descent of this lesson.");
  lesson.remember(
      "w - rate * slope, for all weights at once, with fresh slopes each time. Too small a rate "
      "creeps, too large a one climbs. In a bowl it finds the least; elsewhere, the valley in "
      "which it began.");
  lesson.say(
      "A line answers with any number. What if the answer is yes or no, and has to be a "
      "probability? See [[11_two_classes]].");
}

void teach(Lesson& lesson) {
  how_far(lesson);
  your_rate(lesson);
  one_picture(lesson);
  old_gradients(lesson);
  a_line(lesson);
  the_map(lesson);
  sum_or_mean(lesson);
  convex(lesson);
  networks(lesson);
  a_round(lesson);
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation: the step and its rate, "
      "linear regression, convex functions.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): losses that are not convex, "
      "and descent that works all the same.");
  lesson.source("CS 181, Lecture of 20 February, scribe notes: the backward pass and the update.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_10_descent{"10_descent", "Gradient descent", teach};
}

}  // namespace stepgrad
