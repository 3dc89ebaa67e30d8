// Lesson 21. Overfitting: a network that knows its samples by heart, what it says of new ones, and
// four remedies, each alone and all together.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>

#include <lessons/21_overfitting/large_network.hpp>
#include <stepgrad/course/lesson.hpp>

namespace stepgrad {
namespace {

using namespace large_network;

// ---- three points

double parabola(double x) { return 3.5 * x - 1.5 * x * x; }
double line(double x) { return 0.5 + 0.5 * x; }

void by_heart(Lesson& lesson) {
  lesson.screen("It makes no mistake any more. Is that good?");
  lesson.say(
      "Three samples: y is 0, 2, 1 at x = 0, 1, 2. A straight line cannot meet them all; the best "
      "one is 0.5 + 0.5 * x. A parabola has one number more, and meets each of them: its loss is 0.");
  lesson.predict(
      "Parabolas have a constant second difference. From 0 to 2 is +2, from 2 to 1 is -1: "
      "the differences fall by 3 each time. What does it say at x = 3?",
      parabola(3),
      {.hints = {"The next difference is -1 - 3 = -4.", "1 - 4."},
       .remarks = {{-4.0, "that is the difference. Add it to 1."},
                   {0.0, "-1 is the difference before."}},
       .reveal = "It turns down, with full confidence."});
  lesson.predict(
      "A new sample comes: at x = 3, y is 2.5. By which factor is the parabola's squared "
      "error there larger than the line's?",
      std::pow(parabola(3) - 2.5, 2) / std::pow(line(3) - 2.5, 2),
      {.hints = {"The line says 2, the parabola -3.", "5.5^2 beside 0.5^2."},
       .remarks = {{11.0, "now squared."}, {30.25, "and the line's is 0.25."}},
       .reveal = "121 times. Not one mistake in what it has seen, and "
                 "no use for what comes."});
  Plot plot{.title = "Three samples, and a fourth",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"line", {}, Plot::Look::line},
                       {"parabola", {}, Plot::Look::line},
                       {"seen", {{0, 0}, {1, 2}, {2, 1}}, Plot::Look::points},
                       {"new", {{3, 2.5}}, Plot::Look::rings}},
            .marks = {}};
  for (int i = -8; i <= 64; ++i) {
    const double x = i / 20.0;
    plot.series[0].points.push_back({x, line(x)});
    plot.series[1].points.push_back({x, parabola(x)});
  }
  lesson.plot(plot,
              "The parabola has learnt the chance in the samples, too. That is **overfitting**.");
}

// ---- the network

DecisionRegions regions_of(const Network& network, const Samples& samples, std::string title) {
  DecisionRegions regions{.title = std::move(title),
                          .area = {-2, 3, -1.6, 2},
                          .columns = 36,
                          .rows = 24,
                          .class_names = {"upper moon", "lower moon"}};
  for (const auto& [x1, x2, label] : samples) regions.samples.push_back({{x1, x2}, label > 0.5});
  return filled(std::move(regions), [&](const Place& at) {
    const double p = sigmoid(network(at.x, at.y));
    return surest(std::array{1 - p, p});
  });
}

Plot curves(const Run& run, std::string title, std::size_t until) {
  Plot plot{.title = std::move(title),
            .x = {.label = "round"},
            .y = {.label = "loss"},
            .series = {{"training", {}, Plot::Look::line}, {"validation", {}, Plot::Look::line}},
            .marks = {},
            .area = Area{0, 800, 0, 1}};
  for (std::size_t i = 0; i <= until; ++i) {
    const double round = run.rounds[i];
    plot.series[0].points.push_back({round, run.training[i]});
    plot.series[1].points.push_back({round, run.validation[i]});
  }
  return plot;
}

const Run& without() {
  static const Run run = trained({});
  return run;
}

