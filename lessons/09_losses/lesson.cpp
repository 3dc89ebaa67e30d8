// Lesson 9. Losses: what is counted as wrong, and how much, decides what is learnt.
#include <algorithm>
#include <cmath>
#include <utility>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {
namespace {

/// The loss of a target of 0 or 1, from the probability of 1.
double log_loss(double y, double p) { return -std::log(y == 1 ? p : 1 - p); }

/// From the logit f, as the formula is written.
double naive(double y, double f) {
  return y * std::log(1 + std::exp(-f)) + (1 - y) * std::log(1 + std::exp(f));
}

/// The same, and nothing in it grows without bounds but f itself.
double stable(double y, double f) {
  return std::max(f, 0.0) - y * f + std::log1p(std::exp(-std::abs(f)));
}

/// An error, with its sign, without it, and squared.
Plot three_objectives() {
  Plot plot{.title = "What one error adds",
            .x = {.label = "error"},
            .y = {.label = "added"},
            .series = {{"the error", {}, Plot::Look::line},
                       {"its size", {}, Plot::Look::line},
                       {"its square", {}, Plot::Look::line}},
            .marks = {}};
  for (double e = -2; e <= 2; e += 0.125) {
    plot.series[0].points.push_back({e, e});
    plot.series[1].points.push_back({e, std::abs(e)});
    plot.series[2].points.push_back({e, e * e});
  }
  return plot;
}

void one_number(Lesson& lesson) {
  lesson.screen("How wrong is an answer?");
  lesson.say(
      "A learner is made of four parts: the **data**, a **model** that answers, the "
      "**parameters** in it, and an **objective** that says how wrong the answers are. The first "
      "three were those of [[08_neuron]]. This lesson changes the fourth.");
  lesson.say(
      "Two houses cost 5 and 7. A model says 6 for both. Its "
      "errors, answer less target, are 1 and -1.");
  lesson.predict("Somebody takes the sum of the errors for the objective. What is it?", 0,
                 {.hints = {"1 and -1."},
                  .remarks = {{2.0, "that is the sum of their sizes. Signs count here."}},
                  .reveal = "Two wrong answers, and nothing to complain of."});
  lesson.mistake(
      "To add errors with their signs. They cancel, and the sum has no least value: answers of "
      "minus a million would be better still.");
  lesson.choose("What could be the purpose of squaring?",
                {{"to make large errors small", false, "the square of 10 is 100."},
                 {"no sign is left, it is smooth, and large errors count for more", true},
                 {"to have whole numbers", false, "the square of 0.5 is 0.25."}},
                {.hints = {"Think of -1, of the slope at 0, and of an error of 10."},
                 .reveal = "The size of an error has no sign either, but it has a corner at 0."});
  lesson.plot(
      three_objectives(),
      "The error itself goes down for ever. Its size has a corner; its square is flat at 0, "
      "and steeper the larger the error.");
}

void conventions(Lesson& lesson) {
  lesson.screen("One square, many conventions");
  const double errors[] = {2, -1, 3};
  double sum = 0;
  for (const double e : errors) sum += e * e;
  lesson.say("Three answers are wrong by 2, -1 and 3.");
  lesson.predict("What is the mean of their squares?", sum / 3,
                 {.hints = {"4, 1 and 9."},
                  .remarks = {{sum, "that is the sum."},
                              {sum / 2, "half the sum is in use, too. The mean of three is asked."},
                              {16.0 / 9, "square first, then take the mean."}},
                  .reveal = told("{} by 3.", sum)});
  lesson.predict("The slope of that mean in the first answer, which is wrong by 2?", 4.0 / 3,
                 {.hints = {"The slope of $e^2$ is $2 * e$.", "And the mean divides by 3."},
                  .remarks = {{4.0, "the mean divides by 3."},
                              {2.0, "that is the error: the slope of half a square."},
                              {2.0 / 3, "the 2 of the square is missing."}},
                  .reveal = "$2 * 2 / 3$."});
  const auto row = [&](const char* name, double loss, double slope) {
    return std::vector<std::string>{name, shown(loss, 4), shown(slope, 4)};
  };
  lesson.table({"convention", "loss", "slope in the first"},
               {row("sum of squares", sum, 2 * errors[0]), row("half the sum", sum / 2, errors[0]),
                row("mean", sum / 3, 2 * errors[0] / 3)});
  lesson.predict(
      "Two samples with three outputs each: six errors, whose squares add up to 12. What does this "
      "kit call the mean, which is taken over all entries?",
      12.0 / 6,
      {.hints = {"Six entries."},
       .remarks = {{12.0 / 2, "others divide by the samples alone, and get that."}},
       .reveal = "Who divides by the samples gets 3 times as much, and slopes 3 times as long."});
  lesson.say(
      "Some even leave the 2 out of the slope, and out of the loss they do not: that is no "
      "convention but a slip. The best answers are the same for all. "
      "The rate that suits them is not.");
}

void surely_wrong(Lesson& lesson) {
  lesson.screen("Surely wrong");
  lesson.say(
      "Now the answer is a probability $p$ of \"yes\", and the target $y$ is 1 for yes and 0 for "
      "no. The **log loss** is minus the logarithm of the "
      "probability that was given to what is true:");
  lesson.formula("L = -(y * log(p) + (1 - y) * log(1 - p))");
  lesson.order("Which of these loses least, which most?",
               {{"p = 0.001, and no is true", false, "1 - p is nearly 1: hardly any loss."},
                {"p = 0.9, and yes is true", false, "0.9 is a good answer, but not the best here."},
                {"p = 0.9, and no is true", false, "that gave 0.1 to what is true."},
                {"p = 0.001, and yes is true", false, "that gave a thousandth to what is true."}},
               {.hints = {"Which probability did each give to what is true?"}});
  std::vector<std::vector<std::string>> rows;
  for (const auto& [y, p] : {std::pair{1, 0.9}, {0, 0.9}, {1, 0.001}, {0, 0.001}}) {
    const double loss = log_loss(y, p);
    rows.push_back({told("y = {}, p = {}", y, p), shown(loss, 3), shown(loss / std::log(10.0), 2),
                    shown((p - y) * (p - y), 3)});
  }
  lesson.table({"", "log loss", "log10", "square"}, rows);
  lesson.predict(
      "The square of an error of $p$ is never above 1. How large can the log loss become? At $p = "
      "10^(-6)$, where yes is true, what is it?",
      log_loss(1, 1e-6),
      {.hints = {"$-log(10^(-6))$ is 6 times $log(10)$.", "$log(10)$ is about 2.303."},
       .remarks = {{6.0, "that is the logarithm to base 10. The natural one is asked."},
                   {-log_loss(1, 1e-6), "minus the logarithm: the loss is not negative."}},
       .reveal = "There is no limit: whoever rules out what happens loses without end."});
  lesson.say(
      "A lecture gives the logarithms of 0.9, 0.5 and 0.001 as -0.04, -0.3 and -3 (published). "
      "Those are logarithms to base 10, with the later digits cut off: to four digits {}, {} and "
      "{}. The natural ones are {}, {} and {}. Either base will do, it is a factor of {}; but the "
      "slopes below belong to the natural one.",
      shown(std::log10(0.9), 4), shown(std::log10(0.5), 4), shown(std::log10(0.001), 4),
      shown(std::log(0.9), 4), shown(std::log(0.5), 4), shown(std::log(0.001), 4),
      shown(std::log(10.0), 4));
}

/// p where yes is true, by steps of descent on the logit from -4.
Film learning_of_both() {
  Film film{{}, "Steps of rate 2 on the logit alone, from f = -4."};
  Plot plot{.title = "p, where yes is true",
            .x = {.label = "step", .whole = true},
            .y = {.label = "p"},
            .series = {{"log loss", {}}, {"(p - y)^2", {}}},
            .marks = {},
            .area = Area{0, 12, 0, 1}};
  double log = -4, square = -4;
  for (int step = 0; step <= 12; ++step) {
    const double p = sigmoid(log), q = sigmoid(square);
    plot.series[0].points.push_back({static_cast<double>(step), p});
    plot.series[1].points.push_back({static_cast<double>(step), q});
    film.frames.push_back({told("step {}", step), plot,
                           told("Log loss: p = {}. Square: p = {}.", shown(p, 3), shown(q, 3))});
    log -= 2 * (p - 1);
    square -= 2 * 2 * (q - 1) * q * (1 - q);
  }
  return film;
}

void the_slope(Lesson& lesson) {
  lesson.screen("A slope without a sigmoid's slope");
  lesson.say(
      "The $p$ of a neuron is $sigmoid(f)$. Put that in, and the loss can be said by $f$, which "
      "is called the **logit**:");
  lesson.formula("L = y * log(1 + exp(-f)) + (1 - y) * log(1 + exp(f))");
  lesson.derive(
      "What is its slope in $f$, for any $y$?", "sigmoid(f) - y", {"f", "y"},
      {.hints = {"The slope of $log(1 + exp(f))$ is $exp(f) / (1 + exp(f))$: a sigmoid.",
                 "That of $log(1 + exp(-f))$ is $sigmoid(f) - 1$. "
                 "Now weigh them with $1 - y$ and $y$."},
       .remarks = {{"y - sigmoid(f)", "the size is right; look at the sign."},
                   {"sigmoid(f)", "that is the slope where $y = 0$."},
                   {"sigmoid(f) - 1", "that is the slope where $y = 1$."},
                   {"(sigmoid(f) - y)*sigmoid(f)*(1 - sigmoid(f))",
                    "the sigmoid's slope cancels against that of the logarithm."}},
       .reveal =
           "All that was long in it cancels: what it says, less what it should say. A lecture "
           "stops at two fractions, which is as right, and hides this."});
  Plot plot{.title = "Slopes where yes is true",
            .x = {.label = "f"},
            .y = {.label = "dL/df"},
            .series = {{"log loss", {}, Plot::Look::line}, {"(p - y)^2", {}, Plot::Look::line}},
            .marks = {}};
  for (double f = -8; f <= 8; f += 0.25) {
    const double p = sigmoid(f);
    plot.series[0].points.push_back({f, p - 1});
    plot.series[1].points.push_back({f, 2 * (p - 1) * p * (1 - p)});
  }
  lesson.choose(
      "A neuron is surely wrong: $f = -8$, and yes is true. Which loss teaches it faster?",
      {{"the square", false, "its slope has the factor $p * (1 - p)$ in it."},
       {"the log loss", true},
       {"both alike", false, "one of them has the factor $p * (1 - p)$."}},
      {.hints = {"How large is $p * (1 - p)$ where $p$ is nearly 0?"}});
  lesson.plot(plot, "At the left the neuron is surely wrong. The square hardly minds.");
  lesson.film(learning_of_both());
}

void thousand(Lesson& lesson) {
  lesson.screen("Where the nan is born");
  lesson.say("Now a large logit, $f = 1000$, and yes is true: it cannot be more right.");
  lesson.choose("What does a computer say of the loss as it is written above?",
                {{"0", false, "that is the truth. But $exp(1000)$ has to be computed on the way."},
                 {"inf", false, "inf is on the way. It is multiplied by $1 - y$, which is 0."},
                 {"nan", std::isnan(naive(1, 1000))},
                 {"1000", false, "that is the loss where no is true."}},
                {.hints = {"$exp(1000)$ is larger than any double.", "What is 0 times inf?"},
                 .reveal = "0 times inf has no value: it is called nan, \"not a number\"."});
  lesson.diagram(traced("half = (1 - y) * log(1 + exp(f))", {{"f", 1000}, {"y", 1}}),
                 "The second half of the loss. Where the first value is not finite, it is marked: "
                 "from there on it is inf, until 0 times inf gives the nan.");
  lesson.mistake(
      "To compute a formula as it is written on paper. The loss is 0, and yet one nan makes all "
      "weights nan at the next step.");
  lesson.say("The same loss, written so that no exponential is ever above 1:");
  lesson.formula("L = max(f, 0) - y * f + log(1 + exp(-abs(f)))");
  lesson.predict(
      "What does this one say at $f = -1000$, where yes is true?", stable(1, -1000),
      {.hints = {"$max(f, 0)$ is 0, and $exp(-1000)$ as good as 0.", "What is $-y * f$?"},
       .remarks = {{0.0, "the neuron is surely wrong here."},
                   {-1000.0, "$-y * f$: two minus signs."}},
       .reveal = "As long as it is wrong, the loss grows like the logit."});
  std::vector<std::vector<std::string>> rows;
  for (const double f : {-1000.0, -10.0, 0.0, 10.0, 1000.0})
    for (const double y : {0.0, 1.0})
      if (f != 0 || y == 1)
        rows.push_back({shown(f), shown(y), std::isnan(naive(y, f)) ? "nan" : shown(naive(y, f), 3),
                        shown(stable(y, f), 4)});
  lesson.table({"f", "y", "as written", "stable"}, rows);
}

void other_objective(Lesson& lesson) {
  lesson.screen("The same data, another result");
  lesson.say(
      "Three measurements: 2, 5 and 17. A model that always answers the same number $a$ has one "
      "parameter. Which $a$ is best?");
  Plot plot{.title = "Two objectives on the same data",
            .x = {.label = "a"},
            .y = {.label = "times its least"},
            .series = {{"mean of squares", {}, Plot::Look::line},
                       {"mean of sizes", {}, Plot::Look::line},
                       {"measurements", {{2, 0.9}, {5, 0.9}, {17, 0.9}}, Plot::Look::points}},
            .marks = {{{8, 1}, "mean"}, {{5, 1}, "median"}}};
  constexpr double least_square = 42, least_size = 5;  // at 8, and at 5
  for (double a = 0; a <= 17; a += 0.5) {
    double squares = 0, sizes = 0;
    for (const double t : {2.0, 5.0, 17.0}) {
      squares += (a - t) * (a - t) / 3;
      sizes += std::abs(a - t) / 3;
    }
    plot.series[0].points.push_back({a, squares / least_square});
    plot.series[1].points.push_back({a, sizes / least_size});
  }
  lesson.predict_all(
      "The best $a$ for the squares, and for the sizes of the errors?",
      {{"squares", 8}, {"sizes", 5}},
      {.hints = {"The slope of the squares is 0 where the errors add up to 0.",
                 "For the sizes: as many measurements below as above."},
       .remarks = {{"5 8", "the other way round: squares mind the 17 more."},
                   Remark::entry(1, 8, "at 8 two measurements are below, one above.")},
       .reveal = "The mean, and the median. The data has not changed.",
       .seen = "numbers of steps, which have nothing to do with it"});
  lesson.plot(plot, "Each curve as a multiple of its least: it has its own lowest place.");
  lesson.say(
      "The objective is ours to choose, and we answer for it. If what a system produces is unfair "
      "as its data is, one may change what counts as good, and not the data alone.");
  lesson.say(
      "There are more. The **hinge** loss, with $y$ as -1 or 1, is $max(0, 1 - y * f)$: who is "
      "right by a margin of 1 loses nothing.");
  lesson.predict(
      "The hinge loss at $f = 0.4$ and $y = 1$?", 0.6,
      {.hints = {"1 - 0.4."},
       .remarks = {{0.0, "right, but by less than a margin of 1."}, {1.4, "that is for $y = -1$."}},
       .reveal = "Right, yet not by the whole margin."});
}

// ---- ten people, two of them ill

const std::vector<double> healthy{-2.5, -2, -1.5, -1, -0.5, 0, 0.75, 1.5}, ill{0.5, 1};

struct Neuron {
  double w = 0, b = 0;
  double says(double x) const { return sigmoid(w * x + b); }
};

/// By steps on the mean of the log loss, in which each of the ill counts so many times.
Neuron weighed(double times) {
  Neuron neuron;
  const double all = 8 + 2 * times;
  for (int step = 0; step < 300; ++step) {
    double dw = 0, db = 0;
    for (const double x : healthy) dw += neuron.says(x) * x / all, db += neuron.says(x) / all;
    for (const double x : ill) {
      const double error = times * (neuron.says(x) - 1) / all;
      dw += error * x, db += error;
    }
    neuron.w -= dw / 2, neuron.b -= db / 2;
  }
  return neuron;
}

std::size_t alarms(const Neuron& neuron, const std::vector<double>& people) {
  return static_cast<std::size_t>(
      std::ranges::count_if(people, [&](double x) { return neuron.says(x) > 0.5; }));
}

Experiment::Trial weighed_film(double times) {
  Film film{{}, "What the neuron says of ten people. Above one half it gives an alarm."};
  Neuron neuron;
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const double by = 1 + share * (times - 1);
    neuron = weighed(by);
    Plot plot{.title = told("The ill count {} times", shown(by, 3)),
              .x = {.label = "what was measured"},
              .y = {.label = "p"},
              .series = {{"p of ill", {}, Plot::Look::line},
                         {"one half", {{-3, 0.5}, {2, 0.5}}, Plot::Look::line},
                         {"healthy", {}, Plot::Look::points},
                         {"ill", {}, Plot::Look::points}},
              .marks = {},
              .area = Area{-3, 2, 0, 1}};
    for (double x = -3; x <= 2; x += 0.125) plot.series[0].points.push_back({x, neuron.says(x)});
    for (const double x : healthy) plot.series[2].points.push_back({x, neuron.says(x)});
    for (const double x : ill) plot.series[3].points.push_back({x, neuron.says(x)});
    film.frames.push_back({told("times {}", shown(by, 3)), plot,
                           told("{} of 2 ill are found, and {} of 8 healthy get an alarm.",
                                alarms(neuron, ill), alarms(neuron, healthy))});
  }
  return {alarms(neuron, ill), film,
          told("{} of 10 are judged rightly.", alarms(neuron, ill) + 8 - alarms(neuron, healthy))};
}

