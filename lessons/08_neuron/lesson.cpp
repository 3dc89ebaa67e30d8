// Lesson 8. One neuron: it draws one straight line, learns where the line has to be, and cannot
// learn what no line divides.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;

struct Sample {
  double x1, x2, target;
};
using Gate = std::array<Sample, 4>;
constexpr Gate all_and{{{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1}}};
constexpr Gate all_or{{{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}}};
constexpr Gate all_xor{{{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}}};

/// What the neuron sees of the two inputs; a 1 at the end, for its bias.
using Features = Numbers (*)(double x1, double x2);
Numbers both(double x1, double x2) { return {x1, x2, 1}; }
Numbers with_product(double x1, double x2) { return {x1, x2, x1 * x2, 1}; }

double score(const Numbers& w, const Numbers& seen) {
  double f = 0;
  for (std::size_t i = 0; i < w.size(); ++i) f += w[i] * seen[i];
  return f;
}

/// The mean of (p - t)^2 over the four samples, and its gradient in the weights.
struct Judged {
  double loss = 0;
  Numbers gradient;
};
Judged judged(const Numbers& w, const Gate& gate, Features features) {
  Judged all{0, Numbers(w.size(), 0.0)};
  for (const Sample& sample : gate) {
    const Numbers seen = features(sample.x1, sample.x2);
    const double p = sigmoid(score(w, seen)), error = p - sample.target;
    all.loss += error * error / 4;
    for (std::size_t i = 0; i < w.size(); ++i)
      all.gradient[i] += 2 * error * p * (1 - p) * seen[i] / 4;
  }
  return all;
}

void learn(Numbers& w, const Gate& gate, Features features, int rounds) {
  constexpr double rate = 4;
  for (int round = 0; round < rounds; ++round) {
    const Numbers slopes = judged(w, gate, features).gradient;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] -= rate * slopes[i];
  }
}

using Classifier = std::function<double(double x1, double x2)>;  // the p of "yes"

Classifier neuron(Numbers w, Features features = both) {
  return [=](double x1, double x2) { return sigmoid(score(w, features(x1, x2))); };
}

int right_of(const Classifier& says, const Gate& gate) {
  return static_cast<int>(std::ranges::count_if(gate, [&](const Sample& sample) {
    return (says(sample.x1, sample.x2) > 0.5) == (sample.target > 0.5);
  }));
}

DecisionRegions regions_of(std::string title, const Classifier& says, const Gate& gate) {
  DecisionRegions regions{.title = std::move(title),
                          .area = {-0.5, 1.5, -0.5, 1.5},
                          .columns = 28,
                          .rows = 28,
                          .class_names = {"no", "yes"}};
  for (const auto& [x1, x2, target] : gate) regions.samples.push_back({{x1, x2}, target > 0.5});
  return filled(std::move(regions), [&](const Place& at) {
    const double p = says(at.x, at.y);
    return surest(std::array{1 - p, p});
  });
}

/// The regions while a neuron learns, from these weights.
Film learning(const std::string& name, Numbers w, const Gate& gate, Features features,
              const std::vector<int>& rounds) {
  Film film{
      {}, told("A neuron learns {}. The colour says yes or no, paler where p is near 0.5.", name)};
  int done = 0;
  for (const int round : rounds) {
    learn(w, gate, features, round - done);
    done = round;
    const Classifier says = neuron(w, features);
    film.frames.push_back({told("round {}", round),
                           regions_of(told("{}, round {}", name, round), says, gate),
                           told("The loss is {}; {} of 4 are right.",
                                shown(judged(w, gate, features).loss, 3), right_of(says, gate))});
  }
  return film;
}

const Numbers start{-2, 3, 0.5};  // a line that stands wrong for every gate