void too_large(Lesson& lesson) {
  const Run& run = without();
  const std::size_t last = run.rounds.size() - 1;
  const Samples samples = moons(24, seed);
  lesson.screen("A network that is too large");
  lesson.say(
      "Two moons that overlap a little, and no more than 24 samples of them. The network: two "
      "inputs, 48 tanh units, one output.");
  lesson.predict(
      "How many numbers can it change?", 4 * hidden + 1,
      {.hints = {"Each hidden unit has two weights, a bias, and a weight in the output."},
       .remarks = {{3 * hidden, "and the output's?"}, {4 * hidden, "the output has a bias, too."}},
       .reveal = "193 numbers for 24 samples: eight for each.",
       .within = 1e-9});
  lesson.say(
      "Beside them we keep 200 other samples, which it never learns from: the **validation** "
      "set. Only the loss is looked at there.");
  lesson.choose(
      "It learns until all 24 are right. What does the loss of the 200 do meanwhile?",
      {{"it falls with the other, somewhat above it", false,
        "for as long as it learns what both sets share."},
       {"it falls, and then it rises", run.validation[last] > 1.5 * run.validation[run.best]},
       {"it stays", false, "24 samples do tell something of the moons."}},
      {.hints = {"The parabola: what would a fourth sample have cost, the "
                 "better it met the three?"}});
  Film film{{}, "The same 24 samples. It ends by drawing a border around single ones.", {1, 3}};
  for (const int round : {0, 40, 200, 800}) {
    const auto at = static_cast<std::size_t>(round / every);
    film.frames.push_back({told("round {}", round),
                           regions_of(run.networks[at], samples, told("After {} rounds", round)),
                           told("The loss is {} on the 24, and {} on the 200.",
                                shown(run.training[at], 2), shown(run.validation[at], 2))});
  }
  lesson.film(film);
  lesson.plot(curves(run, "No remedy", last),
              "From some round on it learns what is only true of these 24.");
  const double right = accuracy(run.networks[last], watched()),
               right_before = accuracy(run.networks[run.best], watched());
  const auto percent = [](double share) { return shown(100 * share, 3); };
  lesson.predict(
      told(
          "At its best {} % of the 200 were right, at the end {} %. Yet the loss went up to {}. If "
          "those that are right cost nearly nothing at the end, what does each "
          "of the others cost, about?",
          percent(right_before), percent(right), shown(run.validation[last], 2)),
      run.validation[last] / (1 - right),
      {.hints = {told("{} % of them have to bring the mean to {}.", percent(1 - right),
                      shown(run.validation[last], 2)),
                 "Divide the loss by that share."},
       .remarks = {{run.validation[last], "that is the mean over all, and most cost nothing."}},
       .reveal = told("About {}, which is -log(p): the right class got a p of {}. It errs as often "
                      "as before, but now it is **sure**.",
                      shown(run.validation[last] / (1 - right), 2),
                      shown(std::exp(-run.validation[last] / (1 - right)), 1)),
       .within = 0.25});
  lesson.mistake(
      "To judge a network by the samples that it has learnt from. They know the answers: "
      "the better it remembers, the better it looks.");
}

// ---- early stopping

