// Lesson 17. Mini-batches: a few samples tell the gradient well enough for a step, how well depends
// on how many, and what is saved goes into more steps.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

#include <lessons/17_batches/classifier.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/fast/lanes.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using namespace classifier;

double mean(const Numbers& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

double variance(const Numbers& numbers) {
  Numbers squares;
  for (const double number : numbers) squares.push_back(std::pow(number - mean(numbers), 2));
  return mean(squares);
}

// ---- one weight, and four samples

const Numbers targets{6, 5, 2, 1};
constexpr double w = 5;

Numbers own_slopes() {
  Numbers slopes;
  for (const double y : targets) slopes.push_back(2 * (w - y));
  return slopes;
}

/// The slopes of the mean loss of every two samples.
Numbers pair_slopes() {
  const Numbers own = own_slopes();
  Numbers pairs;
  for (std::size_t i = 0; i < own.size(); ++i)
    for (std::size_t j = i + 1; j < own.size(); ++j) pairs.push_back((own[i] + own[j]) / 2);
  return pairs;
}

void four_samples(Lesson& lesson) {
  const Numbers own = own_slopes();
  lesson.screen("Must every sample be asked before a step?");
  lesson.say(
      "The loss of [[10_descent]] is a mean over all samples, and so is its slope. With a million "
      "samples, each step asks a million times. What if one asks only a few?");
  lesson.say(
      "Four samples are few enough to see. One weight w is to come near the numbers 6, 5, 2 and 1; "
      "the loss of each is $(w - y)^2$. We stand at w = 5.");
  lesson.predict_all(
      "What is the slope of each sample's own loss? Sample 1 is the 6.",
      {{"sample 1", own[0]}, {"sample 2", own[1]}, {"sample 3", own[2]}, {"sample 4", own[3]}},
      {.hints = {"The slope of $(w - y)^2$ is $2*(w - y)$.", "2 * (5 - 6) is -2."},
       .remarks = {Remark::times(-1, "w less y, not y less w."),
                   Remark::times(0.5, "the slope of a square has a 2 in it.")},
       .reveal = "The first one wants w to "
                 "grow, two want it smaller, and one is content."});
  lesson.predict("And the slope of the mean loss of all four?", mean(own),
                 {.hints = {"The slope of a mean is the mean of the slopes."},
                  .remarks = {{4 * mean(own), "that is the slope of the sum."}},
                  .reveal = told("{}. That is the **full gradient**.", mean(own)),
                  .seen = "samples have numbers, too"});
  lesson.plot(Bars{.title = "Slopes at w = 5",
                   .bars = {{"sample 1", own[0]},
                            {"sample 2", own[1]},
                            {"sample 3", own[2]},
                            {"sample 4", own[3]},
                            {"all", mean(own), true}}},
              "No sample says what all say together, but they scatter around it.");
  lesson.predict("Ask only samples 3 and 4, a **batch** of two. What is the slope of their mean?",
                 (own[2] + own[3]) / 2,
                 {.hints = {"6 and 8."},
                  .remarks = {{own[2] + own[3], "that is the sum. By how many is it divided?"},
                              {(own[2] + own[3]) / 4, "two were asked, so divide by two."}},
                  .reveal = "Here is the whole computation; the other two samples are not in it."});
  lesson.diagram(traced("L = ((w - y3)^2 + (w - y4)^2) / 2", {{"w", w}, {"y3", 2}, {"y4", 1}}),
                 "Half of the work, and a slope that is more than twice as large.");
}

/// The steps of all four samples, of a graph that was recorded for one.
NumberGrid four_lanes() {
  const Scope scope;
  const std::vector<Value> parameters{Value(w, "w")};
  Lanes lanes([&](const std::vector<Value>& y) { return square(parameters[0] - y[0]); }, parameters,
              targets, 1);
  NumberGrid grid{.name = "One graph, four lanes",
                  .rows = {targets, lanes.values(targets)},
                  .row_names = {"y", "L = (w - y)^2"},
                  .column_names = {"s. 1", "s. 2", "s. 3", "s. 4"}};
  enum : Id { parameter, sample };
  lanes.on_steps([&](const Lanes::Steps& step) {
    if (step.to == sample) return;  // nobody trains y
    grid.rows.emplace_back(step.contribution, step.contribution + targets.size());
    grid.row_names.emplace_back(step.to == parameter ? "share of w" : "dL/d(w - y)");
  });
  lanes.backward(targets);
  return grid;
}

void in_lanes(Lesson& lesson) {
  lesson.screen("One graph, a lane for each sample");
  lesson.say(
      "The diagram of two samples has everything twice. That of 64 would be a wall of equal pieces. "
      "But equal they are: each sample has the same operations, and only its numbers are its own.");
  lesson.say(
      "So one may record the graph of **one** sample, and give each node a number for each sample, "
      "a **lane**. Then a step of the chain rule is taken in all lanes at once:");
  lesson.plot(std::vector{four_lanes()},
              "Down a column goes one sample's way back to w, and along a row one step of all.");
  lesson.choose(
      "One number is missing in the picture, for it is the same in every lane. Which?",
      {{"w", true},
       {"w - y", false, "y is another one in each lane, so w - y is, too."},
       {"the slope of the square", false, "2*(w - y) is another one in each lane."}},
      {.hints = {"What do the samples have in common?"},
       .reveal = told("The parameter: there is one w, and all lanes use it. So their shares "
                      "add up, over the lanes as over the uses in one graph: {}, and the "
                      "mean of four is {}. A processor computes eight lanes in the time of "
                      "one; a matrix with a column for each sample is nothing else.",
                      4 * mean(own_slopes()), mean(own_slopes()))});
}

void unbiased(Lesson& lesson) {
  const Numbers pairs = pair_slopes();
  lesson.screen("Wrong each time, right on average");
  lesson.say("Four samples have six pairs. Another batch would have said something else:");
  std::vector<std::vector<std::string>> rows;
  const char* const names[] = {"1, 2", "1, 3", "1, 4", "2, 3", "2, 4", "3, 4"};
  for (std::size_t i = 0; i < pairs.size(); ++i) rows.push_back({names[i], shown(pairs[i])});
  lesson.table({"batch", "slope"}, rows);
  lesson.choose("One of the six is drawn. What is its slope **on average**?",
                {{"smaller than that of all four", false, "add the six, and divide."},
                 {"that of all four", mean(pairs) == mean(own_slopes())},
                 {"larger than that of all four", false, "add the six, and divide."}},
                {.hints = {"In how many of the six pairs is sample 1? And sample 2?"},
                 .reveal = told("{}. Every sample is in equally many batches, so none counts more "
                                "than the others. One says that the estimate is **unbiased**, and "
                                "calls it a **stochastic gradient**.",
                                mean(pairs))});
  lesson.plot(Bars{.title = "How many of the six batches say so",
                   .bars = {{"-1", 1}, {"2", 1}, {"3", 2, true}, {"4", 1}, {"7", 1}}},
              "One batch would walk uphill. Yet they lie evenly around the full gradient.");
  lesson.say(
      "Of which loss is it the gradient? Some lectures write F as the **sum** over the samples, "
      "and estimate its gradient by the **mean** over the batch. That is right for the mean over "
      "all, and too small for the sum.");
  lesson.predict(
      "Let F be the sum of the four losses. Samples 3 and 4 are drawn. What do they "
      "say the slope of F is?",
      4 * pairs[5],
      {.hints = {"Their mean is an estimate of the mean of all four. And the sum?",
                 "The sum is four times the mean."},
       .remarks = {{pairs[5], "that estimates the slope of the mean loss."},
                   {2 * pairs[5], "that is the sum of two. Each of them stands for two samples."},
                   {4 * mean(own_slopes()), "that is the true one. The batch says?"}},
       .reveal = told("4 * {}, or n/b = 2 times the sum of the two. This kit's losses "
                      "are means, so nothing needs to be multiplied.",
                      pairs[5])});
  lesson.mistake(
      "To take the mean over the batch for the gradient of a sum, or a sum over the batch for that "
      "of a mean. Neither crashes. The rate is then wrong by a factor that changes with the batch.");
}

// ---- how well a batch tells the gradient

/// Every sample's own slope in one weight, that of x1 in the first class, where all weights are 0.
const Numbers& entry_slopes() {
  static const Numbers all = [] {
    Numbers slopes_of_all;
    for (const std::size_t i : everybody()) slopes_of_all.push_back(slopes(zero, {i})[0][0]);
    return slopes_of_all;
  }();
  return all;
}

enum class Drawn { put_back, kept };

/// What so many batches of this size say of that entry.
Numbers estimates(std::size_t size, std::size_t draws, Drawn drawn) {
  Random random(size);
  Numbers all, slopes_left = entry_slopes();
  const std::size_t n = slopes_left.size();
  for (std::size_t draw = 0; draw < draws; ++draw) {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (drawn == Drawn::kept) std::swap(slopes_left[i], slopes_left[i + random.below(n - i)]);
      sum += drawn == Drawn::kept ? slopes_left[i] : slopes_left[random.below(n)];
    }
    all.push_back(sum / static_cast<double>(size));
  }
  return all;
}