void a_neuron(Lesson& lesson) {
  lesson.screen("Can one formula say AND?");
  lesson.say(
      "Two switches, each 0 or 1. **AND** is 1 if both are on, and **OR** if at least one is. A "
      "programmer writes an if. Can a formula find it by itself, from the four rows of the table?");
  lesson.table(
      {"x1", "x2", "AND", "OR"},
      {{"0", "0", "0", "0"}, {"0", "1", "0", "1"}, {"1", "0", "0", "1"}, {"1", "1", "1", "1"}});
  lesson.say(
      "Take the **neuron** of [[06_backpropagation]]: two "
      "weights, a bias, and a sigmoid at its end.");
  lesson.formula("f = w1 * x1 + w2 * x2 + b");
  lesson.formula("p = sigmoid(f)");
  lesson.say(
      "p lies between 0 and 1. Let it mean: how sure the neuron is of \"yes\". Above "
      "0.5 it says yes.");
  const Trace trace = traced("f = w1*x1 + w2*x2 + b; p = sigmoid(f)",
                             {{"w1", 1}, {"w2", 1}, {"b", -1.5}, {"x1", 1}, {"x2", 0}});
  lesson.predict("Let w1 = w2 = 1 and b = -1.5. Only x1 is on. What is f?",
                 node_called(trace, "f").value,
                 {.hints = {"1 * 1 + 1 * 0 is how much? Then the bias."},
                  .remarks = {{1.0, "the bias is missing."},
                              {2.5, "the bias is negative: it takes away."},
                              {0.5, "that is f when both are on."},
                              {-1.5, "that is the bias alone. x1 is on."}},
                  .reveal = told("1 + 0 - 1.5 = {}.", node_called(trace, "f").value)});
  lesson.choose(
      "What does the neuron say, then?",
      {{"yes", false, "sigmoid(0) is 0.5, and f is below 0."},
       {"no", node_called(trace, "p").value < 0.5},
       {"nothing, f is not between 0 and 1", false, "the sigmoid makes p of it, which is."}},
      {.hints = {"sigmoid(0) = 1 / (1 + 1). And the sigmoid rises everywhere."},
       .reveal = told("p is {}, less than one half. So there is no need to work p out: "
                      "the neuron says yes where f is above 0.",
                      shown(node_called(trace, "p").value, 3))});
  lesson.graph(
      trace,
      "Only x1 is on. Of all four rows only (1, 1) gives an f above 0: this neuron is an AND.");
}

void a_line(Lesson& lesson) {
  lesson.screen("Where it changes its mind");
  lesson.say(
      "Between yes and no there is a border, where f = 0. With these weights that is "
      "$x1 + x2 = 1.5$: a straight line. Whatever the weights are, it is one.");
  lesson.plot(regions_of("w1 = 1, w2 = 1, b = -1.5", neuron({1, 1, -1.5}), all_and),
              "What the neuron says for any two numbers, not only for 0 "
              "and 1. The four dots are the rows of AND.");
  lesson.choose(
      "Keep both weights. Which bias makes an OR of it?",
      {{"b = -2.5", false, "then even (1, 1) has f = -0.5, and it never says yes."},
       {"b = -0.5", right_of(neuron({1, 1, -0.5}), all_or) == 4},
       {"b = 1.5", false, "then (0, 0) has f = 1.5, and it always says yes."}},
      {.hints = {"(0, 0) gives f = b. (0, 1) gives f = 1 + b."},
       .reveal = "Now the line is $x1 + x2 = 0.5$. The bias has moved it, without turning it."});
  lesson.choose(
      "All three numbers of the AND are multiplied by 10. What happens?",
      {{"the line moves ten times as far out", false, "10 x1 + 10 x2 - 15 = 0 is which line?"},
       {"the line stays, and the neuron is surer on both sides", true},
       {"the line turns", false, "only the proportion of w1 to w2 turns it."}},
      {.hints = {"f becomes ten times as large. Where is it 0?"},
       .reveal =
           told("f = 0 stays where it was. But p at (1, 1) grows from {} to {}.",
                shown(neuron({1, 1, -1.5})(1, 1), 3), shown(neuron({10, 10, -15})(1, 1), 3))});
  Film film{{}, "The same line, and a neuron that is surer and surer."};
  for (const double times : {1.0, 2.0, 5.0, 10.0})
    film.frames.push_back(
        {told("times {}", times), regions_of(told("AND, all weights times {}", times),
                                             neuron({times, times, -1.5 * times}), all_and)});
  lesson.film(film);
}