void stop_early(Lesson& lesson) {
  const Run& run = without();
  const Numbers losses{0.9, 0.7, 0.6, 0.65, 0.6, 0.62, 0.55};
  lesson.screen("Remedy 1: stop early");
  lesson.say(
      "Nobody knows beforehand where the lowest point is. So watch the validation loss, keep a "
      "copy of the weights whenever it is lower than ever before, and give up when that has not "
      "happened for a number of epochs, the **patience**. Here it is 3:");
  Plot plot{.title = "Validation loss",
            .x = {.label = "epoch", .whole = true},
            .y = {.label = "loss"},
            .series = {{"loss", {}}},
            .marks = {}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    plot.series[0].points.push_back({static_cast<double>(i + 1), losses[i]});
  }
  lesson.plot(
      plot,
      "0.9, 0.7, 0.6, 0.65, 0.6, 0.62, 0.55: two epochs are equally low, and the lowest comes late.");
  lesson.predict_all(
      "After which epoch does it stop, and of which epoch are "
      "the weights that it gives back?",
      {{"stops after", 6}, {"weights of", 3}},
      {.hints = {"Epoch 5 is as low as epoch 3. Is that lower than ever before?",
                 "Epochs 4, 5 and 6 bring nothing lower: that is 3."},
       .remarks = {Remark::entry(0, 5, "4 and 5 are two epochs without a lower one."),
                   Remark::entry(0, 7, "6 is the third. It does not see 7."),
                   Remark::entry(0, 8,
                                 "a tie is no progress: 5 "
                                 "does not count as lower."),
                   Remark::entry(1, 6, "those are the last ones, three epochs too old."),
                   Remark::entry(1, 5, "a tie is no progress: the first stays."),
                   Remark::entry(1, 7, "it has stopped by then.")},
       .reveal = "It never sees the 0.55. More patience would have, and costs time; "
                 "there is no right answer.",
       .within = 1e-9,
       .seen = "epochs are counted above"});
  lesson.mistake(
      "To stop in time, and go home with the **last** weights. They are as many epochs past "
      "the best as the patience is long.");
  lesson.say(
      "For our network the lowest point is at round {}, with a validation loss of "
      "{}, beside {} at the end.",
      run.rounds[run.best], shown(run.validation[run.best], 2), shown(run.validation.back(), 2));
}

// ---- l2

Experiment::Trial try_l2(double l2) {
  const Run run = trained({.l2 = l2});
  Film film{{}, told("Training with l2 = {}.", shown(l2, 3))};
  for (const std::size_t until : {5u, 15u, 40u})
    film.frames.push_back({told("round {}", run.rounds[until]),
                           curves(run, told("l2 = {}", shown(l2, 3)), until),
                           told("Training {}, validation {}.", shown(run.training[until], 2),
                                shown(run.validation[until], 2))});
  const double training = run.training.back(), validation = run.validation.back();
  return {training > 0.4                                 ? 2u
          : validation > 1.25 * run.validation[run.best] ? 0u
                                                         : 1u,
          film,
          told("Its lowest validation loss was {}, at round {}.",
               shown(run.validation[run.best], 2), run.rounds[run.best])};
}

void shrink(Lesson& lesson) {
  lesson.screen("Remedy 2: small weights");
  lesson.say(
      "To draw a border around one sample, units have to be steep: large weights. **l2** makes them "
      "cost something. This kit adds $l2/2 * w^2$ to the loss for every weight (not for biases), so "
      "the slope of each is $l2*w$ more.");
  lesson.predict(
      "w is 4, the rate is 0.1, l2 is 0.5, and the data does not care: its slope is 0. "
      "What is w after one step?",
      3.8,
      {.hints = {"The slope is 0.5 * 4 = 2.", "4 - 0.1 * 2."},
       .remarks = {{3.6, "the slope of l2/2 * w^2 has no 2 in it."},
                   {2.0, "that is the slope."},
                   {4.2, "against the slope."}},
       .reveal = "Every step takes the same **share** of w, here 5 %. One says weight decay."});
  lesson.predict(
      "The lecture adds $lambda * w^2$ instead. Which lambda does the same as l2 = 0.5?", 0.25,
      {.hints = {"Its slope is 2 * lambda * w."},
       .remarks = {{1.0, "the other way: the lecture's slope has a 2 in it."},
                   {0.5, "its slope is 2 * lambda * w."}},
       .reveal = "Half of it. And the lecture adds it to the **sum** of the losses, where it "
                 "would have to be as many times larger as there are samples; and where a "
                 "bias is the weight of a constant 1, \"all weights\" shrinks biases, too. "
                 "Whoever copies a number has to look at all three."});
  lesson.experiment({.ask = "Choose l2, and say what comes of 800 rounds.",
                     .setting = "l2",
                     .offered = {0, 0.0003, 0.005, 0.02, 0.3},
                     .least = 0,
                     .most = 1,
                     .outcomes = {"it overfits: validation ends well above its lowest",
                                  "validation stays near its lowest",
                                  "it hardly learns: the training loss stays above 0.4"},
                     .run = try_l2});
}

