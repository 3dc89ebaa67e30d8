// Lesson 20. Deep networks: what ten layers do to a gradient, how activations, first weights and
// batch normalisation keep it alive, and the gradient of batch normalisation.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <lessons/20_deep/layers.hpp>
#include <stepgrad/base/op.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using namespace deep;

// ---- ten sigmoids

void ten_sigmoids(Lesson& lesson) {
  lesson.screen("Ten layers. Does anything arrive at the first?");
  lesson.say(
      "Depth multiplies what a network can draw ([[14_network]]). But on the way back it multiplies, "
      "too: each layer hands the gradient down times its own slope. Take three "
      "sigmoids in a row, one number wide:");
  const Trace trace =
      traced("h1 = sigmoid(x); h2 = sigmoid(h1 - 0.5); h3 = sigmoid(h2 - 0.5)", {{"x", 0}});
  lesson.graph(trace, "Each sigmoid stands at 0, where it is steepest.");
  const double slope = node_called(trace, "x").grad;
  lesson.predict("The slope of a sigmoid is $h*(1 - h)$. What is it here, where h is 0.5?", 0.25,
                 {.hints = {"0.5 * 0.5."},
                  .remarks = {{0.5, "that is h itself."}, {1.0, "that would be tanh's."}},
                  .reveal = "A quarter, and nowhere is it more.",
                  .seen = "other things have this value above"});
  lesson.predict("So what is $dh3/dx$?", slope,
                 {.hints = {"Three quarters, one after another: multiply."},
                  .remarks = {{0.75, "that is their sum. Along a path slopes are multiplied."},
                              {0.25, "that is one of them."},
                              {1.0 / 16, "that is two of the three."}},
                  .reveal = told("1/64 = {}, and that at the steepest place.", shown(slope, 3))});
  lesson.predict(
      "And through ten of them, at most? As a power: 4^-3 was the answer just now.",
      std::pow(4, -10),
      {.hints = {"Ten quarters."},
       .remarks = {{std::pow(4, 10), "each makes it smaller: -10."}, {2.5, "that is their sum."}},
       .reveal = told("About one part in a million ({}). The first layer learns a million "
                      "times slower than the last: **the gradient vanishes**.",
                      shown(std::pow(4, -10), 2)),
       .within = 0.06});
  Plot plot{.title = "The slope of sigmoid(w*x) in x",
            .x = {.label = "x"},
            .y = {.label = "slope"},
            .series = {},
            .marks = {}};
  for (const double w : {1.0, 4.0, 16.0}) {
    Plot::Series curve{told("w = {}", w), {}, Plot::Look::line};
    for (int i = -120; i <= 120; ++i) {
      const double x = i / 40.0, h = sigmoid(w * x);
      curve.points.push_back({x, w * h * (1 - h)});
    }
    plot.series.push_back(curve);
  }
  lesson.choose(
      "With weights of 4 each slope is 4 * 1/4 = 1, at the steepest place. Is that the remedy?",
      {{"yes: a product of ones", false, "and for all other x?"},
       {"only for the few x at that place", true},
       {"no: it explodes", false, "it is 1 at most."}},
      {.hints = {"The sum is 4 times as large, too. What is the slope of a sigmoid at 4?"},
       .reveal =
           told("At x = 1 the sum is 4, and there the slope is {}. Far out a sigmoid is flat: "
                "it is **saturated**.",
                shown(4 * sigmoid(4.0) * (1 - sigmoid(4.0)), 2))});
  lesson.plot(plot, "Larger weights make the slope higher, and narrower. Most x get nothing.");
}

// ---- every activation and its slope

constexpr double reach = 20;

/// May it stand between layers? On the whole line it goes up, bends, and never steeply.
bool is_activation(const op::Op& row) {
  if (row.arity != 1) return false;
  double least = 1, most = 0;
  for (double a = -reach; a <= reach; a += 0.25) {
    const double slope = row.slope[0](a, 0, row.value(a, 0));
    if (!(slope > -0.2 && slope < 2)) return false;
    least = std::min(least, slope), most = std::max(most, slope);
  }
  return most > 0.5 * least && most > 0.2 && most - least > 0.1;
}