void one_step(Lesson& lesson) {
  lesson.screen("One step of learning, by hand");
  lesson.say(
      "We found these weights by thinking. Now the neuron shall find them. How wrong it is on one "
      "row says the **loss**; t is the target, 0 or 1:");
  lesson.formula("L = (p - t)^2");
  lesson.say(
      "It begins knowing nothing: all weights are 0. The first row is (1, 1), whose target is 1. "
      "Then f = 0 and p = 0.5.");
  const Trace trace = traced("f = w1*x1 + w2*x2 + b; p = sigmoid(f); L = (p - t)^2",
                             {{"w1", 0}, {"w2", 0}, {"b", 0}, {"x1", 1}, {"x2", 1}, {"t", 1}});
  const double of_f = node_called(trace, "f").grad;
  lesson.predict("What is $∂L/∂f$? The slope of the sigmoid is $p * (1 - p)$.", of_f,
                 {.hints = {"Two links: first $∂L/∂p = 2 * (p - t)$, with p = 0.5 and t = 1.",
                            "That is -1. Times 0.5 * 0.5."},
                  .remarks = {{-1.0, "that is ∂L/∂p. The sigmoid's slope is missing."},
                              {0.25, "mind the sign: p is below its target, so p - t is negative."},
                              {-0.125, "the 2 of the square is missing."}},
                  .reveal = told("-1 * 0.25 = {}. Negative: when f grows, the loss falls.", of_f)});
  lesson.predict_all("And the gradient in the three numbers that can be changed?",
                     {{"dL/dw1", node_called(trace, "w1").grad},
                      {"dL/dw2", node_called(trace, "w2").grad},
                      {"dL/db", node_called(trace, "b").grad}},
                     {.hints = {"Upstream times local. The local slopes are x1, x2 and 1."},
                      .remarks = {Remark::entry(2, 0, "b is added: its local slope is 1."),
                                  Remark::times(-1, "the sign of ∂L/∂f stays.")},
                      .reveal = "x1 and x2 are 1, as is the slope in b: all three are alike.",
                      .seen = "all three are the number before, which one has to find out"});
  lesson.diagram(trace, "The neuron and its loss, all slopes worked out.");
  const double up = sigmoid(3 * of_f), down = sigmoid(-3 * of_f);
  lesson.say(
      "The gradient is known. Each weight shall move by "
      "its slope, once. In which direction? Somebody adds:");
  lesson.table({"", "w1", "w2", "b", "p", "loss"},
               {{"before", "0", "0", "0", "0.5", "0.25"},
                {"w + slope", shown(of_f), shown(of_f), shown(of_f), shown(up, 3),
                 shown((up - 1) * (up - 1), 3)}});
  lesson.predict("Its target is 1. What is f if every slope is **taken away** instead?", -3 * of_f,
                 {.hints = {"Each weight is 0 - (-0.25).", "f is the sum of all three here."},
                  .remarks = {{-of_f, "that is one of the weights. f is the sum of all three."},
                              {3 * of_f, "0 - (-0.25) is positive."}},
                  .reveal = told("Then p = {}, and the loss falls to {}.", shown(down, 3),
                                 shown((down - 1) * (down - 1), 3))});
  lesson.mistake(
      "To add the gradient. It points to where the loss **grows**, so learning goes the other "
      "way: w - slope. With the wrong sign everything runs, and the loss grows.");
}

