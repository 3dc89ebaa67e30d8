// Lesson 11. Two classes: a score for each, of which only the difference counts, and the sigmoid
// that makes a probability of it; a third class at the end.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

struct Vector {
  double x1, x2;
};
double product(Vector w, Vector x) { return w.x1 * x.x1 + w.x2 * x.x2; }
Vector difference(Vector a, Vector b) { return {a.x1 - b.x1, a.x2 - b.x2}; }

// The lecture's, published.
constexpr Vector w1{1, -1.0 / 3}, w2{-0.5, -0.5}, w3{0, 1};

/// The regions of classes that are told apart by their scores.
DecisionRegions regions_of(std::string title, const std::vector<Vector>& weights,
                           std::vector<std::string> names,
                           std::vector<DecisionRegions::Sample> samples = {}) {
  return filled({.title = std::move(title),
                 .area = {-3, 3, -3, 3},
                 .columns = 36,
                 .rows = 36,
                 .samples = std::move(samples),
                 .class_names = std::move(names)},
                [&](const Place& at) {
                  std::vector<double> scores;
                  for (const Vector& w : weights) scores.push_back(product(w, {at.x, at.y}));
                  return surest(softmax(scores));
                });
}

const Vector here{2, 1};

void two_scores(Lesson& lesson) {
  lesson.screen("Two classes: which one is it, and how sure are we?");
  lesson.say(
      "A point has two numbers, x1 and x2. It belongs to class 1 or to class 2. Give each class a "
      "**score**, a weighted sum of the two numbers, with "
      "weights of its own. The larger score wins.");
  lesson.formula("s1 = 1 * x1 - x2 / 3");
  lesson.formula("s2 = -x1 / 2 - x2 / 2");
  lesson.say("The weights are a lecture's: (1, -1/3) and (-1/2, -1/2) (published).");
  lesson.predict_all("Work out both scores at x1 = 2, x2 = 1.",
                     {{"s1", product(w1, here)}, {"s2", product(w2, here)}},
                     {.hints = {"s1 is 2 - 1/3. Fractions may be typed.", "s2 is -2/2 - 1/2."},
                      .remarks = {Remark::entry(0, 2 + 1.0 / 3, "the weight of x2 in s1 is -1/3."),
                                  Remark::entry(1, -0.5, "both weights of s2 are negative.")},
                      .reveal = "s1 is larger: class 1."});
  lesson.plot(regions_of("who has the larger score", {w1, w2}, {"class 1", "class 2"}),
              "Every point of the plane, in the colour of the class that wins there.");
}

void only_the_difference(Lesson& lesson) {
  const Vector w = difference(w1, w2);
  lesson.screen("Two lists of weights, one line");
  lesson.say(
      "Two times two weights, and the picture shows one straight border. It is where both scores "
      "are equal, so where their difference is 0. And the difference of two weighted sums is a "
      "weighted sum again:");
  lesson.formula("s1 - s2 = w * x");
  lesson.predict_all("Which weights has it? Take (1, -1/3) minus (-1/2, -1/2).",
                     {{"w of x1", w.x1}, {"w of x2", w.x2}},
                     {.hints = {"One place after the other: 1 - (-1/2).", "-1/3 + 1/2, in sixths."},
                      .remarks = {Remark::entry(0, 0.5, "minus a negative number is plus."),
                                  Remark::entry(1, -5.0 / 6, "minus a negative number is plus.")},
                      .reveal = "(3/2, 1/6), as the lecture has it (published). Class 1 wins where "
                                "$3/2 * x1 + x2/6$ is above 0."});
  lesson.choose(
      "Add the same (5, 7) to the weights of both classes. What happens to the picture?",
      {{"the border moves", false, "both scores grow by the same number at every point."},
       {"the border turns", false, "what is added to both falls out of the difference."},
       {"nothing", true}},
      {.hints = {"By how much does s1 grow at a point? And s2?"},
       .reveal = "Only the difference counts. So one of the two lists of weights is one too many: "
                 "two classes need **one** list, and one output."});
}