Plot with_slope(const op::Op& row, bool value = true) {
  Plot plot{.title = value ? std::string(row.name) : "",
            .x = {.label = "a"},
            .y = {.label = value ? "" : "slope"},
            .series = {},
            .marks = {},
            .area = value ? Area{-4, 4, -2, 2} : Area{-4, 4, 0, 1}};
  if (value) plot.series.push_back({"h", {}, Plot::Look::line});
  plot.series.push_back({value ? "its slope" : "slope", {}, Plot::Look::line});
  for (int i = -80; i <= 80; ++i) {
    const double a = i / 20.0, h = row.value(a, 0);
    if (value) plot.series[0].points.push_back({a, std::abs(h) <= 2 ? h : std::nan("")});
    plot.series.back().points.push_back({a, row.slope[0](a, 0, h)});
  }
  return plot;
}

void activations_and_slopes(Lesson& lesson) {
  lesson.screen("Every activation, and its slope");
  lesson.choose(
      "What a layer hands down is the slope, not the value. Which is the slope of tanh?",
      {{"a hill that is 0.25 high", false, "that is sigmoid's.", with_slope(op::sigmoid, false)},
       {"a hill that is 1 high", true, "", with_slope(op::tanh, false)},
       {"a stair", false, "that is relu's: 0, then 1.", with_slope(op::relu, false)},
       {"a soft stair", false, "softplus has that: its slope is a sigmoid.",
        with_slope(op::softplus, false)}},
      {.hints = {"1 - h^2. What is that at a = 0, and far out?"}});
  const double far = 5;
  const auto at = [](const op::Op& row, double a) { return row.slope[0](a, 0, row.value(a, 0)); };
  lesson.predict_all("The slope of relu: at a = -5, and at a = 5?",
                     {{"at -5", at(op::relu, -far)}, {"at 5", at(op::relu, far)}},
                     {.hints = {"Below 0 relu is flat."},
                      .remarks = {Remark::entry(1, 5, "that is its value.")},
                      .reveal = told("tanh has {} at 5. A relu is flat on one side only: it does "
                                     "not saturate above, and hands down all or nothing.",
                                     shown(at(op::tanh, far), 2)),
                      .seen = "it is no more than a beginning"});
  Film film{{}, "All activations that this kit has.", {}};
  std::vector<std::vector<std::string>> rows;
  for (const op::Op* op : op::all) {
    if (!is_activation(*op)) continue;
    const double left = at(*op, -reach), right = at(*op, reach);
    const bool flat_left = std::abs(left) < 0.06, flat_right = std::abs(right) < 0.06;
    const char* ends = flat_left && flat_right ? "both sides"
                     : flat_left               ? "the left"
                     : flat_right              ? "the right"
                                               : "neither side";
    if (op == &op::tanh || op == &op::relu || op == &op::swish)
      film.stills.push_back(film.frames.size());
    film.frames.push_back(
        {std::string(op->name), with_slope(*op),
         told("Its slope is {} at 0. It flattens on {}.", shown(at(*op, 0), 3), ends)});
  }
  lesson.film(film);
  lesson.say(
      "Those that flatten on both sides saturate. The lecture's **non-saturating** ones, relu and "
      "what was made of it, keep a slope near 1 on the right. leaky_relu and elu leave something "
      "on the left, too, so that a unit that is shut for all samples may open again. "
      "`./stepgrad ops gelu` tells more of each.");
}

// ---- ten layers