/// With the bar in which the full gradient lies lit.
Bars estimates_around(std::size_t size) {
  constexpr std::size_t parts = 15;
  constexpr double least = -0.65, most = 1.3;
  Bars bars = histogram(told("Batches of {}", size), estimates(size, 1000, Drawn::put_back), least,
                        most, parts);
  const double place = (mean(entry_slopes()) - least) / (most - least) * parts;
  bars.bars[static_cast<std::size_t>(place)].lit = true;
  return bars;
}

void two_hundred(Lesson& lesson) {
  lesson.screen("Two hundred samples, and one entry of the gradient");
  Plot cloud{.title = "Three classes",
             .x = {.label = "x1"},
             .y = {.label = "x2"},
             .series = {},
             .marks = {}};
  for (const char* name : {"class 1", "class 2", "class 3"})
    cloud.series.push_back({name, {}, Plot::Look::points});
  for (const Sample& sample : samples())
    cloud.series[sample.label].points.push_back({sample.x[0], sample.x[1]});
  lesson.say(
      "Now a real one: 200 samples of three classes, and softmax of [[12_softmax]]. Its gradient "
      "has nine entries. Watch one, the weight of x1 in the score of class 1, where all weights "
      "are still 0.");
  lesson.plot(cloud, "The classes overlap: no classifier is right everywhere.");
  const double spread = std::sqrt(variance(entry_slopes()));
  lesson.say("Single samples scatter around the full gradient with a standard deviation of {}.",
             shown(spread, 3));
  lesson.predict(
      "The samples of a batch are drawn independently, 64 "
      "of them. What standard deviation has their mean?",
      spread / 8,
      {.hints = {"The variance of a mean of b independent numbers is 1/b of theirs.",
                 "The standard deviation is the root of it. The root of 64?"},
       .remarks = {{spread / 64, "that would be so of the variance. Take the root."},
                   {spread, "then asking 64 would be no better than asking one."}},
       .reveal = told("{}: one eighth. 64 times the work buys 8 times the precision.",
                      shown(spread / 8, 3)),
       .within = 0.02});
  Film film{{}, "1000 batches each time. Lit: where the full gradient is.", {0, 2, 5}};
  for (const std::size_t size : {1u, 4u, 8u, 16u, 32u, 64u}) {
    const Numbers said = estimates(size, 1000, Drawn::put_back);
    film.frames.push_back({told("batches of {}", size), estimates_around(size),
                           told("Their mean is {}, their "
                                "standard deviation {}. The full gradient is {}.",
                                shown(mean(said), 2), shown(std::sqrt(variance(said)), 2),
                                shown(mean(entry_slopes()), 3))});
  }
  lesson.film(film);
}