void how_sure(Lesson& lesson) {
  const double d = product(difference(w1, w2), here);
  lesson.screen("From a difference to a probability");
  lesson.say(
      "Scores may be any numbers; probabilities are positive and add up to 1. So take e to each "
      "score, which is positive, and divide by the sum. This is called **softmax**:");
  lesson.formula("p1 = exp(s1) / (exp(s1) + exp(s2))");
  lesson.derive(
      "Write d for s1 - s2, and divide above and below by exp(s1). What is p1, as a formula of d?",
      "1/(1 + exp(-d))", {"d"},
      {.hints = {"Above, 1 is left. Below, 1 and exp(s2)/exp(s1).",
                 "exp(s2)/exp(s1) is exp(s2 - s1), and s2 - s1 is -d."},
       .remarks = {{"1/(1 + exp(d))", "exp(s2)/exp(s1) is exp(s2 - s1). Which sign has d there?"},
                   {"exp(d)", "that is p1 divided by p2."},
                   {"d", "that may be negative, and larger than 1."},
                   {"exp(d)/2", "the sum below is not 2."}},
       .reveal = "The **sigmoid**, which you know from [[08_neuron]]. A softmax of two classes is "
                 "a sigmoid of the difference of their scores."});
  double furthest = 0;
  std::vector<std::vector<std::string>> rows;
  for (const Vector x : {here, Vector{-1, 2}, Vector{0.5, -3}, Vector{-2, -2}}) {
    const std::vector<double> both = softmax({product(w1, x), product(w2, x)});
    const double one = sigmoid(product(difference(w1, w2), x));
    furthest = std::max(furthest, std::abs(both[0] - one));
    rows.push_back({told("({}, {})", x.x1, x.x2), shown(product(difference(w1, w2), x), 4),
                    shown(both[0], 4), shown(one, 4)});
  }
  lesson.table({"x", "d", "softmax", "sigmoid"}, rows);
  lesson.say(furthest < 1e-12 ? "Nowhere do they differ by as much as 1e-12."
                              : "They differ, and should not.");
  lesson.predict(
      told("At (2, 1) d is {}. Class 1 is how many times as probable as class 2?", shown(d, 4)),
      std::exp(d),
      {.hints = {"p1 / p2 is exp(s1) / exp(s2)."},
       .remarks = {{d, "that is the difference of the scores. e to it is wanted."},
                   {sigmoid(d), "that is p1. How large is p2?"}},
       .reveal = "p1 / p2 = exp(d): every 1 of score makes it 2.718 times as probable.",
       .within = 0.02});
}

double loss_of(double y, double f) { return softplus(-y * f); }  // ln(1 + e^(-y f))

void the_loss(Lesson& lesson) {
  lesson.screen("What a wrong answer costs");
  lesson.say(
      "Let f be the score of class 1 less that of class 2. The truth is 1 or 2, but people write "
      "it in many ways. With y = 1 for class 1 and y = -1 for class 2 the loss has one formula:");
  lesson.formula("L = log(1 + exp(-y * f))");
  lesson.predict("The model is sure of class 1: f = 2. The truth is class 2. What is L?",
                 loss_of(-1, 2),
                 {.hints = {"y is -1, so -y*f is 2.", "ln(1 + 7.389)"},
                  .remarks = {{loss_of(1, 2), "that is for y = 1, a right answer."},
                              {2.0, "nearly: the 1 in the logarithm adds a little."},
                              {std::log(2.0), "that is for f = 0, no opinion."}},
                  .reveal = told("{} for being sure and wrong; sure and right costs {}.",
                                 shown(loss_of(-1, 2), 4), shown(loss_of(1, 2), 3))});
  Plot plot{.title = "log(1 + exp(-y*f))",
            .x = {.label = "f"},
            .y = {.label = "L"},
            .series = {},
            .marks = {}};
  for (const double y : {1.0, -1.0}) {
    Plot::Series series{told("y = {}", y), {}};
    for (double f = -4; f <= 4; f += 0.25) series.points.push_back({f, loss_of(y, f)});
    plot.series.push_back(series);
  }
  lesson.plot(plot, "It never is 0, and grows in a straight line on the wrong side.");
  lesson.predict(
      "The other way to say it: softmax of both scores, and minus the logarithm of what the true "
      "class gets. With s1 = 3 and s2 = 1, so that f is 2 again, and class 2 true: what is it?",
      -std::log(softmax({3, 1})[1]),
      {.hints = {"p2 = exp(1) / (exp(3) + exp(1)).", "Divide above and below by exp(1)."},
       .remarks = {{-std::log(softmax({3, 1})[0]), "that is for class 1."},
                   {softmax({3, 1})[1], "that is p2. Minus its logarithm."}},
       .reveal = told("1 / (1 + exp(2)), and of that minus the logarithm: the same {}. Of two "
                      "classes, the loss of many is the logistic loss.",
                      shown(-std::log(softmax({3, 1})[1]), 4)),
       .seen = "it is asked to see that both ways give the same number"});
  std::vector<std::vector<std::string>> rows;
  for (const double f : {-2.0, 0.0, 2.0})
    rows.push_back({shown(f), shown(loss_of(-1, f), 4), shown(loss_of(0, f), 4)});
  lesson.say(
      "Now let a program read labels 0 and 1 from a file, and put y = 0 for class 2 into this "
      "formula. What it says:");
  lesson.table({"f", "L with y = -1", "L with y = 0"}, rows);
  lesson.mistake(
      "A formula for one way of labels, and data with another. With y = 0 the loss is ln 2 "
      "whatever the model says: its slope is 0, and class 2 is never learnt. For labels t = 0 and "
      "1 the same loss is $-t * log(p) - (1 - t) * log(1 - p)$. Others count classes from 1. Ask "
      "of every formula which labels it means.");
}

