// Lesson 12. Many classes: scores become probabilities, their log loss has the gradient
// (p - onehot(y)) x^T, and a machine's numbers overflow unless the largest score is taken away.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

const std::vector<std::string> names{"cat", "dog", "fox"};

/// As the formula says it, which overflows.
Numbers naive_softmax(const Numbers& scores) {
  Numbers p;
  double sum = 0;
  for (const double score : scores) p.push_back(std::exp(score)), sum += p.back();
  for (double& share : p) share /= sum;
  return p;
}

/// p - onehot(y): the slopes of the loss in the scores.
Numbers error_of(const Numbers& scores, std::size_t label) {
  Numbers error = softmax(scores);
  error[label] -= 1;
  return error;
}

Rows outer(const Numbers& a, const Numbers& b) {
  Rows all;
  for (const double left : a) {
    all.emplace_back();
    for (const double right : b) all.back().push_back(left * right);
  }
  return all;
}

Numbers scores_of(const Rows& W, const Numbers& x) {
  Numbers scores;
  for (const Numbers& w : W) {
    scores.push_back(0);
    for (std::size_t i = 0; i < x.size(); ++i) scores.back() += w[i] * x[i];
  }
  return scores;
}

void add(Rows& W, const Rows& slopes, double by) {
  for (std::size_t k = 0; k < W.size(); ++k)
    for (std::size_t i = 0; i < W[k].size(); ++i) W[k][i] += by * slopes[k][i];
}

Bars bars_of(std::string title, const Numbers& p, std::size_t lit) {
  Bars bars{.title = std::move(title), .bars = {}, .full = 1};
  for (std::size_t k = 0; k < p.size(); ++k) bars.bars.push_back({names[k], p[k], k == lit});
  return bars;
}

const Numbers scores{std::log(1), std::log(2), std::log(5)};  // so that e^f is 1, 2 and 5
constexpr std::size_t dog = 1;

/// The three scores of before, multiplied by a factor.
Experiment::Trial sharpened(double factor) {
  Film film{{}, "Softmax of the three scores, all multiplied by the same factor.", {}};
  Numbers p;
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    Numbers times = scores;
    for (double& score : times) score *= share * factor;
    p = softmax(times);
    film.frames.push_back({told("times {}", shown(share * factor, 3)), bars_of("Softmax", p, 2),
                           told("The scores are {}, {} and {}.", shown(times[0], 3),
                                shown(times[1], 3), shown(times[2], 3))});
  }
  return {p[2] < 0.5    ? 0u
          : p[2] < 0.99 ? 1u
                        : 2u,
          film, told("The fox has {} at the end.", shown(p[2], 4))};
}

void from_scores(Lesson& lesson) {
  lesson.screen("Cat, dog or fox: which probabilities?");
  lesson.say(
      "A picture shows a cat, a dog or a fox. One sigmoid says one yes or no; here three answers "
      "compete. Give each class a score f of its own, any number. How do three scores become "
      "three probabilities, none below 0, with the sum 1?");
  lesson.say(
      "**Softmax**: raise e to each score, then divide by the sum. Suppose the scores are $log(1)$, "
      "$log(2)$ and $log(5)$, so that $e^f$ is 1, 2 and 5.");
  const Numbers p = softmax(scores);
  lesson.predict_all("What are the three probabilities?",
                     {{"cat", p[0]}, {"dog", p[1]}, {"fox", p[2]}},
                     {.hints = {"1 + 2 + 5 is how much?", "The cat has 1 of 8."},
                      .remarks = {Remark::times(8, "now divide by the sum, so that it is 1."),
                                  Remark::entry(0, 1.0 / 3, "the scores differ.")},
                      .reveal = told("{}, {} and {}; the sum is 1.", p[0], p[1], p[2])});
  lesson.plot(bars_of("Softmax of log 1, log 2, log 5", p, 2),
              "The largest score has the longest bar.");
  Numbers more = scores;
  for (double& score : more) score += 10;
  const bool same = std::abs(softmax(more)[0] - p[0]) < 1e-9;
  lesson.choose(
      "All three scores grow by 10. What do the probabilities do?",
      {{"the largest comes nearer to 1", false, "that is so when the scores are multiplied."},
       {"they stay", same},
       {"they come nearer to 1/3", false, "each e^f grows by the same factor. And the sum?"}},
      {.hints = {"e^(f + 10) = e^f * e^10. Where does e^10 go?"},
       .reveal = "e^10 stands above and below, and cancels. Only differences of scores count."});
  lesson.experiment({.ask = "Now multiply all three by a factor instead. Choose it, and say where "
                            "the fox's bar will be.",
                     .setting = "factor",
                     .offered = {0, 0.5, 2, 10},
                     .least = 0,
                     .most = 20,
                     .outcomes = {"below one half", "between one half and 0.99", "above 0.99"},
                     .run = sharpened});
  lesson.predict(
      "Somebody puts a sigmoid behind the three scores, as behind other neurons, and softmax behind "
      "that. How near to 1 can the largest p come at most?",
      std::exp(1) / (std::exp(1) + 2),
      {.hints =
           {"A sigmoid lies between 0 and 1. Which three numbers are best for the first class?",
            "1, 0 and 0: e^1 / (e^1 + 1 + 1)."},
       .remarks = {{1.0, "the numbers that softmax gets lie between 0 and 1, not without end."},
                   {std::exp(1) / (std::exp(1) + 1), "there are three classes: two others."}},
       .reveal = "However sure it is, it cannot say so. Scores come from a layer with nothing "
                 "behind it; some lecture notes put an activation behind every layer, and mean all "
                 "but the last."});
  lesson.say(
      "Beware of one letter for two things. In the share of class k, the sum below the line runs "
      "over all classes: call them j. Some lecture notes call "
      "both k, and then nothing can be computed.");
}