void who_counts(Lesson& lesson) {
  lesson.screen("Two of ten");
  lesson.say(
      "Ten people are tested, and two of them are ill. A neuron sees what was measured, and says "
      "how probable it is that somebody is ill.");
  lesson.predict("Somebody's program says \"healthy\" to everybody. For which share is it right?",
                 0.8,
                 {.hints = {"8 of 10."},
                  .remarks = {{80.0, "as a share, of 1."},
                              {8.0, "that is how many. Which share of the ten?"},
                              {0.2, "that is the share of the ill, for whom it is wrong."}},
                  .reveal = "It looks good, and is of no use."});
  lesson.predict(
      "Let the model be a single number p, the same for everybody. The log loss is least where p is "
      "the share of the ill, 0.2. Now the ill count 4 times in the loss. Which p is best?",
      0.5,
      {.hints = {"As if there were 4 times as many ill: 8 and 8."},
       .remarks = {{0.8, "8 of 10? There are 16 in all now."},
                   {0.2, "that is where each counts once."}},
       .reveal = "A weight in the loss does what more copies in the data would do.",
       .seen = "0.5 stands above as a probability of other things"});
  lesson.experiment(
      {.ask = "Now the neuron. Choose how many times each of the ill counts, and say how many of "
              "them it finds.",
       .setting = "times",
       .offered = {0.5, 1, 2, 10},
       .least = 0.25,
       .most = 50,
       .outcomes = {"none of the two", "one of the two", "both"},
       .run = weighed_film});
  lesson.say(
      "The people are the same each time, and none of the answers is the true one. What an "
      "overlooked illness costs beside a false alarm, the data does not say: we do.");
}