struct Sample {
  Vector x;
  double t;
};
constexpr std::array<Sample, 8> samples{{{{1, 1}, 1},
                                         {{2, 0}, 1},
                                         {{1.5, 2}, 1},
                                         {{0.5, 0}, 1},
                                         {{-1, 0.5}, 0},
                                         {{-2, -1}, 0},
                                         {{0, -1.5}, 0},
                                         {{-0.5, 2}, 0}}};

/// The mean loss of the eight, and its gradient.
struct Judged {
  double loss = 0;
  Vector gradient{0, 0};
};
Judged judged(Vector w) {
  Judged all;
  const double n = static_cast<double>(samples.size());
  for (const Sample& sample : samples) {
    const double f = product(w, sample.x), error = sigmoid(f) - sample.t;
    all.loss += loss_of(2 * sample.t - 1, f) / n;
    all.gradient.x1 += error * sample.x.x1 / n;
    all.gradient.x2 += error * sample.x.x2 / n;
  }
  return all;
}

Vector learnt(Vector w, double rate, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    const Vector slopes = judged(w).gradient;
    w = {w.x1 - rate * slopes.x1, w.x2 - rate * slopes.x2};
  }
  return w;
}

/// The regions of one list of weights, with the eight samples.
DecisionRegions regions_with_samples(const std::string& title, Vector w) {
  std::vector<DecisionRegions::Sample> shown;
  for (const Sample& sample : samples)
    shown.push_back({{sample.x.x1, sample.x.x2}, sample.t > 0.5 ? 0 : 1});
  return regions_of(title, {w, {0, 0}}, {"class 1", "class 2"}, shown);
}

Film learning(double rate) {
  Film film{{}, "The line, and how sure the model is on both sides of it.", {}};
  Vector w{-1, 1};
  int done = 0;
  for (const int round : {0, 1, 2, 4, 8, 16, 32}) {
    w = learnt(w, rate, round - done);
    done = round;
    film.frames.push_back(
        {told("round {}", round), regions_with_samples(told("round {}", round), w),
         told("w = ({}, {}), loss {}.", shown(w.x1, 3), shown(w.x2, 3), shown(judged(w).loss, 3))});
  }
  return film;
}