void how_large(Lesson& lesson) {
  lesson.screen("How large may the first weights be?");
  lesson.say(
      "Weights begin at random. A unit adds up n inputs, each times its weight. If the inputs have "
      "the mean square 1, and the weights the standard deviation s and the mean 0, the sum has the "
      "mean square n * s^2: independent things add by their squares.");
  lesson.predict(
      "With n = 100 and s = 0.01, the mean square of the sum is 0.01. How large is a "
      "sum then, as the root of the mean square?",
      0.1,
      {.hints = {"The root of 0.01."},
       .remarks = {{0.01, "that is its square."}},
       .reveal = "A tenth of what came in. And tanh is nearly straight so near to 0."});
  lesson.predict(
      "Ten such layers: how large is what comes out?", std::pow(0.1, 10),
      {.hints = {"A tenth in each layer."},
       .remarks = {{0.01, "that is after two."}, {1.0, "0.1 each time, multiplied."}},
       .reveal = "1e-10: nothing of the input is left. And on the way back there are the "
                 "same weights, and the same again."});
  Plot sizes{.title = "How large the sums are, n = 100",
             .x = {.label = "layer", .whole = true},
             .y = {.label = "root mean square", .logarithmic = true},
             .series = {},
             .marks = {}};
  for (const double s : {0.01, 0.05, 0.1, 0.15}) {
    Plot::Series curve{told("s = {}", s), {}};
    for (int l = 0; l <= 10; ++l) curve.points.push_back({1.0 * l, std::pow(10 * s, l)});
    sizes.series.push_back(curve);
  }
  lesson.derive(
      "Which s keeps the mean square at 1, with n inputs?", "sqrt(1/n)", {"n"},
      {.hints = {"n * s^2 = 1."},
       .remarks = {{"1/n", "that is s^2."}, {"sqrt(n)", "the more inputs, the smaller."}},
       .reveal = "On the way back a unit adds up one slope from each unit above, so there "
                 "n is the number of outputs. Glorot and Bengio (2010; \"Xavier\") take "
                 "the mean of both: $s^2 = 2/(inputs + outputs)$."});
  lesson.plot(sizes,
              "Without activations. One s keeps the size; the others lose it, or blow it up.");
  lesson.predict(
      "The kit draws Glorot's weights evenly from -r to r, and such numbers have the "
      "mean square r^2/3. A layer of 100 inputs and 50 outputs: what is r?",
      0.2,
      {.hints = {"r^2 / 3 = 2 / 150.", "r = sqrt(6 / 150)."},
       .remarks = {{std::sqrt(2.0 / 150), "that is the standard deviation."},
                   {0.04, "that is r^2."}},
       .reveal = "sqrt(6/(inputs + outputs)) = 0.2.",
       .seen = "it was the value of other things"});
  lesson.predict("relu makes 0 of half of its inputs. Which share of their mean square is left?",
                 0.5,
                 {.hints = {"The lower half and the upper half have equal squares."},
                  .remarks = {{0.25, "the halves are equal in squares: one of two is left."},
                              {std::sqrt(0.5), "that is the share of the root."}},
                  .reveal = "So each layer loses half. He and others (2015) double $s^2$: 2/n.",
                  .seen = "it was the value of other things"});
}

Plot gradients_of(std::string title, std::string_view activation, bool normalised = false) {
  Plot plot{.title = std::move(title),
            .x = {.label = "layer", .whole = true},
            .y = {.label = "gradient that arrives", .logarithmic = true},
            .series = {},
            .marks = {},
            .area = Area{0, depth, 1e-9, 10}};
  for (const auto& [name, deviation] : starts()) {
    Plot::Series curve{name, {}};
    const Numbers gradients = walk(activation, deviation, normalised).gradients;
    for (std::size_t l = 0; l < gradients.size(); ++l)
      curve.points.push_back({static_cast<double>(l), gradients[l]});
    plot.series.push_back(curve);
  }
  return plot;
}