void too_large(Lesson& lesson) {
  lesson.screen("A program that knows nothing any more");
  const Numbers large{1000, 1001, 1002}, wrong = naive_softmax(large), right = softmax(large);
  lesson.say(
      "Somebody writes softmax as the formula says "
      "it. It works for months. Then a score reaches 1000:");
  lesson.table({"scores", "e^f as a double", "p"},
               {{"1000", shown(std::exp(1000.0)), shown(wrong[0])},
                {"1001", shown(std::exp(1001.0)), shown(wrong[1])},
                {"1002", shown(std::exp(1002.0)), shown(wrong[2])}});
  lesson.mistake(
      "To raise e to a large score. A double ends near 1.8e308, and e^710 is beyond it. "
      "Infinity divided by infinity is not a number.");
  lesson.choose("What mends it, without changing any probability?",
                {{"divide all scores by 1000", false, "that changes their differences."},
                 {"take the largest score away from all", true},
                 {"cut every score at 700", false, "then different scores become equal."}},
                {.hints = {"What may be added to all scores at once?"},
                 .reveal = told("Then they are -2, -1 and 0, and p is {}, {} and {}. No e^f is "
                                "above 1, and one of them is 1: the sum cannot be 0.",
                                shown(right[0], 3), shown(right[1], 3), shown(right[2], 3))});
  lesson.say(
      "The logarithm of the sum is mended likewise. For two scores, of which m is the larger:");
  lesson.formula("log(exp(a) + exp(b)) = m + log(exp(a - m) + exp(b - m))");
}

void log_loss(Lesson& lesson) {
  lesson.screen("From likelihood to a loss");
  lesson.say(
      "Good weights make what was seen likely. Three samples are drawn independently, and the "
      "model gives their right labels the probabilities 1/2, 1/4 and 1/8.");
  const double likelihood = 0.5 * 0.25 * 0.125, sum = -std::log(likelihood);
  lesson.predict("How likely are all three labels together?", likelihood,
                 {.hints = {"Independent: multiply."},
                  .remarks = {{0.875, "that is the sum. Both and: multiply."}},
                  .reveal = told("1/64. With thousands of samples it would be too small for a "
                                 "double, so one takes -log of it: {}.",
                                 shown(sum, 4))});
  lesson.plot(Bars{.title = "p of the right label",
                   .bars = {{"sample 1", 0.5}, {"sample 2", 0.25}, {"sample 3", 0.125}},
                   .full = 1},
              "Each sample's loss is -log of its bar; log is the natural logarithm.");
  lesson.predict(
      told("-log of the product is the sum of the three losses, {}. What is the mean loss?",
           shown(sum, 4)),
      sum / 3,
      {.hints = {"Three samples."},
       .remarks = {{sum, "that is the sum."}},
       .reveal = told("{}. The loss of **one** sample is $-log(p)$ of its label and has no sum "
                      "over samples in it; who writes one there has it n times too large.",
                      shown(sum / 3, 4))});
}