void many_classes(Lesson& lesson) {
  lesson.screen("More than two");
  lesson.say(
      "With several classes the model gives each a probability. The **cross-entropy** is minus "
      "the logarithm of the one that belongs to the true class; the others do not enter.");
  lesson.plot(
      Bars{.title = "p", .bars = {{"cat", 0.4, true}, {"dog", 0.35}, {"owl", 0.25}}, .full = 1},
      "It was a cat.");
  lesson.predict("What is the loss?", -std::log(0.4),
                 {.hints = {"Which probability has the cat?"},
                  .remarks = {{-std::log(0.35), "that is the loss for a dog."},
                              {std::log(0.4), "minus the logarithm: no loss is below 0."},
                              {0.4,
                               "that is the probability, and nearly minus its logarithm to base "
                               "10, too. The natural one is asked."}},
                  .reveal = "$-log(0.4)$."});
  lesson.remember(
      "The loss decides what is learnt. For probabilities take the log loss, from the logit and "
      "in its stable form: its slope is what the model says, less what is true.");
  lesson.say("How the slope of a loss becomes learning is [[10_descent]].");
}

void teach(Lesson& lesson) {
  one_number(lesson);
  conventions(lesson);
  surely_wrong(lesson);
  the_slope(lesson);
  thousand(lesson);
  other_objective(lesson);
  who_counts(lesson);
  many_classes(lesson);
  lesson.source(
      "CS 181, Lecture of 20 February, scribe notes: data, model class, parameters, objective; "
      "the log loss by the logit; the data did not change, the objective did.");
  lesson.source(
      "Ritambhara Singh, CSCI 1470/2470, Optimization and Backpropagation: squared error, and "
      "cross-entropy in numbers.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_09_losses{"09_losses", "Losses", teach};
}

}  // namespace stepgrad