// ---- dropout

/// A network 2-6-1, with units that are crossed out.
LayeredNetwork crossed_out(std::string title, const std::set<std::size_t>& deleted) {
  std::vector<std::string> names;
  Random random(6);
  std::vector<Numbers> first, second(1);
  for (int i = 1; i <= 6; ++i) {
    names.push_back(told("h{}", i));
    first.push_back({random.normal(), random.normal()});
    second[0].push_back(random.normal());
  }
  LayeredNetwork network =
      layered_network(std::move(title), {{"x1", "x2"}, names, {"f"}}, {first, second});
  network.layers[1].crossed_out = deleted;
  return network;
}

void drop(Lesson& lesson) {
  lesson.screen("Remedy 3: delete units");
  lesson.say(
      "**Dropout** (Srivastava and others, 2014): in each step of training, delete each hidden "
      "unit with the probability p. No unit can rely on a certain other one. "
      "In use all are there.");
  Film film{{}, "Others are missing each time.", {0, 1, 3}};
  Random random(2);
  for (int step = 1; step <= 3; ++step) {
    std::set<std::size_t> deleted;
    for (std::size_t i = 0; i < 6; ++i)
      if (random.uniform() < 0.5) deleted.insert(i);
    film.frames.push_back({told("step {}", step),
                           crossed_out(told("Step {}, p = 0.5", step), deleted),
                           told("{} of 6 are deleted.", deleted.size())});
  }
  film.frames.push_back({"in use", crossed_out("In use", {}), "None is deleted."});
  lesson.film(film);
  lesson.predict(
      "How many different networks can come of 6 units, each there or not?", 64,
      {.hints = {"2 for the first, times 2 for the second."},
       .remarks = {{12.0, "they multiply."}, {36.0, "2^6, not 6^2."}},
       .reveal = "2^6. It is as if many networks learnt side by side, with shared weights.",
       .within = 1e-9});
  lesson.say(
      "A unit says h = 3. The lecture's p = 0.1 is the share that is **deleted**; then it says "
      "0, and else 3. (Others call the share p that is kept.)");
  lesson.predict(
      "What does it say on average, in training?", 2.7,
      {.hints = {"0.9 of the time 3, else 0."},
       .remarks = {{0.3, "that is what is lost."}, {3.0, "and when it is deleted?"}},
       .reveal = "2.7, and in use it says 3: the next layer gets more than it has learnt "
                 "with, of all units at once. As the slide has it, without more, the network "
                 "is another one in use."});
  lesson.derive(
      "So while training, what is kept is multiplied by a factor, that the average is h. "
      "Which, if p is deleted?",
      "1/(1 - p)", {"p"},
      {.hints = {"(1 - p) * factor * h = h."},
       .remarks = {{"1 - p", "that makes it smaller still."},
                   {"1/p", "p is the share that is deleted."},
                   {"1 + p", "near it for small p. And p = 0.5?"}},
       .reveal = "In use then nothing needs to be done. (Or else: do not scale in training, and "
                 "multiply by 1 - p in use. But never both, and never neither.)"});
  Plot means{.title = "The mean of a unit that says 3, p = 0.5",
             .x = {.label = "steps of training", .logarithmic = true},
             .y = {.label = "mean so far"},
             .series = {{"scaled", {}, Plot::Look::line},
                        {"not scaled", {}, Plot::Look::line},
                        {"in use", {{1, 3}, {800, 3}}, Plot::Look::line}},
             .marks = {},
             .area = Area{1, 800, 0, 6}};
  Random draw(8);
  double kept = 0;
  for (int i = 1; i <= 800; ++i) {
    kept += draw.uniform() < 0.5 ? 0 : 3;
    means.series[0].points.push_back({1.0 * i, 2 * kept / i});
    means.series[1].points.push_back({1.0 * i, kept / i});
  }
  lesson.plot(
      means, "Right on average, and that is all: each single step is far off, which is the point.");
}