void gradient(Lesson& lesson) {
  lesson.screen("The slopes are p, less one at the label");
  const Trace trace = traced("s = exp(a) + exp(b) + exp(c); L = log(s) - b",
                             {{"a", scores[0]}, {"b", scores[1]}, {"c", scores[2]}});
  lesson.say(
      "Back to the first picture, p = 1/8, 1/4, 5/8. It was a dog, "
      "whose score is b. Then $-log(p)$ is:");
  lesson.formula("L = log(exp(a) + exp(b) + exp(c)) - b");
  lesson.predict_all(
      "What are the slopes of L in the three scores?",
      {{"dL/da", node_called(trace, "a").grad},
       {"dL/db", node_called(trace, "b").grad},
       {"dL/dc", node_called(trace, "c").grad}},
      {.hints = {"The slope of log(s) is 1/s, that of e^a is e^a: together e^a / s.",
                 "In b there is one more path: -b."},
       .remarks = {Remark::entry(1, 0.25, "b stands in L twice. And the -b?"),
                   Remark::times(-1, "the sign is turned: L grows when a wrong score grows.")},
       .reveal = "p, less 1 at the label: $p - 'onehot(y)'$. The graph says the same:"});
  lesson.diagram(trace, "Backpropagation through the loss of one sample.");
  const Numbers x{1, 2}, error = error_of(scores, dog);
  const Rows slopes = outer(error, x);
  lesson.say(
      "The scores come from weights: row k of W, times the inputs x. Upstream times local: each "
      "row of the gradient is that class's error times x.");
  lesson.predict_matrix(
      "Let x = (1, 2). What is the gradient in W, a row for each class?", slopes,
      {.hints = {"The errors are 1/8, -3/4 and 5/8.", "The first row: 1/8 * 1 and 1/8 * 2."},
       .remarks = {Remark::times(-1, "the sign is turned: p less one, not one less p."),
                   Remark::entry(2, 0.25, "it was a dog: 1 has to be taken away in its row.")},
       .reveal = "(p - onehot(y)) times x, as column times row."});
  lesson.plot(std::vector<NumberGrid>{{"dL/dW", slopes, names, {"x1", "x2"}}},
              "Orange is negative: stepping against it, only the dog's row moves towards x.");
  lesson.predict("Add up each column of the gradient. What is the sum?", 0,
                 {.hints = {"1/8 - 3/4 + 5/8."},
                  .reveal = "The p add up to 1, and 1 is taken away: the rows of the gradient sum "
                            "to 0. That tests a program well.",
                  .around = 1e-9});
}

Film training(double direction, const std::string& caption) {
  const Numbers x{1, 2};
  Rows W(3, Numbers(2, 0.0));
  Film film{{}, caption};
  for (int step = 0; step <= 6; ++step) {
    const Numbers f = scores_of(W, x), p = softmax(f);
    film.frames.push_back({told("step {}", step), bars_of("The same dog, again and again", p, dog),
                           told("The loss is {}.", shown(-std::log(p[dog]), 3))});
    add(W, outer(error_of(f, dog), x), 0.1 * direction);
  }
  return film;
}

void update(Lesson& lesson) {
  lesson.screen("One letter of the update is wrong");
  lesson.say(
      "All weights begin at 0, and the rate is 0.1. The program steps by the gradient, shown the "
      "same dog six times. Watch its bar:");
  lesson.film(training(1, "Six steps of a program that runs without complaint."));
  lesson.choose("What is wrong?",
                {{"all weights began at 0", false, "then p is 1/3 each, and the slopes are not 0."},
                 {"it adds the gradient", true},
                 {"the rate is too large", false, "the first, small step is uphill already."}},
                {.hints = {"Does the loss fall at all?"},
                 .reveal = "W + rate * gradient climbs. Take it away, and it looks like this:"});
  lesson.film(training(-1, "The same program, with a minus."));
  lesson.mistake("The sign. A step **adds** x to the label's row and takes it away from others.");
  const Numbers x{1, 2}, error = error_of({0, 0, 0}, dog);
  const double moved = -0.1 * error[dog] * (x[0] * x[0] + x[1] * x[1]);
  lesson.predict(
      "In the first step, by how much did the dog's score grow? p was 1/3, and x = (1, 2).", moved,
      {.hints = {"Its row moves by 0.1 * 2/3 * x.", "And the score is that row times x: 1 + 4."},
       .remarks = {{-moved, "the score of the label grows."},
                   {moved / 5, "that is how far the row goes along x. The score is row times x."}},
       .reveal = told("{}: rate times (1 - p) times |x|^2. The surer it is, the less it moves.",
                      shown(moved, 4)),
       .seen = "the bars of 1/3 are probabilities, which only happen to be the same number"});
}