/// The variance of a batch's mean beside that of one sample's, without putting back.
double kept_variance(double b, double n) { return (n - b) / (n - 1) / b; }

Plot variances() {
  Plot plot{.title = "Variance of the estimate",
            .x = {.label = "samples in a batch", .logarithmic = true},
            .y = {.label = "of that of one sample", .logarithmic = true},
            .series = {{"1/b", {}, Plot::Look::line},
                       {"drawn and put back", {}, Plot::Look::points},
                       {"(n - b)/(n - 1) * 1/b", {}, Plot::Look::line},
                       {"drawn and kept out", {}, Plot::Look::rings}},
            .marks = {}};
  for (double b = 1; b < 195; b *= 1.1) {
    plot.series[0].points.push_back({b, 1 / b});
    plot.series[2].points.push_back({b, kept_variance(b, 200)});
  }
  const double one = variance(entry_slopes());
  for (const std::size_t b : {1u, 2u, 4u, 8u, 16u, 32u, 64u, 128u, 180u}) {
    const auto at = static_cast<double>(b);
    plot.series[1].points.push_back({at, variance(estimates(b, 1000, Drawn::put_back)) / one});
    plot.series[3].points.push_back({at, variance(estimates(b, 1000, Drawn::kept)) / one});
  }
  return plot;
}