void layer_by_layer(Lesson& lesson) {
  lesson.screen("The gradient, layer by layer");
  const auto& [small, glorot, he] = starts();
  const auto arrives = [](const char* activation, const Start& start) {
    return walk(activation, start.deviation).gradients[0];
  };
  lesson.say(
      "Ten layers of {} units, {} random samples. At the top we put in slopes of size 1 (root mean "
      "square), and look what arrives further down; layer 0 is the input.",
      wide, samples);
  lesson.order(
      "With Glorot's weights: of which activation does "
      "most arrive, of which the least?",
      {{"tanh", false, "its slope is 1 in the middle."},
       {"relu", false, "its slope is 1 or 0, half of each."},
       {"sigmoid", false, "its slope is 1/4 at most."}},
      {.hints = {"Think of the mean square of each slope."},
       .reveal =
           told("{} of tanh, {} of relu, and {} of sigmoid.", shown(arrives("tanh", glorot), 2),
                shown(arrives("relu", glorot), 2), shown(arrives("sigmoid", glorot), 1))});
  lesson.choose(
      "And with **He's** weights, 2/n?",
      {{"relu keeps its gradient now", arrives("relu", he) > 0.3},
       {"sigmoid keeps its gradient now", false, "1.41 times a quarter is still far below 1."},
       {"nothing changes", false, "every layer multiplies by its weights."}},
      {.hints = {"For which of the three was the factor 2 made?"}});
  Film film{{}, "The same layers, three activations, three beginnings.", {0, 1, 2}};
  for (const char* activation : {"sigmoid", "tanh", "relu"})
    film.frames.push_back(
        {activation, gradients_of(told("What arrives: {}", activation), activation),
         told("At the input: {}, {} and {}.", shown(arrives(activation, small), 1),
              shown(arrives(activation, glorot), 1), shown(arrives(activation, he), 1))});
  lesson.film(film);
  lesson.mistake(
      "Weights that are \"small and random\", as 0.05 times a normal number, whatever the layer. A "
      "shallow network forgives it. In a deep one nothing arrives, and nothing complains.");
}

Experiment::Trial spread(double factor) {
  Film film{{}, told("tanh, weights with s = {} / sqrt(n).", shown(factor, 3)), {0, 2, 9}};
  const Walk done = walk("tanh", factor / std::sqrt(1.0 * wide));
  double middle = 0, ends = 0;
  for (std::size_t l = 1; l <= depth; ++l) {
    middle = ends = 0;
    for (const double h : done.values[l]) {
      middle += std::abs(h) < 0.2;
      ends += std::abs(h) > 0.8;
    }
    middle /= wide * samples, ends /= wide * samples;
    film.frames.push_back({told("layer {}", l),
                           histogram(told("Values of layer {}", l), done.values[l], -1, 1, 10),
                           told("{} % lie between -0.2 and 0.2, {} % beyond 0.8.",
                                std::round(100 * middle), std::round(100 * ends))});
  }
  return {middle > 0.9 ? 0u
          : ends > 0.5 ? 2u
                       : 1u,
          film, told("Of the gradient, {} arrives at the input.", shown(done.gradients[0], 1))};
}

void in_histograms(Lesson& lesson) {
  lesson.screen("What the layers say");
  lesson.say("The same can be seen on the way forward, in what 30 tanh units say to 60 samples.");
  lesson.experiment(
      {.ask = "Choose the factor before 1/sqrt(n), and say where the values of layer 10 will lie.",
       .setting = "factor",
       .offered = {0.3, 0.7, 1, 1.5, 4},
       .least = 0.1,
       .most = 10,
       .outcomes = {"nearly all around 0", "spread out", "most near -1 and 1: saturated"},
       .run = spread});
  lesson.choose("Too large is bad, too, with tanh. What arrives of the gradient then?",
                {{"nearly nothing: where tanh is at its ends, its slope is 0", false,
                  "its slope is small there, but the weights that it is multiplied by are large."},
                 {"it can grow on its way down", true},
                 {"exactly 1", false, "who would see to that?"}},
                {.hints = {"Try factor 4, and read what arrives."},
                 .reveal = told("With the factor 4 it is {}, with 1 it is {}. Most units are shut, "
                                "but the few that stand where tanh is steep hand it down four "
                                "times as large: **the gradient explodes**.",
                                shown(walk("tanh", 4 / std::sqrt(1.0 * wide)).gradients[0], 2),
                                shown(walk("tanh", 1 / std::sqrt(1.0 * wide)).gradients[0], 1))});
}

// ---- zero

const std::string tiny =
    "h1 = tanh(w1*x + b1); h2 = tanh(w2*x + b2); f = u1*h1 + u2*h2 + c; L = (f - t)^2";