struct Sample {
  Numbers x;  // its two numbers, and a 1 for the bias
  std::size_t label;
};
const std::vector<Sample> animals{
    {{-1.5, -0.5, 1}, 0},  {{-1, -1.5, 1}, 0},   {{-0.5, -0.75, 1}, 0}, {{-2, 0.25, 1}, 0},
    {{0.25, -1.25, 1}, 0}, {{1, -1, 1}, 1},      {{1.75, -0.5, 1}, 1},  {{0.5, -0.25, 1}, 1},
    {{1.25, 0.5, 1}, 1},   {{2, -1.5, 1}, 1},    {{0, 1, 1}, 2},        {{-0.75, 1.5, 1}, 2},
    {{0.75, 1.75, 1}, 2},  {{-0.25, 0.5, 1}, 2}, {{1.5, 1.25, 1}, 2}};

/// The gradient of the mean loss over the fifteen.
Rows mean_gradient(const Rows& W) {
  Rows mean(3, Numbers(3, 0.0));
  for (const Sample& sample : animals)
    add(mean, outer(error_of(scores_of(W, sample.x), sample.label), sample.x),
        1 / static_cast<double>(animals.size()));
  return mean;
}

DecisionRegions regions_of(const Rows& W, std::string title) {
  DecisionRegions drawn{.title = std::move(title),
                        .area = {-2.5, 2.5, -2, 2},
                        .columns = 36,
                        .rows = 28,
                        .class_names = names};
  for (const auto& [x, label] : animals)
    drawn.samples.push_back({{x[0], x[1]}, static_cast<int>(label)});
  return filled(std::move(drawn), [&](const Place& at) {
    return surest(softmax(scores_of(W, {at.x, at.y, 1})));
  });
}

void three_classes(Lesson& lesson) {
  lesson.screen("Fifteen animals");
  lesson.say(
      "Five cats, five dogs and five foxes, each with two numbers and a bias: W has 3 rows and 3 "
      "columns. All its numbers begin at 0, and each step goes against the mean gradient over the "
      "fifteen, with the rate 1.");
  const Rows first = mean_gradient(Rows(3, Numbers(3, 0.0)));
  const auto slope = [&](std::size_t k) {  // what rounding leaves of 0 is not shown
    return std::abs(first[k][2]) < 1e-12 ? 0 : first[k][2];
  };
  lesson.predict_all(
      "What is the first gradient in the three biases?",
      {{"cat", slope(0)}, {"dog", slope(1)}, {"fox", slope(2)}},
      {.hints = {"Each p is 1/3. The bias has the input 1, so its slope is the mean of p - 1 over "
                 "its five, and of p over the other ten.",
                 "(5 * (-2/3) + 10 * 1/3) / 15."},
       .remarks = {Remark::entry(0, 1.0 / 3, "and the five cats, where 1 is taken away?"),
                   Remark::entry(0, -2.0 / 3, "that is one cat. Take the mean over all fifteen.")},
       .reveal = "Each class is a third of the animals, and is given a third: nothing to mend. A "
                 "bias learns how frequent its class is.",
       .around = 1e-9});
  Film film{{}, "Paler where the surest class is less sure.", {}};
  Rows W(3, Numbers(3, 0.0));
  int done = 0;
  for (const int round : {0, 1, 2, 4, 8, 16, 32, 64, 128}) {
    for (; done < round; ++done) add(W, mean_gradient(W), -1);
    double loss = 0;
    for (const auto& [x, label] : animals) loss -= std::log(softmax(scores_of(W, x))[label]) / 15;
    film.frames.push_back({told("round {}", round), regions_of(W, told("Round {}", round)),
                           told("The loss is {}.", shown(loss, 3))});
  }
  film.stills = {1, 4, 8};
  lesson.film(film);
  lesson.choose(
      "All weights began at 0. A network begins so, too: two tanh units, and softmax behind them, "
      "all weights and biases 0. What can its first step change?",
      {{"everything", false, "what does tanh say of 0? And what is a slope times that?"},
       {"only the weights of the last layer", false,
        "their slopes are error times what the units say, and tanh(0) is 0."},
       {"at most the biases of the last layer", true},
       {"only the weights of the units", false,
        "what comes back to them is multiplied by the last weights, which are 0."}},
      {.hints = {"Upstream times local: error times tanh(0) for the last weights.",
                 "And for the first ones, what comes back through weights of 0?"},
       .reveal = "And that at every step: the units stay at 0. Softmax regression has no layer in "
                 "between, and its loss is a bowl: there 0 is as good a start as any. A network "
                 "begins at random."});
}