void putting_back(Lesson& lesson) {
  lesson.screen("Put back, or kept out?");
  lesson.say(
      "Some draw each sample from all, as if it were put back: then one may come twice. Others "
      "shuffle, and cut the list into batches, as this kit does: within an epoch none comes twice. "
      "Back to four samples, with the slopes -2, 0, 6 and 8.");
  const double one = variance(own_slopes()), pair = variance(pair_slopes());
  lesson.predict(
      "What is their variance around 3, the mean of the squared distances?", one,
      {.hints = {"The distances are -5, -3, 3 and 5.", "(25 + 9 + 9 + 25) / 4."},
       .remarks = {{4 * one, "that is the sum of the squares."},
                   {4 * one / 3, "divide by 4: these four are all that there are."}},
       .reveal = told("{}. Drawn and put back, a pair has half of it, {}.", one, one / 2)});
  lesson.predict("And if both must be different, as in the table of six: -1, 2, 3, 3, 4, 7?", pair,
                 {.hints = {"The distances from 3 are -4, -1, 0, 0, 1 and 4.", "34 / 6."},
                  .remarks = {{6 * pair, "that is the sum of the squares."},
                              {one / 2, "that is with putting back. Work out the six."}},
                  .reveal = told("{}, which is 2/3 of {}. Of n samples, b different ones have (n - "
                                 "b)/(n - 1) of the variance with putting back; here 2/3.",
                                 shown(pair, 4), one / 2)});
  lesson.formula("variance = (s^2/b) * ((n - b)/(n - 1))");
  lesson.predict("With n = 200 and b = 64, what is the factor (n - b)/(n - 1)?",
                 64 * kept_variance(64, 200),
                 {.hints = {"136 / 199."},
                  .remarks = {{0.68, "nearly: n - 1 is 199."}},
                  .reveal = told("{}. So \"the variance falls as 1/b\" is true of batches that are "
                                 "small beside n, or put back.",
                                 shown(64 * kept_variance(64, 200), 3)),
                  .within = 1e-3});
  lesson.plot(variances(),
              "Lines: the formulas. Points and rings: 1000 batches of each size, measured.");
  lesson.choose("Where does the lower line go, at b = n?",
                {{"to 1/n", false, "that is the upper one."},
                 {"to 0", kept_variance(200, 200) == 0.0},
                 {"it stays a little above 0", false, "put n for b into the formula."}},
                {.hints = {"If all samples are in the batch, what is left to chance?"},
                 .reveal = "All are in the batch then: it says the full gradient, every time."});
}

// ---- what is saved: epochs and updates

/// Curves of the same runs, by updates or by epochs.
Plot race(bool by_epochs) {
  Plot plot{.title = by_epochs ? "The same runs, by samples asked" : "Loss after each update",
            .x = {.label = by_epochs ? "epoch" : "update"},
            .y = {.label = "loss of all 200"},
            .series = {},
            .marks = {}};
  for (const std::size_t batch : {1u, 8u, 64u, 200u}) {
    const std::size_t in_epoch = updates_of_epoch(batch);
    const int epochs = by_epochs ? 6 : static_cast<int>(40 / in_epoch + 1);
    const std::size_t every = by_epochs ? std::max<std::size_t>(1, in_epoch / 10) : 1;
    const Trained run = train({.batch = batch, .rate = 0.5, .epochs = epochs, .every = every});
    Plot::Series curve{told("batch {}", batch), {}, Plot::Look::line};
    for (Plot::Point point : run.losses) {
      if (by_epochs) point.x /= static_cast<double>(in_epoch);
      if (by_epochs || point.x <= 40) curve.points.push_back(point);
    }
    plot.series.push_back(curve);
  }
  return plot;
}