/// The network's numbers after so many steps from a beginning, each with its slope in L.
Bindings stepped(Bindings numbers, int steps) {
  for (int step = 0; step < steps; ++step) {
    const Trace trace = traced(tiny, numbers);
    for (auto& [name, number] : numbers)
      if (name != "x" && name != "t") number -= 0.1 * node_called(trace, name).grad;
  }
  return numbers;
}

std::vector<NumberGrid> grids(const std::string& name, const Bindings& n) {
  return {{name + "w, b, u",
           {{n.at("w1"), n.at("b1"), n.at("u1")}, {n.at("w2"), n.at("b2"), n.at("u2")}},
           {"unit 1", "unit 2"},
           {"w", "b", "u"}}};
}

void from_zero(Lesson& lesson) {
  lesson.screen("Why not begin at zero?");
  lesson.say(
      "Softmax regression of [[12_softmax]] began with all weights 0, and learnt. Somebody begins a "
      "network so, too. Two hidden units, all weights and biases 0, one sample:");
  Bindings zero{{"x", 2},  {"t", 1},  {"w1", 0}, {"b1", 0}, {"w2", 0},
                {"b2", 0}, {"u1", 0}, {"u2", 0}, {"c", 0}};
  const Trace trace = traced(tiny, zero);
  lesson.graph(trace, "All weights and biases are 0; x and t are the sample.");
  const auto grad = [&](const char* name) { return node_called(trace, name).grad; };
  lesson.predict_all("Which slopes has L?",
                     {{"dL/du1", grad("u1")}, {"dL/dw1", grad("w1")}, {"dL/dc", grad("c")}},
                     {.hints = {"∂L/∂f is 2 * (0 - 1).",
                                "u1 gets it times h1; w1 gets it times u1, "
                                "times 1, times x."},
                      .remarks = {Remark::entry(1, -4, "on the way to w1 stands u1, which is 0."),
                                  Remark::entry(0, -2, "u1 is multiplied by h1, and that is 0.")},
                      .reveal = "Only c moves. The rest stays 0 in the next step, and for ever.",
                      .seen = "the values above are no slopes"});
  lesson.choose(
      "Why may softmax regression begin at 0?",
      {{"its loss is a bowl, and its weights are multiplied by the inputs", true},
       {"its weights are random all the same", false, "they are 0."},
       {"softmax of zeros is 0", false, "it is 1/K for each class."}},
      {.hints = {"Its slopes are (p - onehot) times x. What is 0 there?"},
       .reveal = "Nothing there stands between a weight and the loss but the input. And a "
                 "bowl is climbed down from anywhere."});
  Bindings half = zero, mixed = zero;
  for (const char* name : {"w1", "w2", "b1", "b2", "u1", "u2"}) half[name] = 0.5;
  mixed = half, mixed["w2"] = -0.25, mixed["u2"] = 0.25;
  const Bindings twins = stepped(half, 50), others = stepped(mixed, 50);
  lesson.choose(
      "Then all at 0.5? Now the slopes are not 0. After 50 steps, what do the two units say?",
      {{"each something of its own", false, "what could tell one from the other?"},
       {"both the same", twins.at("w1") == twins.at("w2") && twins.at("u1") == twins.at("u2")},
       {"the opposite of each other", false, "they begin equal, and get equal slopes."}},
      {.hints = {"Exchange the two units: is anything different?"}});
  lesson.film({{{"at 0.5", grids("equal: ", half)},
                {"after 50 steps", grids("equal: ", twins), "Two units, and one is a copy."},
                {"begun unequal", grids("unequal: ", mixed)},
                {"after 50 steps", grids("unequal: ", others), "Each has its own part."}},
               "Equal units get equal slopes, and stay equal for ever.",
               {1, 3}});
  lesson.say(
      "Random weights are there to **break the symmetry**. Biases may begin at 0: the weights have "
      "told the units apart already.");
}

// ---- batch normalisation