void learning_gates(Lesson& lesson) {
  lesson.screen("It learns AND, and OR");
  lesson.say(
      "Now again and again, with all four rows at once: the loss is the mean over them, and so is "
      "the gradient. Each step is 4 times the gradient long. To make it interesting, the line "
      "stands quite wrong at first: $w1 = {}$, $w2 = {}$, $b = {}$.",
      start[0], start[1], start[2]);
  const std::vector<int> rounds{0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200};
  const Film film = learning("AND", start, all_and, both, rounds);
  lesson.predict("Before you see it: how many of AND's four rows does it get right at the start?",
                 right_of(neuron(start), all_and),
                 {.hints = {"Work out f for all four rows: is it above 0 only at (1, 1)?",
                            "f is 0.5, 3.5, -1.5 and 1.5."},
                  .remarks = {{4.0, "at (0, 0) f is 0.5: it says yes."},
                              {1.0, "at (1, 0) f is -1.5, at (1, 1) it is 1.5."},
                              {3.0, "at (0, 1) it says yes, too."}},
                  .reveal = "(1, 0) and (1, 1) are right. The other two get a yes.",
                  .within = 1e-9});
  lesson.film(film);
  lesson.say("No line of that program knows what AND is. And OR, from the same place:");
  Film other = learning("OR", start, all_or, both, rounds);
  other.stills = {other.frames.size() - 1};
  lesson.film(other);
}

/// A line of this direction, where it stands so far from (0, 0).
struct Line {
  double w1, w2;
  explicit Line(double degrees)
      : w1(std::cos(degrees * std::numbers::pi / 180)),
        w2(std::sin(degrees * std::numbers::pi / 180)) {}
  Classifier at(double b) const { return neuron({8 * w1, 8 * w2, 8 * b}); }
};

/// The bias with which most rows of XOR are right, of all that divide the rows in different ways.
double best_bias(const Line& line) {
  Numbers away;
  for (const Sample& row : all_xor) away.push_back(line.w1 * row.x1 + line.w2 * row.x2);
  std::ranges::sort(away);
  double best = 0.5 - away.front();
  for (std::size_t i = 1; i < away.size(); ++i) {
    const double between = -(away[i - 1] + away[i]) / 2;
    if (away[i] - away[i - 1] > 1e-9 &&
        right_of(line.at(between), all_xor) > right_of(line.at(best), all_xor))
      best = between;
  }
  return best;
}

Experiment::Trial sweep(double degrees) {
  const Line line(degrees);
  const double best = best_bias(line);
  const int right = right_of(line.at(best), all_xor);
  Film film{{}, "The line moves across the plane, and at last to where it stands best."};
  for (const double b : {1.4, 1.0, 0.6, 0.2, -0.2, -0.6, -1.0, -1.4, best})
    film.frames.push_back({told("b = {}", shown(b, 2)),
                           regions_of(told("XOR, b = {}", shown(b, 2)), line.at(b), all_xor),
                           told("{} of 4 are right.", right_of(line.at(b), all_xor))});
  return {static_cast<std::size_t>(right - 2), film,
          told("At {} degrees {} of 4 is the best.", degrees, right)};
}

/// For how many of these settings are 0, 1, 2, 3, 4 rows right?
std::array<int, 5> settings_tried() {
  std::array<int, 5> found{};
  for (int w1 = -10; w1 <= 10; ++w1)
    for (int w2 = -10; w2 <= 10; ++w2)
      for (int b = -10; b <= 10; ++b)
        ++found[static_cast<std::size_t>(
            right_of(neuron({w1 - 0.01, w2 - 0.02, b - 0.005}), all_xor))];
  return found;
}