void learning_it(Lesson& lesson) {
  lesson.screen("Logistic regression learns its line");
  lesson.say(
      "With t = 1 for class 1 and 0 for class 2, the slope of the loss in f is p - t. So each "
      "sample's share of the gradient is (p - t) times x.");
  lesson.predict_all(
      "All weights are 0, so p = 0.5. A sample x = (2, 0) has "
      "t = 1. What is its share of the gradient?",
      {{"dL/dw1", -1}, {"dL/dw2", 0}},
      {.hints = {"p - t is 0.5 - 1. Times 2, and times 0."},
       .remarks = {Remark::times(-1, "p - t: the prediction less the truth."),
                   Remark::entry(0, -0.5, "that is p - t. Times x1, which is 2."),
                   Remark::entry(1, -0.5, "x2 is 0 here.")},
       .reveal = "A step against it makes w1 larger, and f at this sample grows."});
  lesson.film(learning(1));
  lesson.experiment({.ask = "Choose the rate, and say where the loss will be after 32 rounds.",
                     .setting = "rate",
                     .offered = {0.01, 0.1, 1, 10},
                     .least = 0.001,
                     .most = 50,
                     .outcomes = {"still above 0.5", "between 0.1 and 0.5", "below 0.1"},
                     .run = [](double rate) {
                       const double loss = judged(learnt({-1, 1}, rate, 32)).loss;
                       return Experiment::Trial{loss > 0.5   ? 0u
                                                : loss > 0.1 ? 1u
                                                             : 2u,
                                                learning(rate),
                                                told("The loss is {} at the end.", shown(loss, 3))};
                     }});
  lesson.choose(
      "A line divides these eight without a mistake. "
      "Where do the weights go if one never stops?",
      {{"to the best line, and they rest there", false,
        "twice the weights is the same line, and surer: is the loss the same?"},
       {"they grow and grow, ever more slowly", judged({4, 0}).loss > judged({8, 0}).loss},
       {"back to 0", false, "at 0 the loss is ln 2, and it only falls."}},
      {.hints = {"What does the loss do if all weights are doubled, and all are right?"},
       .reveal = told("With w = (4, 0) the loss is {}, with (8, 0) it is {}: surer is "
                      "always a little better. There is no least.",
                      shown(judged({4, 0}).loss, 3), shown(judged({8, 0}).loss, 3))});
  lesson.predict(
      "What grows without end is often held back by a price for large weights. A lecture adds "
      "lambda * (w1^2 + w2^2); the kit's `--l2` adds half of its number times the same. For the "
      "lecture's 0.1, which number does `--l2` need?",
      0.2,
      {.hints = {"Half of it has to be 0.1."},
       .remarks = {{0.05, "half of that would be a quarter of what is wanted."},
                   {0.1, "the kit halves it: the slopes are then l2 * w, without a 2."}},
       .reveal = "The slopes are 2 * lambda * w, and l2 * w. A price, too, has its conventions."});
}

void a_third_class(Lesson& lesson) {
  lesson.screen("And a third class");
  lesson.say(
      "Scores have room for more. The lecture adds a class with the weights (0, 1) (published), so "
      "its score is x2 itself. The largest of the three wins.");
  const auto best_at = [](Vector x) {
    const std::array scores{product(w1, x), product(w2, x), product(w3, x)};
    return std::ranges::max_element(scores) - scores.begin();
  };
  lesson.choose(
      "Which class wins at (-2, -1)?",
      {{"class 1", best_at({-2, -1}) == 0, "its score is -2 + 1/3, below the others."},
       {"class 2", best_at({-2, -1}) == 1, "look at the halves: 1 + 1/2."},
       {"class 3", best_at({-2, -1}) == 2, "its score is x2, which is -1."}},
      {.hints = {"Three scores: -2 + 1/3, 1 + 1/2, and -1."}, .reveal = "1.5 is the largest."});
  const DecisionRegions three =
      regions_of("three classes", {w1, w2, w3}, {"class 1", "class 2", "class 3"});
  lesson.locate("Three borders meet in one point. Where? All three scores are equal there.",
                Plot{.title = "the plane",
                     .x = {.label = "x1"},
                     .y = {.label = "x2"},
                     .series = {{"(2, 1), which is class 1", {{2, 1}}, Plot::Look::points},
                                {"(-2, -1), which is class 2", {{-2, -1}}, Plot::Look::points},
                                {"(-1, 2), which is class 3", {{-1, 2}}, Plot::Look::points}},
                     .marks = {},
                     .area = Area{-3, 3, -3, 3}},
                {0, 0},
                {.hints = {"There is no bias. What are the scores at (0, 0)?"},
                 .reveal = "Without a bias every border goes through (0, 0).",
                 .around = 0.25});
  lesson.plot(three, "Each border is a part of a line, and each region is convex.");
  lesson.remember(
      "Scores are weighted sums; only their differences count. For two classes one difference is "
      "enough: a sigmoid makes the probability, and p - t is the slope of the loss in the score.");
  lesson.say(
      "What do loss and gradient look like when there are many classes? See [[12_softmax]].");
}

void teach(Lesson& lesson) {
  two_scores(lesson);
  only_the_difference(lesson);
  how_sure(lesson);
  the_loss(lesson);
  learning_it(lesson);
  a_third_class(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, sections 1.2 to 1.4: linear models "
      "for two and more classes, and their weights.");
  lesson.source("CS 181, Lecture of 20 February, scribe notes: the logistic loss with one output.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_11_two_classes{"11_two_classes", "Two classes", teach};
}

}  // namespace stepgrad