void normalise(Lesson& lesson) {
  const Normalised n = normalised(batch);
  lesson.screen("Do not hope: normalise");
  lesson.say(
      "All that is for the first step; then weights move. **Batch normalisation** (Ioffe and "
      "Szegedy 2015) holds the sums in place in every step: of each unit, over the samples of the "
      "batch, take away the mean m and divide by the standard deviation d. Here is one unit and a "
      "batch of four: 1, 3, 3 and 9.");
  lesson.predict_all("What are the mean, and the variance (over all four, so divided by 4)?",
                     {{"mean", n.mean}, {"variance", n.variance}},
                     {.hints = {"16 / 4, and (9 + 1 + 1 + 25) / 4."},
                      .remarks = {Remark::entry(1, 12, "that is divided by 3. These four are all."),
                                  Remark::entry(1, 36, "that is the sum. Divide by 4."),
                                  Remark::entry(1, 3, "that is the standard deviation.")},
                      .reveal = "So the standard deviation is d = 3.",
                      .seen = "they are numbers of the batch by chance"});
  lesson.predict_all("And the four, normalised?",
                     {{"1", n.x[0]}, {"3", n.x[1]}, {"3 again", n.x[2]}, {"9", n.x[3]}},
                     {.hints = {"(1 - 4) / 3."},
                      .remarks = {Remark::times(3, "now divide by 3."),
                                  Remark::times(1.0 / 3, "divide by d, not by the variance.")},
                      .reveal = "Mean 0, variance 1."});
  Film film{{}, "Moved and shrunk; who is far from whom is the same.", {0, 2}};
  const auto frame = [&](const char* state, const char* say, double less, double by) {
    Bars bars{.title = state, .bars = {}, .full = batch.back()};
    for (const double x : batch) bars.bars.push_back({told("x = {}", x), (x - less) / by});
    film.frames.push_back({state, bars, say});
  };
  frame("the batch", "Its mean is 4.", 0, 1);
  frame("less the mean", "Now the mean is 0.", n.mean, 1);
  frame("divided by d", "And the mean square is 1.", n.mean, n.deviation);
  lesson.film(film);
  lesson.say(
      "Then the unit may choose its own mean and size after all: $y = gamma * n + beta$, with gamma "
      "and beta learnt, from 1 and 0 on. (A small epsilon under the root keeps from dividing by 0.) "
      "The lecture normalises the **inputs** of a layer, and has no gamma and beta; this kit, like the "
      "paper, does it to the sums, before the activation.");
  lesson.choose("The weights of the layer before become ten times as large. What does y do?",
                {{"it becomes ten times as large", false, "so do mean and deviation."},
                 {"it stays", true},
                 {"it goes to 0", false, "what is it divided by?"}},
                {.hints = {"All sums are ten times as large, and d is?"},
                 .reveal = "So the size of the first weights hardly matters any more:"});
  lesson.plot(
      gradients_of("tanh, batch normalisation in each layer", "tanh", true),
      "Three beginnings that differ by a factor of 5 or more in every layer, and one curve.");
}

std::vector<std::string> row(std::string name, const Numbers& numbers) {
  std::vector<std::string> cells{std::move(name)};
  for (const double number : numbers) cells.push_back(shown(number, 4));
  return cells;
}

