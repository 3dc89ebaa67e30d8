// Lesson 14. A network of neurons: what a hidden layer can draw, how it learns to, and what depth
// and width are good for.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>

#include <lessons/14_network/net.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/plot/layered_network.hpp>

namespace stepgrad {
namespace {

using namespace lesson_14;

using Function = std::function<double(double)>;

Plot::Series drawn(std::string name, const Function& f, double from, double to) {
  Plot::Series curve{std::move(name), {}, Plot::Look::line};
  for (int i = 0; i <= 128; ++i) {
    const double x = from + (to - from) * i / 128;
    curve.points.push_back({x, f(x)});
  }
  return curve;
}

// ---- two units by hand

double tent(double x) { return 2 * relu(x) - 4 * relu(x - 0.5); }

void two_bends(Lesson& lesson) {
  lesson.screen("Each neuron draws one bend. What do many of them draw?");
  lesson.say(
      "One neuron draws a straight line ([[08_neuron]]), however long it learns. Two in front of it "
      "made an XOR. What else can be drawn so? Take one input, and two hidden units with the "
      "simplest activation there is, relu: it keeps what is above 0, and makes 0 of the rest.");
  lesson.formula("h1 = relu(x)");
  lesson.formula("h2 = relu(x - 0.5)");
  lesson.formula("f = 2 * h1 - 4 * h2");
  lesson.predict("What is f at x = 0.8?", tent(0.8),
                 {.hints = {"h1 is 0.8, and h2 is 0.3.", "1.6, less 4 times 0.3."},
                  .remarks = {{1.6, "that is the first unit alone."},
                              {2.8, "the second unit is taken away: its weight is -4."},
                              {-1.2, "that is the second unit's share alone."}},
                  .reveal = told("1.6 - 1.2 = {}.", tent(0.8))});
  lesson.choose("And what does all of it look like, from x = 0 to 1?",
                {{"a straight line", false, "h2 is 0 up to 0.5, and grows only then."},
                 {"up, and from 0.5 on down again", tent(0.5) > tent(0.25) && tent(1) == 0},
                 {"up, and from 0.5 on level", false, "2 - 4 is not 0."}},
                {.hints = {"Up to 0.5 the slope is 2. Then the second unit adds -4."}});
  lesson.plot(Plot{.title = "The pieces of two units, and their sum",
                   .x = {.label = "x"},
                   .y = {.label = "f"},
                   .series = {drawn(
                                  "2 * relu(x)", [](double x) { return 2 * relu(x); }, -0.25, 1.25),
                              drawn(
                                  "-4 * relu(x - 0.5)", [](double x) { return -4 * relu(x - 0.5); },
                                  -0.25, 1.25),
                              drawn("f, their sum", tent, -0.25, 1.25)},
                   .marks = {}},
              "A tent. Each unit brings one bend; the output adds the pieces up.");
  lesson.derive("In general a unit is relu(w*x + b). Where does it bend?", "-b/w", {"w", "b"},
                {.hints = {"It bends where w*x + b is 0."},
                 .remarks = {{"b/w", "then w*x + b would be 2*b."},
                             {"-b", "and if w is 2?"},
                             {"-w/b", "solve w*x + b = 0 for x."}},
                 .reveal = "So a hidden unit's two numbers say where it bends and how steeply, and "
                           "its weight in the output how much of it is used."});
}

// ---- any function

double wave(double x) { return std::sin(2 * std::numbers::pi * x); }

/// The network of n relu units, bending at 0, 1/n, 2/n, ..., that meets the wave at all its bends.
double with_bends(double x, int n) {
  double f = 0, slope = 0;
  for (int i = 0; i < n; ++i) {
    const double left = 1.0 * i / n, right = 1.0 * (i + 1) / n;
    const double wanted = (wave(right) - wave(left)) * n;
    f += (wanted - slope) * relu(x - left);
    slope = wanted;
  }
  return f;
}

double worst(int n) {
  double most = 0;
  for (int i = 0; i <= 1024; ++i)
    most = std::max(most, std::abs(with_bends(i / 1024.0, n) - wave(i / 1024.0)));
  return most;
}

void any_function(Lesson& lesson) {
  lesson.screen("More bends");
  lesson.say(
      "Now somebody wants a wave. No unit is curved. But with many bends, each weight chosen so "
      "that the slope changes by just as much as is needed there:");
  Film film{{}, "A wave, and networks of relu units that meet it at their bends.", {1, 2, 3}};
  for (const int n : {2, 4, 8, 12}) {
    Plot plot{.title = told("{} hidden units", n),
              .x = {.label = "x"},
              .y = {.label = "f"},
              .series = {drawn("sin(2 pi x)", wave, 0, 1), {"network", {}}},
              .marks = {}};
    for (int i = 0; i <= n; ++i)
      plot.series[1].points.push_back({1.0 * i / n, with_bends(1.0 * i / n, n)});
    film.frames.push_back(
        {told("{} units", n), plot, told("It is wrong by {} at most.", shown(worst(n), 3))});
  }
  lesson.film(film);
  lesson.predict(
      "How wrong is it with 16 units, at most?", worst(16),
      {.hints = {"Compare 4 units with 8: about a quarter of the error.", "And 16 beside 8?"},
       .remarks = {Remark::above(worst(8) * 0.45, "twice the units do better than half the error."),
                   Remark::below(worst(8) * 0.15, "not that good.")},
       .reveal = told("{}; with 64 it is {}. Twice as many units, a quarter of the error.",
                      shown(worst(16), 2), shown(worst(64), 2)),
       .within = 0.2});
  lesson.say(
      "There is a theorem (Cybenko 1989, Hornik 1991): **one** hidden layer comes as near as you "
      "like to any function, with enough units. Lectures quote it in one line; these belong to it:");
  lesson.point(
      "the function is continuous, and looked at on a bounded, closed set, such as 0 to 1;");
  lesson.point("\"as near as you like\" is not \"exactly\";");
  lesson.point("it says that weights exist, not that learning finds them;");
  lesson.point("and not every activation will do, as you see now.");
  lesson.choose("With which activation do even a million hidden units not draw a wave?",
                {{"$tanh(a)$", false, "it bends softly, where relu bends sharply."},
                 {"$sigmoid(a)$", false, "a tanh, moved and shrunk."},
                 {"$a^2$", true}},
                {.hints = {"Each unit is a function of $w*x + b$. What kind of function is "
                           "a sum of such units?"},
                 .reveal = "$(w*x + b)^2$ is a parabola, and a sum of parabolas is one again. The "
                           "activation must not be a polynomial."});
}

// ---- one step by hand

const std::string small =
    "h1 = relu(w1*x + b1); h2 = relu(w2*x + b2); f = u1*h1 + u2*h2 + c; L = (f - t)^2";
const Bindings small_numbers{{"x", 2},  {"t", 1},    {"w1", 1}, {"b1", -1}, {"w2", -1},
                             {"b2", 1}, {"u1", 0.5}, {"u2", 3}, {"c", 0}};

void one_step(Lesson& lesson) {
  lesson.screen("One step of learning, through the whole network");
  lesson.say(
      "We chose those weights. A network has to find them. Here is one with two hidden units, all "
      "its numbers, and a single sample: x = 2, whose target t is 1.");
  const Trace trace = traced(small, small_numbers);
  lesson.graph(trace, "The forward pass. f should be 1, and it is 0.5.");
  const auto grad = [&](const char* name) { return node_called(trace, name).grad; };
  lesson.predict_all(
      "Now back. What are these five slopes of L?",
      {{"dL/du1", grad("u1")},
       {"dL/dw1", grad("w1")},
       {"dL/db1", grad("b1")},
       {"dL/du2", grad("u2")},
       {"dL/dw2", grad("w2")}},
      {.hints = {"∂L/∂f is 2 * (0.5 - 1) = -1.",
                 "u1 gets -1 * h1. h1 gets -1 * u1, and its relu is open: the slope there is 1.",
                 "The second unit: h2 is 0, and the slope of relu below 0 is 0."},
       .remarks = {Remark::entry(4, -6, "that goes through the relu of h2, which is shut."),
                   Remark::entry(3, -3, "u2's slope is -1 times h2."),
                   Remark::entry(1, -2, "on the way to w1 there is u1 = 0.5."),
                   Remark::times(-1, "f is too small: L falls when f grows.")},
       .reveal = "The second unit is shut for this sample. Nothing comes through it, and nothing "
                 "in it moves: it has to wait for a sample that opens it.",
       .seen = "the values above are no slopes, though some are the same numbers"});
  lesson.steps(trace, "The way back, step by step. Everything of the second unit gets 0.");
  Bindings moved = small_numbers;
  for (const char* name : {"w1", "b1", "w2", "b2", "u1", "u2", "c"})
    moved[name] -= 0.1 * grad(name);
  const Trace after = traced(small, moved);
  lesson.predict("All seven numbers move by -0.1 times their slope. What is f after that?",
                 node_called(after, "f").value,
                 {.hints = {"u1 is 0.6 now, w1 is 1.1, b1 is -0.95, and c is 0.1.",
                            "h1 = 1.1 * 2 - 0.95 = 1.25."},
                  .remarks = {{0.75, "c has moved, too: its slope is that of f."},
                              {0.6, "that is u1 alone, moved. h1 has grown as well."},
                              {0.4, "against the slope: they are negative."}},
                  .reveal = told("0.6 * 1.25 + 0.1 = {}; the loss falls from {} to {}.",
                                 node_called(after, "f").value, node_called(trace, "L").value,
                                 shown(node_called(after, "L").value, 3))});
}

void learnt_pieces(Lesson& lesson) {
  lesson.screen("The wave, learnt");
  Samples samples;
  for (int i = 0; i <= 20; ++i) samples.push_back({{i / 5.0 - 2}, wave(i / 20.0)});
  Net net(1, 4, 5);
  lesson.predict(
      "One input, four tanh units, one output. How many numbers can it change?",
      static_cast<double>(net.p.size()),
      {.hints = {"A hidden unit has one weight and a bias.",
                 "The output has four weights and one."},
       .remarks = {{8.0, "the output's are missing."},
                   {12.0, "the output has a bias, too."},
                   {9.0, "the biases of hidden units count, too."}},
       .reveal = "4 * 2 + 5. They begin at random, and learn from 21 points of the wave.",
       .within = 1e-9,
       .seen = "the 13 above it numbers a step"});
  Film film{{}, "Four pieces, learnt at once, and the output that adds them and its bias up."};
  int done = 0;
  for (const int round : {0, 25, 50, 100, 200, 400, 800, 1500, 3000}) {
    learn(net, samples, squared, 0.1, round - done);
    done = round;
    Plot plot{.title = told("Round {}", round),
              .x = {.label = "x"},
              .y = {.label = "f"},
              .series = {{"wanted", {}, Plot::Look::points},
                         drawn(
                             "network", [&](double x) { return net({x}); }, -2, 2)},
              .marks = {}};
    for (const auto& [x, target] : samples) plot.series[0].points.push_back({x[0], target});
    for (std::size_t i = 0; i < net.hidden; ++i)
      plot.series.push_back(drawn(
          told("piece {}", i + 1), [&](double x) { return net.weight(i) * net.units({x})[i]; }, -2,
          2));
    film.frames.push_back({told("round {}", round), plot,
                           told("The loss is {}.", shown(mean_loss(net, samples, squared), 2))});
  }
  lesson.film(film);
  lesson.derive(
      "With d inputs and n hidden units, how many numbers are there?", "n*(d + 1) + n + 1",
      {"n", "d"},
      {.hints = {"Each hidden unit has d weights and a bias.", "The output has n, and one."},
       .remarks = {{"n*d + n", "the biases?"}, {"n*(d + 1) + n", "the output has a bias, too."}},
       .reveal = "Nobody told piece 1 to be where it is. All pieces follow one error."});
}

// ---- moons

Samples moons() {
  const Dataset data = make("moons", {.samples = 60, .noise = 0.15, .seed = 3});
  Samples all;
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i)
    all.push_back({{data.inputs(0, i), data.inputs(1, i)},
                   static_cast<double>(data.labels[static_cast<std::size_t>(i)])});
  return all;
}

DecisionRegions regions_of(const Net& net, const Samples& samples, std::string title) {
  DecisionRegions regions{.title = std::move(title),
                          .area = {-1.6, 2.6, -1.1, 1.6},
                          .columns = 36,
                          .rows = 24,
                          .class_names = {"upper moon", "lower moon"}};
  for (const auto& [x, target] : samples) regions.samples.push_back({{x[0], x[1]}, target > 0.5});
  return filled(std::move(regions), [&](const Place& at) {
    const double p = sigmoid(net({at.x, at.y}));
    return surest(std::array{1 - p, p});
  });
}

Net trained(std::size_t hidden, const Samples& samples, bool bends = true) {
  Net net(2, hidden, 2);
  net.bends = bends;
  learn(net, samples, log_loss, 0.5, 1000);
  return net;
}

void no_bend(Lesson& lesson, const Samples& samples) {
  lesson.screen("Two moons, and sixteen units for nothing");
  lesson.say(
      "Two inputs now: two moons, one hooked into the other. No line parts them. Somebody builds a "
      "network with 16 hidden units, all right but for one thing, and trains it "
      "for a thousand rounds:");
  const Net straight = trained(16, samples, false);
  lesson.plot(
      regions_of(straight, samples, "2-16-1"),
      told("{} numbers, a thousand rounds. And no more than a straight line.", straight.p.size()));
  lesson.say("What is missing can be seen in the tent. Leave out its two relus:");
  lesson.derive(
      "$2*x - 4*(x - 0.5)$: what is that?", "2 - 2*x", {"x"},
      {.hints = {"2*x - 4*x + 2."},
       .remarks = {{"-2*x", "-4 * (-0.5) is 2."}, {"2*x", "the second unit counts, too."}},
       .reveal = "A straight line: a sum of lines is a line, whatever their number. And "
                 "lines of lines are lines: more layers do not help, either."});
  lesson.mistake(
      "To forget the activation. Everything runs, the loss falls, nothing complains. All hidden "
      "units together are one neuron.");
}

void wider(Lesson& lesson, const Samples& samples) {
  lesson.screen("1, 2, 4, 16 units");
  lesson.say(
      "So with tanh. The output f has none: above 0 it says lower moon, and p = sigmoid(f).");
  lesson.choose(
      "With a **single** hidden tanh unit, what is the border between yes and no?",
      {{"a straight line, still", true},
       {"a curve like an S", false, "tanh is an S over a. Where is v*tanh(a) + c equal to 0?"},
       {"a closed curve", false, "a grows in one direction, for ever. It cannot come round."}},
      {.hints = {"f = v*tanh(a) + c is 0 at one value of a, if at all. And a = w1*x1 + w2*x2 + b."},
       .reveal = "Where a has one certain value: that is a straight line. A bend "
                 "needs a second unit."});
  Film film{{}, "The same 60 samples, the same thousand rounds.", {0, 1, 2, 3}};
  for (const std::size_t hidden : {1u, 2u, 4u, 16u}) {
    const Net net = trained(hidden, samples);
    film.frames.push_back({told("{} hidden", hidden),
                           regions_of(net, samples, told("2-{}-1", hidden)),
                           told("{} numbers; the loss is {}.", net.p.size(),
                                shown(mean_loss(net, samples, log_loss), 2))});
  }
  lesson.film(film);
  lesson.choose(
      "4 units get all 60 right, and so do 16. Which of the two is right more "
      "often on **new** samples?",
      {{"16: more units, more room", false, "room for what? These 60 are right in both."},
       {"4: fewer units cannot go so far astray", false, "often so, but nothing here shows it."},
       {"these 60 samples cannot tell", true}},
      {.hints = {"Both were fitted to just these samples."},
       .reveal = "Whoever has seen the questions beforehand is no witness. Samples have to be kept "
                 "apart for that, which is a lesson of its own."});
  lesson.predict(
      "Somebody puts a tanh on the output as well, and then the sigmoid. How sure can the "
      "network become? The largest p, to two digits?",
      sigmoid(1.0),
      {.hints = {"tanh never exceeds 1.", "sigmoid(1) = 1 / (1 + e^-1), and e^-1 is 0.368."},
       .remarks = {{1.0, "the sigmoid of a large f. But what comes out of tanh?"},
                   {0.5, "that is sigmoid(0)."},
                   {0.76, "that is tanh(1)."}},
       .reveal =
           told("{}: it is never surer, whatever it learns. With a relu there, it could never "
                "say no. The output of a classifier has no activation before its softmax or "
                "sigmoid, though some slides draw one.",
                shown(sigmoid(1.0), 3)),
       .within = 0.02});
}

void in_layers(Lesson& lesson, const Samples& samples) {
  lesson.screen("A network as people draw it");
  const Net net = trained(4, samples);
  std::vector<std::vector<double>> first, second(1);
  for (std::size_t i = 0; i < 4; ++i) {
    first.push_back({net.p[3 * i], net.p[3 * i + 1]});
    second[0].push_back(net.weight(i));
  }
  lesson.plot(layered_network("2-4-1, as it has learnt the moons",
                              {{"x1", "x2"}, {"h1", "h2", "h3", "h4"}, {"f"}}, {first, second}),
              "Circles are neurons in layers: input, hidden, output. Each line is a weight; biases "
              "are not drawn.");
  lesson.predict("How many lines are there?", 12,
                 {.hints = {"2 to each of 4, and 4 to 1."},
                  .remarks = {{8.0, "and those to the output?"},
                              {17.0, "that counts the biases, which have no line."}},
                  .reveal = "2 * 4 + 4 * 1, a table of numbers for each gap between two layers.",
                  .within = 1e-9,
                  .seen = "other things were counted above"});
  lesson.predict(
      "How many such tables has a network 2-16-16-1?", 3,
      {.hints = {"One for each gap."},
       .remarks = {{4.0, "there are four rows of circles. And gaps?"},
                   {2.0, "that is how many hidden layers it has."}},
       .reveal =
           "Three. Some call that three layers, some two (the hidden ones), some four. Beware "
           "of the letter L, too: here it is the loss, elsewhere the number of layers.",
       .within = 1e-9});
  const Scope scope;
  const MLP model({2, 4, 1}, {.seed = 2});
  const Net same(2, 4, 2);
  std::vector<Value> losses;
  for (const auto& [x, target] : samples) {
    const Value f = model({constant(x[0]), constant(x[1])})[0];
    losses.push_back(softplus(f) - target * f);
  }
  backward(sum(losses) / static_cast<double>(samples.size()));
  const Numbers slopes = gradient(same, samples, log_loss);
  double apart = 0;
  for (std::size_t i = 0; i < slopes.size(); ++i)
    apart = std::max(apart, std::abs(slopes[i] - model.parameters()[i].grad()));
  lesson.say(
      "In the kit this is three words: `Neuron`, `NeuronLayer` and `MLP({{2, 4, 1}})`, every weight a "
      "Value. We trained with loops written by hand. Do the two agree? At the start, in all {} "
      "slopes, they are {} apart.",
      slopes.size(), apart < 1e-12 ? "less than 1e-12" : "too far");
}

// ---- depth

double folded(double x, int times) {
  for (int i = 0; i < times; ++i) x = tent(x);
  return x;
}

void deeper(Lesson& lesson) {
  lesson.screen("Deep or wide?");
  lesson.say(
      "The tent goes from 0 to 1 and has values from 0 to 1. So a second pair of units can make a "
      "tent of it once more: the tent of the tent.");
  lesson.predict("What is the tent of the tent at x = 0.25?", folded(0.25, 2),
                 {.hints = {"The tent at 0.25 is 0.5.", "And the tent at 0.5?"},
                  .remarks = {{0.5, "that is the tent at 0.25. Now once more."}},
                  .reveal = "0.5, and then 1. So there is a peak at 0.25 already."});
  lesson.predict("One tent has 2 straight pieces. How many has the tent of the tent of the tent?",
                 8,
                 {.hints = {"On its way up, a tent sweeps all of 0 to 1; on its way down, again."},
                  .remarks = {{6.0, "they do not add. Each piece is folded once more."},
                              {4.0, "that is the tent of the tent."}},
                  .reveal = "Each layer folds, and doubles: 2, 4, 8.",
                  .within = 1e-9,
                  .seen = "other things were counted above"});
  Film film{{}, "Layers of two relu units each, one after the other.", {0, 1, 3}};
  for (int k = 1; k <= 5; ++k) {
    Plot plot{.title = told("Hidden layers of 2: {}", k),
              .x = {.label = "x"},
              .y = {.label = "f"},
              .series = {{"f", {}, Plot::Look::line}},
              .marks = {}};
    const int pieces = 1 << k;
    for (int i = 0; i <= pieces; ++i)
      plot.series[0].points.push_back({1.0 * i / pieces, folded(1.0 * i / pieces, k)});
    film.frames.push_back({told("layers: {}", k), plot, told("{} pieces.", pieces)});
  }
  lesson.film(film);
  lesson.say(
      "With four hidden layers of two units there are 16 pieces, and the network has 4 + 3 * 6 + 3 = "
      "25 numbers. One hidden layer brings one bend a unit.");
  lesson.predict("A network 1-n-1 with 25 numbers: what is n?", 8,
                 {.hints = {"n * 2 + n + 1 = 25."},
                  .remarks = {{12.0, "the output has n weights and a bias."}},
                  .reveal = "8 units, 8 bends: 9 pieces at most, beside 16.",
                  .within = 1e-9,
                  .seen = "other things were counted above"});
  std::vector<std::vector<std::string>> rows;
  for (const int k : {2, 4, 6, 10}) {
    const int pieces = 1 << k;
    rows.push_back({told("{}", pieces), told("{}", k), told("{}", 6 * k + 1), told("{}", pieces),
                    told("{}", 3 * pieces + 1)});
  }
  lesson.say(
      "So many layers of two units it takes (deep), or so many units in a single layer (wide), and "
      "so many numbers:");
  lesson.table({"pieces", "deep", "numbers", "wide", "numbers"}, rows);
  lesson.say(
      "Depth multiplies, width adds. That is so for functions that fold on themselves, like this "
      "one; for the wave above one layer does well. Nobody knows beforehand which your data is like.");
}

// ---- stuck

Samples exclusive_or() { return {{{0, 0}, 0}, {{0, 1}, 1}, {{1, 0}, 1}, {{1, 1}, 0}}; }

void stuck(Lesson& lesson) {
  lesson.screen("Does it always find the way?");
  lesson.say(
      "With hidden units the loss is no bowl any more: it has ridges and hollows. XOR once more, "
      "with two tanh units, from ten random beginnings:");
  Plot plot{.title = "XOR, 2-2-1, ten beginnings",
            .x = {.label = "round", .whole = true},
            .y = {.label = "L"},
            .series = {{"arrives", {}, Plot::Look::line}, {"does not", {}, Plot::Look::line}},
            .marks = {}};
  double shelf = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Net net(2, 2, seed);
    std::vector<Plot::Point> curve;
    for (int round = 0; round <= 600; round += 10, learn(net, exclusive_or(), log_loss, 0.5, 10))
      curve.push_back({static_cast<double>(round), mean_loss(net, exclusive_or(), log_loss)});
    const bool arrives = curve.back().y < 0.2;
    if (!arrives) shelf = curve.back().y;
    std::vector<Plot::Point>& points = plot.series[arrives ? 0 : 1].points;
    points.insert(points.end(), curve.begin(), curve.end());
    points.push_back({std::nan(""), std::nan("")});
  }
  lesson.plot(plot,
              "The same network, the same samples, the same rate. Only the beginning differs.");
  lesson.choose(
      told(
          "Those that do not arrive come to rest near {}, which is half of log(2). What do they say "
          "of the four rows?",
          shown(shelf, 2)),
      {{"two rows right and sure, two at p = 1/2", std::abs(shelf - std::log(2.0) / 2) < 0.01},
       {"all four at p = 1/2", false, "then each row costs log(2), and so does the mean."},
       {"three right, one wrong", false, "to be sure and wrong costs much more than log(2)."}},
      {.hints =
           {"A row at p = 1/2 costs -log(1/2) = log(2). With how many of them is that the mean?"},
       .reveal =
           "Both units say the same of two rows that want opposite answers. So these rows get "
           "one answer, and 1/2 is the best of those. Every small step makes it worse."});
  lesson.choose(
      "More hidden units: what becomes of the share that is stuck?",
      {{"it grows: more numbers, more places to be stuck in", false,
        "more places, and more ways out of each of them."},
       {"it stays", false, "a unit in a bad place is one of two, or one of sixteen."},
       {"it falls", true}},
      {.hints = {"Stuck means: no direction leads down. How many directions are there?"}});
  Bars bars{.title = "Stuck after 600 rounds, of 20 beginnings", .bars = {}, .full = 20};
  for (const std::size_t hidden : {2u, 3u, 4u, 8u, 16u}) {
    int count = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Net net(2, hidden, seed);
      learn(net, exclusive_or(), log_loss, 0.5, 600);
      count += mean_loss(net, exclusive_or(), log_loss) > 0.2;
    }
    bars.bars.push_back({told("2-{}-1", hidden), static_cast<double>(count)});
  }
  lesson.plot(bars, "The wider, the rarer.");
  lesson.say(
      "That is the surprise of large networks: their loss is anything but convex, and going "
      "downhill works all the same. To be stuck, **every** direction has to lead up, and with "
      "thousands of numbers there is nearly always one that does not. Why just so "
      "well, nobody has proved.");
  lesson.remember(
      "Hidden units bend, and the output adds the pieces up. Without an activation there is no bend. "
      "Width adds pieces, depth multiplies them. One error, sent back, moves all of them at once.");
  lesson.say(
      "Each weight was a number of its own here, and each product a node. Networks with millions "
      "are computed otherwise: [[15_matrices]].");
}

void teach(Lesson& lesson) {
  const Samples samples = moons();
  two_bends(lesson);
  any_function(lesson);
  one_step(lesson);
  learnt_pieces(lesson);
  no_bend(lesson, samples);
  wider(lesson, samples);
  in_layers(lesson, samples);
  deeper(lesson);
  stuck(lesson);
  lesson.source(
      "Yang Li, Lecture 6 (28 October 2022): from one neuron to hidden layers, and how their "
      "outputs are called.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, sections 2.2 and 3.1: fixed and "
      "learnt nonlinear maps, layers, universal approximation; depth helps.");
  lesson.source(
      "Linear Algebraic View of Backpropagation (lecture of 3 March): losses that are not convex.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_14_network{"14_network", "A network of neurons", teach};
}

}  // namespace stepgrad