// ---- more data

void more_data(Lesson& lesson) {
  lesson.screen("Remedy 4: more samples");
  lesson.say(
      "The best remedy is more samples. The same large network, without any other remedy, with 6, "
      "12, ... samples, and the share that is right: of those that it has "
      "learnt from, and of 1000 new ones.");
  lesson.choose(
      "Which way do the two curves go?",
      {{"both up", false, "6 samples are easily known by heart. 400?"},
       {"training down, new ones up, towards each other", true},
       {"training stays at 1, new ones up", false,
        "the moons overlap: 193 numbers do not hold 400 samples by heart in 400 rounds."}},
      {.hints = {"When is it easier to know all by heart?"}});
  Plot plot{.title = "Learning curve: three networks each, their mean",
            .x = {.label = "samples", .logarithmic = true},
            .y = {.label = "share that is right"},
            .series = {{"learnt from", {}}, {"new", {}}},
            .marks = {}};
  const Samples fresh = moons(1000, 77);
  for (const std::size_t count : {6u, 12u, 24u, 48u, 96u, 192u, 384u}) {
    double seen = 0, anew = 0;
    for (const std::uint64_t from : {4u, 5u, 6u}) {
      const Run run = trained({.samples = count}, 400, from, {});
      seen += accuracy(run.networks.back(), moons(count, from)) / 3;
      anew += accuracy(run.networks.back(), fresh) / 3;
    }
    plot.series[0].points.push_back({static_cast<double>(count), seen});
    plot.series[1].points.push_back({static_cast<double>(count), anew});
  }
  lesson.plot(plot,
              "The gap closes. Where both have come together, more samples no longer help: then "
              "the network is too small, or the classes overlap.");
  lesson.say(
      "And if there are no more? **Augmentation** makes some, from what we know beforehand: a "
      "digit that is moved by a pixel is the same digit (`stepgrad train --augment`); here a "
      "sample that is moved a little has the same class.");
  lesson.choose(
      "Which of these must **not** be done with pictures of digits?",
      {{"turn by 10 degrees", false, "it is still the same digit."},
       {"turn by 180 degrees", true},
       {"move by two pixels", false, "it is still the same digit."}},
      {.hints = {"Think of a 6."},
       .reveal = "A 6 becomes a 9, with the label 6. What may be done is knowledge of the "
                 "task, and not of networks."});
}

// ---- all on one page

struct Row {
  const char* name;
  Remedy remedy;
};