void exclusive(Lesson& lesson) {
  lesson.screen("One that it cannot learn");
  lesson.say(
      "**XOR**, exclusive or, is 1 if exactly one of the two is on. (0, 1) and (1, 0) get a yes, "
      "(0, 0) and (1, 1) a no. Can you draw the line?");
  lesson.experiment(
      {.ask =
           "Choose the direction in which yes lies: 0 degrees is to the right, 90 up. The line is "
           "moved all across the plane. How many rows are right where it stands best?",
       .setting = "degrees",
       .offered = {0, 30, 45, 135},
       .least = 0,
       .most = 360,
       .outcomes = {"2 of 4", "3 of 4", "all 4"},
       .run = sweep});
  const std::array<int, 5> found = settings_tried();
  std::vector<std::string> counts;
  int settings = 0;
  for (const int count : found) counts.push_back(fmt::format("{}", count)), settings += count;
  lesson.say(
      "So with all settings: here are {} of them, w1, w2 and b "
      "each near a whole number from -10 to 10.",
      settings);
  lesson.table({"right:", "0", "1", "2", "3", "4"},
               {{"settings", counts[0], counts[1], counts[2], counts[3], counts[4]}});
  lesson.say(
      "Is there one in between that was missed? Add up what the "
      "neuron makes of the two rows that need a yes.");
  lesson.derive(
      "f at (0, 1), plus f at (1, 0): what is it, as a formula of w1, w2 and b?", "w1 + w2 + 2*b",
      {"w1", "w2", "b"},
      {.hints = {"f at (0, 1) is w2 + b.", "f at (1, 0) is w1 + b."},
       .remarks = {{"w1 + w2 + b", "each of the two rows has its bias."},
                   {"w1 + w2", "and the biases?"}},
       .reveal =
           "And f at (0, 0) plus f at (1, 1) is b + (w1 + w2 + b): the same sum! A yes, twice, "
           "needs it above 0. A no, twice, needs it not above 0. Both cannot be."});
}

void it_tries(Lesson& lesson) {
  lesson.screen("The learner tries all the same");
  std::vector<Plot::Series> series;
  for (const auto& [name, gate] : {std::pair{"AND", all_and}, {"OR", all_or}, {"XOR", all_xor}}) {
    Numbers w = start;
    Plot::Series curve{name, {}, Plot::Look::line};
    for (int round = 0; round <= 200; round += 5, learn(w, gate, both, 5))
      curve.points.push_back({static_cast<double>(round), judged(w, gate, both).loss});
    series.push_back(curve);
  }
  Numbers w = start;
  learn(w, all_xor, both, 200);
  const Judged end = judged(w, all_xor, both), from_zero = judged({0, 0, 0}, all_xor, both);
  lesson.say(
      "A learner knows nothing of that proof. Where does it go, from the same start as before?");
  lesson.choose(
      "How does XOR look after 200 rounds?",
      {{"all four are right, it only took longer", false, "no setting gets four right."},
       {"three are right, and it is quite sure of the fourth, too",
        right_of(neuron(w), all_xor) == 3 && neuron(w)(1, 0) < 0.01},
       {"two are right, and it goes from line to line for ever", false,
        "each step goes down here, so it comes back to nothing."}},
      {.hints =
           {"The best that a line can do is 3 of 4. And the surer of those 3, the less they cost."},
       .reveal = told(
           "$w1 = {}$, $w2 = {}$, $b = {}$: at (1, 0) p is {}. It has given that row up, to be "
           "surer of the others.",
           shown(w[0], 3), shown(w[1], 3), shown(w[2], 3), shown(neuron(w)(1, 0), 2))});
  lesson.plot(
      Plot{.title = "Loss of one neuron",
           .x = {.label = "round", .whole = true},
           .y = {.label = "mean of (p - t)^2"},
           .series = series,
           .marks = {}},
      told("From the same start. AND and OR fall towards 0. XOR is at {} and comes to rest near "
           "0.25: one row of four quite wrong, a loss of 1, and the mean of that.",
           shown(end.loss, 3)));
  lesson.predict(
      "And if it begins with all weights 0? Then p = 0.5 in every row. What is $∂L/∂b$, the mean "
      "over XOR's four rows?",
      from_zero.gradient[2],
      {.hints = {"In each row it is 2 * (p - t) * 0.25.",
                 "p - t is 0.5 in two rows. And in the two others?"},
       .remarks = {{0.25, "that is one row with a no. The rows with a yes pull the other way."},
                   {-0.25, "that is one row with a yes. The others pull the other way."}},
       .reveal = told(
           "Two rows push, two pull. So it is for w1 and w2: the gradient is 0, no step changes "
           "anything, and the loss stays at {} for ever.",
           from_zero.loss),
       .around = 1e-9});
  lesson.mistake(
      "To train longer. The loss of XOR stops falling because the model has no room for the "
      "answer, and more rounds do not make any.");
}