void epochs(Lesson& lesson) {
  lesson.screen("What is saved goes into more steps");
  lesson.say(
      "One walk through all samples is an **epoch**. Whatever the batch, it asks each of the 200 "
      "once, so it costs about the same. But it has more steps, or **updates**.");
  lesson.predict("How many updates has an epoch of 200 samples with batches of 64?",
                 static_cast<double>(updates_of_epoch(64)),
                 {.hints = {"Three full ones are 192. And the rest?"},
                  .remarks = {{3.0, "8 samples are left, and they want to be asked, too."},
                              {200.0 / 64, "a batch more or less is a whole one."}},
                  .reveal = "The last batch is short, with 8, and its mean is over those 8. (A "
                            "single sample that is left over joins the batch before, in this kit.)",
                  .within = 1e-9,
                  .seen = "what stood above are slopes, not batches"});
  lesson.plot(race(false), "Forty updates each, all with the rate 0.5.");
  lesson.choose(
      "Update for update, the full batch is the smoothest. Now the same four runs, drawn by "
      "**epochs**. Which falls fastest?",
      {{"the full batch, as here", false, "in an epoch it makes one update. Batches of 1 make?"},
       {"they fall alike", false, "each asks 200 samples. But how many steps does each make?"},
       {"the batches of 8 and of 1", true}},
      {.hints = {"How many updates have they made when the full batch has made one?"},
       .reveal = "After one epoch it is over for them, while the full batch has gone one step. But "
                 "look at where batches of 1 end:"});
  lesson.plot(race(true), "An epoch costs each the same 200 samples.");
  lesson.say(
      "On a machine it is not quite the same: a batch is one product of matrices, which does 64 "
      "samples faster than 64 times one. So one takes as many as it does at nearly the price of "
      "one: 32, 64 or 128 are common. Compare the samples a second of `./stepgrad train --data "
      "blobs --optimiser sgd --momentum 0 --batch 1` and `--batch 64`. (Its sgd has momentum 0.9 "
      "unless one says 0, as the lecture's has.)");
}

Film falling(std::size_t batch, const Trained& run) {
  Film film{{}, told("Four epochs with batches of {}.", batch)};
  const std::size_t in_epoch = updates_of_epoch(batch);
  for (std::size_t epoch = 1; epoch <= 4; ++epoch) {
    const double until = static_cast<double>(epoch * in_epoch);
    Plot plot{.title = told("Batches of {}, epoch {}", batch, epoch),
              .x = {.label = "update"},
              .y = {.label = "loss of all 200"},
              .series = {{"loss", {}, Plot::Look::line}},
              .marks = {},
              .area = Area{0, 4 * static_cast<double>(in_epoch), 0.4, 1.2}};
    for (const Plot::Point& point : run.losses)
      if (point.x <= until) plot.series[0].points.push_back(point);
    film.frames.push_back({told("epoch {}", epoch), plot,
                           told("After {} updates the loss is {}.", epoch * in_epoch,
                                shown(plot.series[0].points.back().y, 3))});
  }
  return film;
}

Experiment::Trial try_batch(double batch) {
  const auto size = static_cast<std::size_t>(batch);
  const Trained run =
      train({.batch = size, .rate = 0.5, .epochs = 4, .every = size < 4 ? 4u / size : 1u});
  // In the second half: how low, and how far up again from there.
  const std::size_t half = run.losses.size() / 2;
  double low = run.losses[half].y, up = 0;
  for (std::size_t i = half; i < run.losses.size(); ++i) {
    low = std::min(low, run.losses[i].y);
    up = std::max(up, run.losses[i].y - low);
  }
  const std::size_t outcome = up > 0.05 ? 0 : run.losses.back().y < 0.45 ? 1 : 2;
  return {outcome, falling(size, run),
          told("Over its second half the loss came down to {}, and once went up by {}.",
               shown(low, 3), shown(up, 2))};
}