void on_one_page(Lesson& lesson) {
  lesson.screen("All on one page");
  const std::vector<Row> all{
      {"none", {}},
      {"l2 = 0.005", {.l2 = 0.005}},
      {"dropout, p = 0.5", {.dropout = 0.5}},
      {"samples moved by 0.3", {.blur = 0.3}},
      {"240 samples", {.samples = 240}},
      {"all, each weaker", {.l2 = 0.001, .dropout = 0.2, .blur = 0.1, .samples = 240}}};
  lesson.say(
      "The same network, the same beginning, 800 rounds of 24 samples. Only the remedy differs. To "
      "stop early is to take the lowest point of the validation curve. All "
      "losses are measured with all units there.");
  lesson.order("Which is best, which worst, by the validation loss at the end?",
               {{"240 samples", false, "what it lacks is samples."},
                {"l2 = 0.005", false, "it holds back the steep borders."},
                {"none", false, "it is what the others are for."}},
               {.hints = {"Which of them adds something that the network did not know?"}});
  SideBySide page;
  Plot together{.title = "Validation loss, all",
                .x = {.label = "round"},
                .y = {.label = "validation loss"},
                .series = {},
                .marks = {}};
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, remedy] : all) {
    const Run run = remedy.samples == 24 && remedy.l2 + remedy.dropout + remedy.blur == 0
                      ? without()
                      : trained(remedy);
    page.pictures.push_back(curves(run, name, run.rounds.size() - 1));
    Plot::Series curve{name, {}, Plot::Look::line};
    for (std::size_t i = 0; i < run.rounds.size(); ++i)
      curve.points.push_back({static_cast<double>(run.rounds[i]), run.validation[i]});
    together.series.push_back(curve);
    rows.push_back({name, shown(run.training.back(), 2), shown(run.validation.back(), 2),
                    shown(run.validation[run.best], 2)});
  }
  lesson.plot(Picture(page), "Each remedy alone, and all together, over the same axes.");
  lesson.table({"remedy", "training", "validation", "its lowest"}, rows);
  lesson.plot(together,
              "Every remedy makes the training loss worse, and the validation loss better.");
  lesson.say(
      "With another beginning some of them change places. Each has a strength that must be chosen, "
      "and is: by the validation loss.");
}

void third_set(Lesson& lesson) {
  lesson.screen("Who judges in the end?");
  lesson.say(
      "We have tried six remedies, and taken what did best on the 200. Suppose somebody tries a "
      "hundred that do nothing at all: each is right in 80 % of the 200, give or take chance.");
  const double spread = std::sqrt(0.8 * 0.2 / 200);
  lesson.predict(
      "The standard deviation of a share of 0.8 among 200 is sqrt(0.8 * 0.2 / "
      "200). How much is that?",
      spread,
      {.hints = {"0.16 / 200 is 0.0008."},
       .remarks = {{0.0008, "and its root."}},
       .reveal = "Nearly 3 %. The luckiest of a hundred lies two or three of those higher.",
       .within = 0.05});
  Numbers shares;
  Random random(21);
  for (int i = 0; i < 100; ++i) {
    double right = 0;
    for (int k = 0; k < 200; ++k) right += random.uniform() < 0.8;
    shares.push_back(right / 200);
  }
  lesson.plot(histogram("A hundred that are right in 80 %, on 200 samples", shares, 0.7, 0.9, 10),
              told("The luckiest has {}.", shown(*std::ranges::max_element(shares), 2)));
  lesson.choose(
      "So what may be told to the customer?",
      {{"the best validation score", false, "it was chosen for being the best."},
       {"the score on a third set, asked once, at the end", true},
       {"the score on the training set", false, "it knows those by heart."}},
      {.hints = {"Who has not taken part in any choice yet?"},
       .reveal = "Train, validate, **test**: learn from the first, choose by the second, and "
                 "believe only the third."});
  lesson.remember(
      "A network that is large enough knows its samples by heart. Watch samples that it "
      "does not learn from. More samples, moved samples, small weights, deleted units, an "
      "early stop: each trades some training loss for what counts.");
  lesson.say(
      "So more numbers than samples is bad, and still more is worse? That has been taught for "
      "decades. But go on, to ten times as many and a hundred times, and something happens that "
      "nobody had expected: [[22_double_descent]].");
}

void teach(Lesson& lesson) {
  by_heart(lesson);
  too_large(lesson);
  stop_early(lesson);
  shrink(lesson);
  drop(lesson);
  more_data(lesson);
  on_one_page(lesson);
  third_set(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 2.4: l2; section 3.3: "
      "overfitting, augmentation, dropout, early stopping.");
  lesson.source("Yang Li, Lecture 6 (28 October 2022): the regulariser in the objective.");
  lesson.source(
      "Srivastava and others, Dropout: a simple way to "
      "prevent neural networks from overfitting (2014).");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_21_overfitting{"21_overfitting", "Overfitting", teach};
}

}  // namespace stepgrad