void one_more_feature(Lesson& lesson) {
  lesson.screen("Way out 1: one more feature");
  lesson.say(
      "The neuron sees two numbers. Give it a third one, made of them by hand: their product, "
      "which is 1 only if both are on.");
  lesson.formula("f = w1 * x1 + w2 * x2 + w3 * x1*x2 + b");
  lesson.predict(
      "Start from the OR: w1 = w2 = 1, b = -0.5. It is wrong at (1, 1), where f should be -0.5. "
      "Which w3 does that?",
      -2,
      {.hints = {"At (1, 1) f is 1 + 1 + w3 - 0.5."},
       .remarks = {{2.0, "f has to fall."},
                   {-1.5, "then f is 0 there, neither yes nor no."},
                   {-0.5, "that is what f should be; now it is 1.5."}},
       .reveal = "1 + 1 - 2 - 0.5 = -0.5. At the other rows x1*x2 is 0, and nothing changes."});
  lesson.plot(
      regions_of("XOR, with x1*x2", neuron({4, 4, -8, -2}, with_product), all_xor),
      "XOR by one neuron, sure of itself. In x1, x2 and x1*x2 it is still flat; seen in the plane, "
      "its border is bent.");
  Numbers w{-2, 3, 0, 0.5};
  Film film =
      learning("XOR with x1*x2", w, all_xor, with_product, {0, 2, 5, 10, 20, 50, 100, 200, 400});
  film.stills = {film.frames.size() - 1};
  lesson.film(film);
  lesson.say(
      "Such a fixed map from inputs to features is an old and good trick. But somebody has to "
      "know which feature helps. Can that be learnt, too?");
}

/// Two hidden units, an OR and an AND, as sure as k makes them; and what is made of both.
std::pair<double, double> folded(double x1, double x2, double k) {
  return {sigmoid(k * (x1 + x2 - 0.5)), sigmoid(k * (x1 + x2 - 1.5))};
}

/// A net of lines over the plane, and where they go, at a time from 0 to 1.
Plot fold(double time) {
  const auto moved = [&](double x1, double x2) {
    const auto [h1, h2] = folded(x1, x2, 6);
    return Plot::Point{(1 - time) * x1 + time * h1, (1 - time) * x2 + time * h2};
  };
  Plot plot{.title = time < 1 ? "The plane is folded" : "The plane, folded",
            .x = {.label = "x1, then h1"},
            .y = {.label = "x2, then h2"},
            .series = {},
            .marks = {},
            .same_units = true};
  Plot::Series net{"the plane", {}, Plot::Look::line};
  for (int line = 0; line <= 4; ++line)
    for (const bool upright : {false, true}) {
      for (int i = 0; i <= 20; ++i)
        net.points.push_back(upright ? moved(line / 4.0, i / 20.0) : moved(i / 20.0, line / 4.0));
      net.points.push_back({std::nan(""), std::nan("")});
    }
  plot.series = {net, {"XOR = 0", {}, Plot::Look::points}, {"XOR = 1", {}, Plot::Look::points}};
  for (const auto& [x1, x2, target] : all_xor)
    plot.series[target > 0.5 ? 2 : 1].points.push_back(moved(x1, x2));
  if (time == 1) plot.series.push_back({"a line", {{0.45, -0.05}, {1.05, 0.55}}, Plot::Look::line});
  return plot;
}