void way_back(Lesson& lesson) {
  const Numbers g{1, 0, 0, 0};
  const auto [straight, by_mean, by_deviation] = paths(g);
  const Numbers right = sum_of(sum_of(straight, by_mean), by_deviation);
  lesson.screen("The way back through it");
  lesson.say(
      "Let L be the first normalised number, n1 = (x1 - m) / d, so that its slopes g are 1, 0, 0, "
      "0. Somebody writes the way back in one line: \"y is x less something, divided by d. So the "
      "slope is g / d.\" That makes 1/3, 0, 0, 0.");
  lesson.predict(
      "Nudge x4, the 9: does n1 change? Say its slope, or 0 if it stays. (n1 is -1, n4 "
      "is 5/3, d is 3.) Guess, the sign counts.",
      nudged(g)[3],
      {.hints = {"If x4 grows, so does the mean: n1 goes down. And d grows: n1 comes "
                 "nearer to 0, which is up.",
                 "-1/12 through the mean, and 5/36 through d."},
       .remarks = {Remark::below(0, "that is through the mean. And d?"),
                   {0.0, "x4 is in m and in d, and both are in n1."}},
       .reveal = told("{}: 1/18.", shown(nudged(g)[3], 3)),
       .within = 0.6});
  lesson.table({"slope in", "x1", "x4"}, {row("g / d", {straight[0], straight[3]}),
                                          row("by nudging", {nudged(g)[0], nudged(g)[3]})});
  lesson.mistake(
      "To take mean and deviation for plain numbers. They are made of the batch: each x has three "
      "paths to each y, straight, through m, and through d.");
  lesson.graph(
      traced("m = (x1 + x2) / 2; v = ((x1 - m)^2 + (x2 - m)^2) / 2; n1 = (x1 - m) / sqrt(v)",
             {{"x1", 1}, {"x2", 5}}),
      "With a batch of two: x1 goes three ways to n1, and x2 two.");
  lesson.say("The shares of two of the paths follow from two questions that need no calculus.");
  lesson.predict("Add 5 to all four x. By how much does each normalised number change?", 0,
                 {.hints = {"The mean grows by 5, too."},
                  .remarks = {{5.0, "and the mean?"}},
                  .reveal = "So the four slopes of **any** L have the sum 0: a step of all x "
                            "together changes nothing. 1/3 + 0 + 0 + 0 is not 0.",
                  .seen = "it is asked what stays"});
  lesson.say(
      "Likewise twice as far from the mean is the same again: so the slopes times n add up to 0, "
      "too. The way back takes from g whatever would be lost, and divides by d:");
  lesson.formula("dx = gamma / d * (g - 'mean(g)' - n * 'mean(g*n)')");
  lesson.formula("dgamma = 'sum(g*n)'");
  lesson.formula("dbeta = 'sum(g)'");
  lesson.predict_all(
      "Here gamma is 1, d is 3, g is 1, 0, 0, 0 and n is -1, -1/3, -1/3, 5/3. "
      "What are mean(g) and mean(g*n)?",
      {{"mean(g)", mean(g)}, {"mean(g*n)", -0.25}},
      {.hints = {"Only the first has a g."},
       .remarks = {Remark::entry(1, 0.25, "n1 is -1."), Remark::entry(0, 1, "that is the sum.")},
       .seen = "a quarter was something else above"});
  lesson.predict_all("And the four slopes?",
                     {{"x1", right[0]}, {"x2", right[1]}, {"x3", right[2]}, {"x4", right[3]}},
                     {.hints = {"The first: 1/3 * (1 - 1/4 - (-1) * (-1/4)).",
                                "The second: 1/3 * (0 - 1/4 - (-1/3) * (-1/4))."},
                      .remarks = {Remark::times(3, "and divided by d."),
                                  Remark::entry(0, 0.25, "the third path is missing.")},
                      .reveal = "1/6, -1/9, -1/9, 1/18; their sum is 0.",
                      .within = 0.02});
  lesson.table(
      {"slope in", "x1", "x2", "x3", "x4"},
      {row("straight", straight), row("through m", by_mean), row("through d", by_deviation),
       row("together", right), row("by nudging", nudged(g))});
  lesson.predict(
      "A layer W x + b stands before it. What is the slope in the bias b?", 0,
      {.hints = {"b is added to all samples of the batch."},
       .reveal = "Zero, always: b is added, and the mean takes it away. beta is the bias.",
       .seen = "it follows from the sum being 0"});
}

// ---- evaluation