/// Of so many draws of scores, how often is the loss below 1 though the largest score is another?
std::size_t too_low(double unit) {
  std::uint32_t state = 1;
  const auto any = [&] {
    state = state * 1664525u + 1013904223u;
    return static_cast<double>(state >> 20) / 1024 - 2;
  };
  std::size_t found = 0;
  for (int draw = 0; draw < 1000; ++draw) {
    const Numbers f{any(), any(), any()};
    const bool errs = std::max(f[1], f[2]) >= f[0];
    found += errs && -std::log(softmax(f)[0]) / unit < 1;
  }
  return found;
}

void decide(Lesson& lesson) {
  lesson.screen("Say one class: the surest, or by lot?");
  const Numbers p = softmax(scores);
  double hit = 0;
  for (const double share : p) hit += share * share;
  lesson.say(
      "The probabilities are 1/8, 1/4 and 5/8 once more, and suppose they are true. One may say "
      "the surest class, always; or draw the answer by lot, with these same probabilities.");
  lesson.plot(bars_of("What is true, and what is drawn", p, 2), "The surest is the fox.");
  lesson.predict("How often is the **surest** wrong?", 1 - p[2],
                 {.hints = {"It is right when it is a fox."},
                  .remarks = {{p[2], "that is how often it is right."}},
                  .reveal = told("{}.", 1 - p[2])});
  lesson.predict(
      "And the one drawn by lot?", 1 - hit,
      {.hints = {"Right means: it is a cat and says cat, or dog and dog, or fox and fox.",
                 "1 - (1 + 4 + 25)/64."},
       .remarks = {{hit, "that is how often it is right."}},
       .reveal = told("{}: never better than the surest.", shown(1 - hit, 5))});
  lesson.say(
      "Being wrong costs 1, being right 0: the **0-1 loss**. It has no slope, so one trains the "
      "log loss instead, hoping that it is never below. Where two classes tie, p is 1/2.");
  lesson.predict("What is the log loss there, -log(1/2)?", std::log(2),
                 {.hints = {"log(2)."}, .reveal = told("{}: below 1!", shown(std::log(2), 3))});
  lesson.table({"1000 draws of three scores", "wrong, yet a loss below 1"},
               {{"log to the base e", told("{}", too_low(1))},
                {"log to the base 2", told("{}", too_low(std::log(2)))}});
  lesson.say(
      "With logarithms to the base 2 the log loss is an upper bound of the 0-1 loss: whoever is "
      "wrong has p of at most 1/2. With base e it is not, but for a factor of {}.",
      shown(1 / std::log(2), 5));
  lesson.remember(
      "Softmax makes probabilities of scores, the largest score taken away first. Its log loss "
      "has the slopes $p - 'onehot(y)'$ in the scores, and that times x in the rows of W.");
  lesson.say(
      "What if all one has is a learner for two classes? Can many classes be made "
      "of it? See [[13_reductions]].");
}

void teach(Lesson& lesson) {
  from_scores(lesson);
  too_large(lesson);
  log_loss(lesson);
  gradient(lesson);
  update(lesson);
  three_classes(lesson);
  decide(lesson);
  lesson.source(
      "CSCI 567, Multiclass Classification and Neural Networks, section 1: multinomial logistic "
      "regression, its loss, its gradient, and prediction.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_12_softmax{"12_softmax", "Many classes", teach};
}

}  // namespace stepgrad