void your_batch(Lesson& lesson) {
  lesson.screen("Choose your batch");
  lesson.experiment(
      {.ask = "Choose a batch, and say what four epochs with the rate 0.5 will do.",
       .setting = "batch",
       .offered = {1, 4, 16, 100, 200},
       .least = 1,
       .most = 200,
       .outcomes = {"it falls at once, and then it trembles",
                    "it falls, and lies nearly still by the end", "it is still on its way down"},
       .run = try_batch,
       .whole = true});
  lesson.choose(
      "Batches of 1 tremble, and do not stop. Why?",
      {{"the loss is not convex", false, "this one is: softmax of a linear classifier."},
       {"each sample pulls its own way, also at the least", true},
       {"the least is a wall", false, "it is flat there: the full gradient is 0."}},
      {.hints = {"The full gradient is 0 there. Is each sample's own?"},
       .reveal = "At the least only the mean is 0. So the steps never become small by themselves, "
                 "unless the batch grows, or the rate falls."});
}

void in_order(Lesson& lesson) {
  lesson.screen("A run that swings");
  Places by_class = everybody();
  std::ranges::stable_sort(by_class, {}, [](std::size_t i) { return samples()[i].label; });
  const Run run{.batch = 8, .rate = 2, .epochs = 3};
  Run unshuffled = run;
  unshuffled.shuffled = false;
  lesson.say(
      "Two programs, the same samples, batches of 8, the rate 2, three epochs. One reads its "
      "samples from a file. It has no mistake in its gradient, and none in its step.");
  lesson.plot(Plot{.title = "The same samples, the same rate",
                   .x = {.label = "update"},
                   .y = {.label = "loss of all 200"},
                   .series = {{"this one", train(run).losses, Plot::Look::line},
                              {"that one", train(unshuffled, by_class).losses, Plot::Look::line}},
                   .marks = {}},
              "An epoch has 25 updates.");
  lesson.choose(
      "What is different in that one?",
      {{"its batches are too small", false, "both have 8. How often does it swing in an epoch?"},
       {"in the file, the classes stand one after another", true},
       {"it draws its samples with putting back", false,
        "that makes batches scatter a little more, but not in a rhythm."}},
      {.hints = {"It swings three times in 25 updates. There are three classes.",
                 "What does a batch say in which all samples are of class 1?"},
       .reveal = "Eight batches know only class 1, and make everything class 1; then come those of "
                 "class 2. Such batches are not drawn from "
                 "all samples, so what they say is not unbiased."});
  lesson.mistake("Not to shuffle. Every epoch wants another order, drawn at random.");
}

// ---- the linear classifier, seen at work

/// The regions, and each class's line, on which its score is 0.
Plot seen(const Weights& W, const std::string& title) {
  Plot plot = stepgrad::plot(filled({.title = title,
                                     .area = {-2.3, 2.3, -2, 2.3},
                                     .columns = 30,
                                     .rows = 20,
                                     .class_names = {"class 1", "class 2", "class 3"}},
                                    [&](const Place& at) {
                                      return surest(probabilities(W, {at.x, at.y, 1}));
                                    }));
  for (const Sample& sample : samples())
    plot.series[sample.label].points.push_back({sample.x[0], sample.x[1]});
  for (std::size_t k = 0; k < 3; ++k) {
    const double length = W[k][0] * W[k][0] + W[k][1] * W[k][1];
    Plot::Series line{told("score {} = 0", k + 1), {}, Plot::Look::line};
    for (double t = -4; t <= 4 && length > 0; t += 0.05) {
      const Place at{(-W[k][2] * W[k][0] - t * W[k][1]) / length,
                     (-W[k][2] * W[k][1] + t * W[k][0]) / length};
      if (std::abs(at.x) < 2.3 && at.y > -2 && at.y < 2.3) line.points.push_back(at);
    }
    plot.series.push_back(line);
  }
  return plot;
}