void two_hidden(Lesson& lesson) {
  lesson.screen("Way out 2: two neurons before it");
  lesson.say(
      "Let two neurons look at x1 and x2 first, and one at what they say. The first two are "
      "called **hidden units**. Take neurons that we know, made sure of themselves: h1 is the OR, "
      "and h2 the AND.");
  lesson.predict_all(
      "Round what they say to 0 or 1. Where does the row (0, 1) go?", {{"h1", 1}, {"h2", 0}},
      {.hints = {"OR of 0 and 1, then AND of 0 and 1."},
       .remarks = {Remark{"0 1", "that is the row itself, or both exchanged: h1 is the OR."},
                   Remark{"1 1", "AND needs both to be on."}},
       .reveal =
           "And (1, 0) goes to the same place. (0, 0) stays at (0, 0), and (1, 1) at (1, 1)."});
  Film film{
      {},
      "x1 and x2 on their way to h1 and h2: the plane is folded, until the two rows of a yes lie "
      "on one point."};
  for (int i = 0; i <= 8; ++i)
    film.frames.push_back({told("{} of 8", i), fold(i / 8.0),
                           i == 0 ? "The four rows in the plane of x1 and x2. No line divides them."
                           : i == 8 ? "In the plane of h1 and h2 one does."
                                    : ""});
  lesson.film(film);
  lesson.choose("So which last neuron completes the XOR?",
                {{"$h1 + h2 - 0.5$", false, "at (1, 1) that is 1.5: a yes."},
                 {"$h1 - h2 - 0.5$", true},
                 {"$h2 - h1 + 0.5$", false, "at (0, 0) that is 0.5: a yes."}},
                {.hints = {"Put in the three points (0, 0), (1, 0) and (1, 1)."},
                 .reveal = "\"One of them, but not both.\" Each neuron draws a "
                           "line; together they do what no line can."});
  const Classifier net = [](double x1, double x2) {
    const auto [h1, h2] = folded(x1, x2, 10);
    return sigmoid(10 * (h1 - h2 - 0.5));
  };
  lesson.plot(regions_of("h1 - h2 - 0.5", net, all_xor),
              told("Seen from x1 and x2 it is a band between two lines: {} of 4 are right.",
                   right_of(net, all_xor)));
}

void what_it_takes(Lesson& lesson) {
  lesson.screen("Four things, in every learner");
  lesson.say("Whatever learns has four parts. Here they are in this lesson:");
  lesson.table({"part", "here"},
               {{"data", "the four rows of AND, OR or XOR"},
                {"model class", "all lines; all lines of x1, x2 and x1*x2; two units and one"},
                {"objective", "the mean of (p - t)^2"},
                {"search", "steps against the gradient"}});
  lesson.choose("XOR failed with one neuron. Which part was to blame?",
                {{"the data", false, "four rows, all of them right."},
                 {"the model class", true},
                 {"the objective", false, "it told truly that something was wrong."},
                 {"the search", false, "it found the least loss that lines have nearby."}},
                {.hints = {"What did we change to make it work?"},
                 .reveal = "No line is right. A better search could not find what is not there."});
  lesson.choose(
      "The weights are found. Now the neuron answers for rows "
      "that it has not seen. What is that called?",
      {{"inference", true},
       {"training", false, "training is the search for weights. They are fixed now."},
       {"backpropagation", false, "no slope is needed to answer."}},
      {.hints = {"No weight changes any more."},
       .reveal = "Inference, or prediction. Beware: some lecture notes call the search itself "
                 "inference, as statistics does. And whether answers for unseen rows are good is a "
                 "question of its own, **generalisation**: four rows of four leave none to ask."});
  lesson.remember(
      "A neuron says yes on one side of a straight line. Learning moves the line, against the "
      "gradient of the loss. What no line divides takes "
      "other features: made by hand, or by hidden units.");
  lesson.say(
      "One part was never changed: the objective. Is (p - t)^2 the right way to say how wrong a "
      "neuron is? See [[09_losses]].");
}

void teach(Lesson& lesson) {
  a_neuron(lesson);
  a_line(lesson);
  one_step(lesson);
  learning_gates(lesson);
  exclusive(lesson);
  it_tries(lesson);
  one_more_feature(lesson);
  two_hidden(lesson);
  what_it_takes(lesson);
  lesson.source(
      "Yang Li, Lecture 6 (28 October 2022): the neuron, and networks of several layers.");
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 2: linear models, a fixed "
      "nonlinear map, and a learnt one.");
  lesson.source(
      "CS 181, Lecture of 20 February, scribe notes: data, "
      "model class, parameters and objective; basis regression.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_08_neuron{"08_neuron", "One neuron", teach};
}

}  // namespace stepgrad