void alone(Lesson& lesson) {
  lesson.screen("And when a single sample comes?");
  const double first = 0.1 * 4, second = 0.9 * first + 0.1 * 4;
  lesson.predict(
      "The network is in use. One sample comes, x = 7: a batch of one. gamma is 2 and "
      "beta is 1. What is y?",
      1,
      {.hints = {"What is the mean of a batch of one?", "x - m = 0."},
       .remarks = {{15.0, "without normalising. What is m?"}, {2.0, "beta is added to 2 * n."}},
       .reveal = "Whatever comes, y = beta: all samples look alike. And in a batch of "
                 "two, the answer to one sample depends on which other is with it.",
       .seen = "1 is beta's value, but what is asked is y"});
  lesson.table({"batch", "7, normalised in it"},
               {{"7", "0"},
                {"7, 5", shown(normalised({7, 5}).x[0])},
                {"7, 9", shown(normalised({7, 9}).x[0])},
                {"7, 1, 1", shown(normalised({7, 1, 1}).x[0], 4)}});
  lesson.say(
      "So while it trains, the layer keeps a **running mean** and a running variance, and in use "
      "takes those: each batch gives a tenth. They begin at 0 and 1.");
  lesson.formula("mean = 0.9 * mean + 0.1 * m");
  lesson.predict_all(
      "Batches with the mean 4 come, one after another. What is the running mean "
      "after one, and after two?",
      {{"one", first}, {"two", second}},
      {.hints = {"0.9 * 0 + 0.1 * 4.", "0.9 * 0.4 + 0.4."},
       .remarks = {Remark::entry(0, 4, "a tenth of it."),
                   Remark::entry(1, 0.8, "of the old one only 0.9 is kept.")},
       .reveal = "It forgets its beginning by a tenth each time."});
  Plot running{.title = "The running mean, batches with the mean 4",
               .x = {.label = "batch", .whole = true},
               .y = {.label = "mean"},
               .series = {{"running mean", {{0, 0}}}},
               .marks = {}};
  double kept = 0;
  for (int i = 1; i <= 50; ++i)
    running.series[0].points.push_back({1.0 * i, kept += 0.1 * (4 - kept)});
  lesson.predict("After how many batches is it within 1 % of 4?",
                 std::ceil(std::log(0.01) / std::log(0.9)),
                 {.hints = {"0.9^n of the beginning is left.", "log(0.01) / log(0.9)."},
                  .remarks = {{10.0, "then a third of the beginning is still left."},
                              Remark::above(99, "a tenth of what is missing comes each time.")},
                  .reveal = "44. Who evaluates after three batches sees nonsense.",
                  .within = 0.1});
  lesson.plot(running, "It creeps up on what the batches say.");
  const double unbiased = normalised(batch).variance * 4 / 3;
  lesson.predict(
      "The batch 1, 3, 3, 9 normalises by its variance 9, the squares divided by n = 4. "
      "For the running variance they are divided by n - 1, for that is right on average "
      "for samples to come. Which number is that?",
      unbiased,
      {.hints = {"36 / 3."},
       .remarks = {{9.0, "that is divided by n."}, {36.0, "that is not divided at all."}},
       .reveal = "12. And of a last batch of one? 0 / 0: it says nothing of a variance. This "
                 "kit puts such a sample into the batch before it ([[17_batches]]).",
       .seen = "another lesson has this number"});
  lesson.remember(
      "Each layer multiplies the gradient. Keep the factor near 1: activations that do not flatten "
      "on both sides, weights with $s^2$ = 1/n (tanh) or 2/n (relu), unequal and not 0, batch "
      "normalisation. Its way back has three paths, and in use it takes running averages.");
  lesson.say(
      "Now deep and wide networks can be trained, until they know every sample by heart. "
      "And new ones? See [[21_overfitting]].");
}

void teach(Lesson& lesson) {
  ten_sigmoids(lesson);
  activations_and_slopes(lesson);
  how_large(lesson);
  layer_by_layer(lesson);
  in_histograms(lesson);
  from_zero(lesson);
  normalise(lesson);
  way_back(lesson);
  alone(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 3.2: non-saturating "
      "activations, where weights begin, batch normalisation.");
  lesson.source(
      "Glorot and Bengio, Understanding the difficulty of training deep feedforward "
      "neural networks (2010); He and others, Delving deep into rectifiers (2015).");
  lesson.source("Ioffe and Szegedy, Batch normalization (2015).");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_20_deep{"20_deep", "Ten layers deep", teach};
}

}  // namespace stepgrad