Experiment::Trial try_l2(double l2) {
  const Trained run = train({.batch = 16, .rate = 0.5, .epochs = 8, .l2 = l2, .every = 1000});
  Film film{{}, told("l2 = {}. The paler the colour, the less sure.", l2)};
  for (const std::size_t epoch : {0u, 1u, 2u, 4u, 8u}) {
    const Weights& W = run.after_epoch[epoch];
    film.frames.push_back(
        {told("epoch {}", epoch), seen(W, told("l2 = {}, epoch {}", l2, epoch)),
         told("Loss {}, regulariser {}.", shown(loss(W), 3), shown(l2 / 2 * squares(W), 2))});
  }
  film.stills = {1, 4};
  const double p = likelihood(run.W);
  return {p > 0.65  ? 0u
          : p > 0.5 ? 1u
                    : 2u,
          film,
          told("The right class has the probability {} on average; the squares of the weights add "
               "up to {}.",
               shown(p, 2), shown(squares(run.W), 2))};
}

void the_classifier(Lesson& lesson) {
  lesson.screen("All of it at work");
  lesson.say(
      "To learn so, one needs four things: a way to get the gradient, a **regulariser** and its "
      "slope, a rule for the step, and weights to begin with. The regulariser is a loss of the "
      "weights alone; it keeps them short.");
  lesson.order("Put one epoch in its order.",
               {{"shuffle", false, "once, before the first batch is taken."},
                {"take the next batch", false, "of samples in their new order."},
                {"its loss, and backwards: the slopes", false, "for that one needs the batch."},
                {"add the regulariser's slopes", false, "to those of the batch, before the step."},
                {"the step", false, "when all slopes are there."}},
               {.hints = {"Nothing is added to slopes that are not there yet."},
                .reveal = "The last four again and again, until the samples are used up."});
  lesson.say(
      "The lecture's regulariser is $lambda * w^2$, added up over all weights. It does not depend "
      "on any sample, so it is in every batch as it is.");
  lesson.predict(
      "With $lambda = 0.05$, what does it add to the slope in a weight w = 4?", 2 * 0.05 * 4,
      {.hints = {"The slope of $w^2$ is $2*w$."},
       .remarks = {{0.05 * 4, "the slope of a square has a 2 in it."},
                   {0.05 * 16, "that is what it adds to the loss."}},
       .reveal = "So a step takes something of each weight, the more the longer it is."});
  lesson.predict(
      "This kit's `--l2` adds `l2/2 * w^2`, and so `l2 * w` to the slope. Which l2 is the "
      "lecture's $lambda = 0.05$?",
      2 * 0.05,
      {.hints = {"Which l2 has the same slope: l2 * w = 2 * 0.05 * w?"},
       .remarks = {{0.05, "then it would be half as strong as the lecture's."},
                   {0.025, "the other way: the kit's has a 1/2 in it."}},
       .reveal = "Twice. Whoever copies a $lambda$ has to know what it stands before. And "
                 "beside a **sum** over 200 samples it would have to be 200 times as "
                 "large, to be as strong as beside their mean. The kit leaves biases "
                 "out; where a bias is a weight like any other, it shrinks, too."});
  lesson.say(
      "Now choose l2, and go through eight epochs of 200 samples, in batches of 16. A line "
      "is where the score of its class is 0.");
  lesson.experiment(
      {.ask = "Choose l2, and say how sure of the right class it will be.",
       .setting = "l2",
       .offered = {0, 0.01, 0.2, 1},
       .least = 0,
       .most = 1.5,
       .outcomes = {"fairly sure: 0.65 and more on average", "less sure, from 0.5 to 0.65",
                    "below 0.5, where guessing has 1/3"},
       .run = try_l2});
  lesson.remember(
      "A batch tells the gradient of the mean loss: right on average, with a variance that falls "
      "as 1/b. Shuffle, take the mean over the samples that are in it, step, and go on.");
  lesson.say(
      "Single steps tremble. Could a step remember the ones before it? That is [[18_momentum]].");
}

void teach(Lesson& lesson) {
  four_samples(lesson);
  in_lanes(lesson);
  unbiased(lesson);
  two_hundred(lesson);
  putting_back(lesson);
  epochs(lesson);
  your_batch(lesson);
  in_order(lesson);
  the_classifier(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: mini-batches and the "
      "stochastic gradient; section 3.3: the regulariser.");
  lesson.source(
      "Yang Li, Lecture 6 (28 October 2022): what stochastic gradient descent needs, and its "
      "linear classifier, an animation of Stanford's CS231n.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_17_batches{"17_batches", "Mini-batches", teach};
}

}  // namespace stepgrad
