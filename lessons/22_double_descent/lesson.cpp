// Lesson 22. Double descent: more weights than samples, and what descent chooses among all the fits
// that there are then.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include <stepgrad/matrix/eigen.hpp>

#include <Eigen/Cholesky>
#include <Eigen/QR>

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/plot/contours.hpp>
#include <stepgrad/plot/seeds.hpp>

namespace stepgrad {
namespace {

using M = Matrix<double>;
using Vector = Eigen::VectorXd;
using Index = Eigen::Index;

// ---- a weighted sum of random waves

constexpr Index most_waves = 100;
constexpr std::size_t shown_seed = 15, seeds = 20;

double truth(double x) { return std::sin(3 * x); }

/// Samples of the truth with noise, one in each of n equal parts of [-1, 1], and waves.
struct Task {
  Vector x, y, length, shift;

  explicit Task(std::size_t seed, Index n = 10)
      : x(n), y(n), length(most_waves), shift(most_waves) {
    Random random(seed);
    for (Index i = 0; i < n; ++i) {
      x[i] = -1 + 2 * (static_cast<double>(i) + random.uniform()) / static_cast<double>(n);
      y[i] = truth(x[i]) + 0.3 * random.normal();
    }
    for (Index j = 0; j < most_waves; ++j) {
      length[j] = 7 * random.normal();
      shift[j] = random.uniform(0, 2 * std::numbers::pi);
    }
  }
};

/// What the first p waves say at these places, a row for each place.
M features(const Task& task, const Vector& places, Index p) {
  M all(places.size(), p);
  for (Index i = 0; i < places.size(); ++i)
    for (Index j = 0; j < p; ++j) all(i, j) = std::cos(task.length[j] * places[i] + task.shift[j]);
  return all;
}

/// The weights with the least sum of squared errors; of all that have it, the shortest.
Vector fit(const M& seen, const Vector& y) {
  return seen.completeOrthogonalDecomposition().solve(y);
}

/// The least of mean squared error + lambda * |w|^2.
Vector ridge(const M& seen, const Vector& y, double lambda) {
  M gram = seen * seen.transpose();
  gram.diagonal().array() += lambda * static_cast<double>(y.size());
  return seen.transpose() * gram.ldlt().solve(y);
}

const Vector& everywhere() {
  static const Vector places = Vector::LinSpaced(121, -1, 1);
  return places;
}

/// The mean squared distance from the truth, everywhere.
double distance(const M& said) {
  return (said - everywhere().unaryExpr(&truth)).squaredNorm() / static_cast<double>(said.rows());
}

Plot curve_of(std::string title, const Task& task, const std::vector<Vector>& weights,
              const std::vector<std::string>& names) {
  Plot plot{.title = std::move(title),
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {},
            .marks = {},
            .area = Area{-1, 1, -2.5, 2.5}};
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const Vector said = features(task, everywhere(), weights[k].size()) * weights[k];
    Plot::Series curve{names[k], {}, Plot::Look::line};
    for (Index i = 0; i < said.size(); ++i)
      curve.points.push_back({everywhere()[i], std::abs(said[i]) < 2.5 ? said[i] : NAN});
    plot.series.push_back(curve);
  }
  plot.series.push_back({"truth", {}, Plot::Look::line});
  for (const double x : everywhere()) plot.series.back().points.push_back({x, truth(x)});
  plot.series.push_back({"samples", {}, Plot::Look::points});
  for (Index i = 0; i < task.x.size(); ++i)
    plot.series.back().points.push_back({task.x[i], task.y[i]});
  return plot;
}

/// The fit of p waves to the samples of one seed.
struct Fitted {
  Vector weights;
  double on_samples, from_truth;

  Fitted(const Task& task, Index p) : weights(fit(features(task, task.x, p), task.y)) {
    on_samples = (features(task, task.x, p) * weights - task.y).squaredNorm() /
                 static_cast<double>(task.y.size());
    from_truth = distance(features(task, everywhere(), p) * weights);
  }
};

Film::Frame frame_with(Index p) {
  const Task task(shown_seed);
  const Fitted fitted(task, p);
  return {told("p = {}", p), curve_of(told("{} weights", p), task, {fitted.weights}, {"fit"}),
          told("On the samples the error is {}, everywhere it is {}.",
               shown(fitted.on_samples < 1e-9 ? 0 : fitted.on_samples, 2),
               shown(fitted.from_truth, 2))};
}

void ten_samples(Lesson& lesson) {
  lesson.screen("Can a model have too many weights?");
  const Task task(shown_seed);
  lesson.say(
      "Ten samples of a function, each with some noise. The model is a weighted sum of p waves, "
      "$f = w1*h1 + w2*h2$ and so on; the length and the place of each wave are drawn at random and "
      "kept, so only the p weights are learnt. It is a network with one layer that never moves.");
  Plot waves = curve_of("Ten samples, and three waves", task, {}, {});
  for (Index j = 0; j < 3; ++j)
    waves.series.push_back(
        curve_of("", task, {Vector::Unit(3, j)}, {told("h{}", j + 1)}).series.front());
  lesson.plot(waves, "With their weights, the waves have to add up to the truth.");
  lesson.choose(
      "The error counts everywhere, between the samples, too. Which p comes nearest to the truth?",
      {{"p = 10: a weight for each sample, and none too many", false,
        "so one should think. Let us see what it does."},
       {"p = 100: ten times as many weights as samples",
        Fitted(task, 100).from_truth < Fitted(task, 10).from_truth},
       {"they are equally good: both can pass through all samples", false,
        "they can. But what do they do in between?"}},
      {.hints = {"This is a guess; the rest of the lesson is about why.",
                 "It is the one that nobody would have taken in 1990."},
       .reveal =
           told("With 10 weights the error is {}, with 100 it is {}. Why?",
                shown(Fitted(task, 10).from_truth, 2), shown(Fitted(task, 100).from_truth, 2))});
}

// ---- weights and samples, counted

Plot three_points() {
  Plot plot{.title = "Through (0, 1), (1, 2) and (2, 4)",
            .x = {.label = "x"},
            .y = {.label = "y"},
            .series = {{"samples", {{0, 1}, {1, 2}, {2, 4}}, Plot::Look::points}},
            .marks = {}};
  const auto draw = [&](const char* name, auto&& f) {
    Plot::Series curve{name, {}, Plot::Look::line};
    for (int i = -4; i <= 44; ++i) curve.points.push_back({i / 20.0, f(i / 20.0)});
    plot.series.push_back(curve);
  };
  const auto parabola = [](double x) { return 1 + 0.5 * x + 0.5 * x * x; };
  draw("2 weights", [](double x) { return 5.0 / 6 + 1.5 * x; });
  draw("3 weights", parabola);
  draw("4 weights", [&](double x) { return parabola(x) + 1.5 * x * (x - 1) * (x - 2); });
  draw("4 others", [&](double x) { return parabola(x) - 1.5 * x * (x - 1) * (x - 2); });
  return plot;
}

void counting(Lesson& lesson) {
  lesson.screen("Fewer, as many, more");
  lesson.say(
      "Three samples are enough to see what p does: (0, 1), (1, 2) and (2, 4). No line $b + w*x$ "
      "goes through them, for they are not on one. Add a third weight, $b + w*x + c*x^2$.");
  lesson.predict_all(
      "Through all three: b is 1, for x = 0. What are w and c?", {{"w", 0.5}, {"c", 0.5}},
      {.hints = {"At x = 1: 1 + w + c = 2. At x = 2: 1 + 2*w + 4*c = 4.",
                 "So w + c = 1, and 2*w + 4*c = 3."},
       .remarks = {Remark("1 0", "that is right at x = 1. And at x = 2?"),
                   Remark("1.5 0", "that is right at x = 2. And at x = 1?")},
       .reveal = "Three equations with three unknowns: there is one fit, and no choice."});
  lesson.choose(
      "A fourth weight, for x^3. How many fits pass through all three samples now?",
      {{"none", false, "the parabola is still among them, with 0 as the fourth weight."},
       {"one", false,
        "x*(x - 1)*(x - 2) is 0 at all three samples. Add as much of it as you like."},
       {"as many as one likes", true}},
      {.hints = {"What is x*(x - 1)*(x - 2) at the samples?"},
       .reveal = "One model with p = n, many with p > n: so a lecture answers, and goes on to ask "
                 "which of the many one gets. That is the question."});
  lesson.plot(three_points(), "Two weights miss. Three have one way through, four have many.");
  lesson.say(
      "The lecture also says that with fewer weights than samples one cannot fit perfectly. That "
      "goes for samples **in general position**.");
  lesson.choose(
      "Which three samples does a line with its two weights fit perfectly?",
      {{"(0, 1), (1, 2), (2, 3)", true},
       {"(0, 1), (1, 2), (2, 5)", false, "from 1 to 2 it would rise by 1, and then by 3."},
       {"(0, 1), (0, 2), (1, 3)", false, "at x = 0 it would have to be 1 and 2 at once."}},
      {.hints = {"A line rises by the same amount at every step."}});
  lesson.choose("And which can no model of x fit, with however many weights?",
                {{"(0, 1), (1, 2), (2, 3)", false, "a line does."},
                 {"(0, 1), (1, 2), (2, 5)", false, "a parabola does."},
                 {"(0, 1), (0, 2), (1, 3)", true}},
                {.hints = {"A model says one number for one x."},
                 .reveal = "Equal x with other y: noise does that. No weight helps there."});
}

// ---- what happens to the fits

Experiment::Trial try_waves(double setting) {
  const Index p = std::clamp<Index>(static_cast<Index>(setting), 1, most_waves);
  const Fitted fitted(Task(shown_seed), p);
  const std::size_t outcome = fitted.on_samples > 1e-6 ? 0 : fitted.from_truth > 0.3 ? 1 : 2;
  return {outcome, Film{{frame_with(p)}, told("The fit with {} weights.", p)}, ""};
}

void your_p(Lesson& lesson) {
  lesson.screen("Choose how many");
  lesson.say(
      "Back to ten samples and p waves. The weights are those with the least squared error.");
  lesson.experiment(
      {.ask = "Choose p, and say what the fit will do.",
       .setting = "p",
       .offered = {3, 6, 10, 100},
       .least = 1,
       .most = 100,
       .outcomes = {"it misses samples", "it passes through all, and runs wild between",
                    "it passes through all, and stays calm"},
       .run = try_waves,
       .whole = true});
  Film film{{}, "One more wave, and one more. The samples stay as they are.", {2, 5, 8, 11}};
  for (const Index p : {1, 2, 4, 6, 8, 10, 11, 13, 16, 25, 50, 100})
    film.frames.push_back(frame_with(p));
  lesson.film(film);
}

const std::vector<Index>& all_p() {
  static const std::vector<Index> all{1,  2,  3,  4,  5,  6,  7,  8,  9,
                                      10, 11, 12, 14, 17, 20, 30, 50, 100};
  return all;
}

Plot over_p(std::string title, std::string y) {
  return {.title = std::move(title),
          .x = {.label = "weights p", .logarithmic = true},
          .y = {.label = std::move(y), .logarithmic = true},
          .series = {},
          .marks = {}};
}

/// A run over all p for each seed.
template <class Measure>
std::vector<Run> runs(Measure&& measure) {
  std::vector<Run> all;
  for (std::size_t seed = 1; seed <= seeds; ++seed) {
    const Task task(seed);
    const M seen = features(task, task.x, most_waves);
    const M said = features(task, everywhere(), most_waves);
    Run run;
    for (const Index p : all_p())
      run.push_back({static_cast<double>(p), measure(task, seen.leftCols(p), said.leftCols(p))});
    all.push_back(run);
  }
  return all;
}

const std::vector<Run>& plain_runs() {
  static const std::vector<Run> all = runs([](const Task& task, const M& seen, const M& said) {
    return distance(said * fit(seen, task.y));
  });
  return all;
}

std::vector<Run> ridge_runs(double lambda) {
  return runs([=](const Task& task, const M& seen, const M& said) {
    return distance(said * ridge(seen, task.y, lambda));
  });
}

/// The mean of the runs' logarithms, as a number again, with the least and the most.
Plot::Series typical(std::string name, std::vector<Run> all) {
  for (Run& run : all)
    for (Plot::Point& point : run) point.y = std::log10(point.y);
  Plot::Series curve = with_spread(std::move(name), all);
  for (auto* points : {&curve.points, &curve.below, &curve.above})
    for (Plot::Point& point : *points) point.y = std::pow(10, point.y);
  return curve;
}

double peak(const Plot::Series& curve) {
  return std::max_element(curve.points.begin(), curve.points.end(),
                          [](auto a, auto b) { return a.y < b.y; })
      ->x;
}

void the_curve(Lesson& lesson) {
  lesson.screen("The curve");
  lesson.say(
      "One draw is no proof. Take {} of them: other noise, other places, other waves. Their mean is "
      "taken of the logarithms, or one wild draw would be all that one sees.",
      seeds);
  const Plot::Series mean = typical("mean, and least to most", plain_runs());
  lesson.predict(
      "At how many weights will the error everywhere be largest, on average?", 10,
      {.hints = {"Look at the film again: where was it wildest?",
                 "Where there is one way through the samples, and no choice."},
       .remarks = {Remark::above(50, "there it was calm."),
                   Remark::below(5, "there the fit is stiff, but never far away.")},
       .reveal = "At p = n, the **interpolation threshold**, or next to it: the samples, "
                 "with all their noise, have to be met, and there is no way but one.",
       .around = 1.5,
       .seen = "it is asked which of them it is"});
  Plot plot = over_p(told("Error everywhere, {} seeds", seeds), "squared error");
  plot.series = {mean, points_of("single seeds", plain_runs())};
  lesson.plot(plot, "Down, up to a peak at p = 10, and down again: **double descent**.");
  lesson.choose(
      "A friend goes through p = 1, 2, 3 ... and stops when the error has risen from 5 to 9. What "
      "has she missed?",
      {{"nothing: beyond that it only gets worse", false, "look at the right of the picture."},
       {"the second descent, which here ends below the first",
        mean.points.back().y < mean.points[4].y},
       {"the second descent, which here ends above the first", false,
        "compare the mean at p = 5 with that at 100."}},
      {.hints = {"How high is the mean at p = 100?"},
       .reveal =
           told("At p = 5 the mean is {}, at p = 100 it is {}. With less noise or other waves "
                "the first can be the lower one: it is measured, not a law.",
                shown(mean.points[4].y, 2), shown(mean.points.back().y, 2))});
  lesson.mistake(
      "To choose the size by the error on the samples. At p = n it is 0 for the first time, and "
      "that is the worst place of all. Samples that were not fitted have to choose.");
}

// ---- which of all the fits

Plot valley(bool second) {
  Plot plot{.title = "Loss of one sample, two weights",
            .x = {.label = "w1"},
            .y = {.label = "w2"},
            .series = contours(
                "L", [](double a, double b) { return std::pow(a + 2 * b - 5, 2); },
                {-0.5, 5, -1.5, 3.2}, {1, 9, 25}, 40),
            .marks = {{{1, 2}, "from 0"}},
            .same_units = true};
  plot.series.push_back({"all that fit", {{-0.5, 2.75}, {5, 0}}, Plot::Look::line});
  plot.series.push_back({"from (0, 0)", {{0, 0}, {1, 2}}});
  if (second) plot.series.push_back({"from (3, -1)", {{3, -1}, {3.8, 0.6}}});
  return plot;
}

void shortest(Lesson& lesson) {
  lesson.screen("Which of the many does descent choose?");
  lesson.say(
      "The smallest case: one sample, two weights. It wants $w1 + 2*w2 = 5$, and the loss is $L = "
      "(w1 + 2*w2 - 5)^2$. A whole line of weights fits. Descent begins at 0, with the rate 0.1.");
  lesson.predict_all("Where is w after the first step?", {{"w1", 1}, {"w2", 2}},
                     {.hints = {"The error is -5. The gradient is 2 * error * (1, 2).",
                                "(-10, -20), and 0.1 of it is taken away."},
                      .remarks = {Remark::times(-1, "that is uphill."),
                                  Remark::times(0.5, "the square has a 2 in its slope."),
                                  Remark::times(-10, "that is the gradient. And the step?")},
                      .reveal = "1 + 2*2 is 5: with this rate one step arrives."});
  lesson.plot(valley(false), "The floor of the valley is a line. The way down meets it upright.");
  lesson.predict_all(
      "Begin at (3, -1) instead. The error is -4. Where does the first step go?",
      {{"w1", 3.8}, {"w2", 0.6}},
      {.hints = {"The gradient is -8 * (1, 2).", "3 + 0.8, and -1 + 1.6."},
       .remarks = {Remark("1 2", "it stops where it meets the floor, and it began elsewhere."),
                   Remark("0.8 1.6", "that is the step. From where?")},
       .reveal = "3.8 + 2 * 0.6 is 5, too. It fits as well, and it is another fit."});
  lesson.plot(valley(true), "Both ways are parallel: a step never goes along the floor.");
  lesson.choose(
      "What is special about the fit that is found from 0?",
      {{"it has the smallest loss", false, "the loss is 0 all along the line."},
       {"of all that fit, it is nearest to 0: the shortest w", true},
       {"it has the smallest w2", false, "the line goes on, to w2 = 0 and below."}},
      {.hints = {"It meets the line upright. Which point of a line is nearest to 0?"},
       .reveal =
           "Every step is a multiple of the samples' features, here (1, 2); what stands upright on "
           "them is never touched. From 0 that leaves the fit of **least norm**; from elsewhere, "
           "what was there at the start stays for ever."});
  const Task task(shown_seed);
  const M seen = features(task, task.x, most_waves);
  Random random(22);
  Vector start(most_waves);
  for (double& w : start) w = random.normal() / 4;
  const Vector from_start = start + fit(seen, task.y - seen * start);
  lesson.plot(
      curve_of("100 weights, two starts", task, {fit(seen, task.y), from_start},
               {"from 0", "from elsewhere"}),
      told("Where descent ends: both pass through all samples. From 0 the error is {}, from "
           "random weights {}.",
           shown(distance(features(task, everywhere(), most_waves) * fit(seen, task.y)), 2),
           shown(distance(features(task, everywhere(), most_waves) * from_start), 2)));
}

void calmer(Lesson& lesson) {
  lesson.screen("Why it comes down again");
  lesson.say(
      "So with more weights than samples one gets the shortest fit. Let a wave more come in, and "
      "all the others stay.");
  lesson.choose(
      "Can the shortest fit become longer by it?",
      {{"yes: there are more weights to square", false,
        "the new one may be 0, and then nothing has changed."},
       {"no: the old fit is still among those to choose from", true}},
      {.hints = {"Give the new wave the weight 0. Does it still fit?"},
       .reveal = "It can only become shorter. That is so once the samples are fitted; "
                 "before, from p = 1 to 10, each wave comes nearer to them, at any price."});
  Plot plot = over_p("Length of the weights, ten samples", "|w|");
  plot.series.push_back({"least norm", {}});
  for (const Index p : all_p())
    plot.series[0].points.push_back(
        {static_cast<double>(p), Fitted(Task(shown_seed), p).weights.norm()});
  lesson.plot(plot, "The length has the peak of the error, at the same place.");
  lesson.say(
      "Long weights are waves that nearly cancel at the samples, and do not in between. Short ones "
      "have nothing to cancel: the curve is calmer, or **smoother**. Nobody asked for that. It "
      "comes of the start at 0, and is called **implicit regularisation**. "
      "So what the lecture says of it, \"when you have lots of functions to choose from, you choose "
      "one that is more smooth\", is true of whoever begins at 0, or near it.");
}

// ---- bias

/// What a least-norm fit loses of weights of length 1, on average: n samples, p isotropic features.
double lost(Index n, Index p) {
  Random random(static_cast<std::size_t>(p));
  double sum = 0;
  constexpr int draws = 100;
  for (int draw = 0; draw < draws; ++draw) {
    M x(n, p);
    Vector beta(p);
    for (double& entry : x.reshaped()) entry = random.normal();
    for (double& entry : beta) entry = random.normal();
    beta.normalize();
    sum += (fit(x, x * beta) - beta).squaredNorm() / draws;
  }
  return sum;
}

void bias(Lesson& lesson) {
  lesson.screen("Can bias increase?");
  lesson.say(
      "**Bias** is the error that stays when the noise is averaged out. \"As the number of "
      "parameters increases, can bias increase?\" The lecture says no. Test it, without any noise.");
  const Task task(shown_seed);
  Plot best = over_p("The nearest that p waves can come", "squared error");
  best.series.push_back({"best of its class", {}});
  for (const Index p : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) {
    const M said = features(task, everywhere(), p);
    best.series[0].points.push_back(
        {static_cast<double>(p), distance(said * fit(said, everywhere().unaryExpr(&truth)))});
  }
  lesson.plot(best, "Fitted to the truth itself, everywhere: it only falls.");
  lesson.say(
      "Each class of models contains the one before, so its best member is at least as good. That "
      "is what the \"no\" is about. But is the best member what one gets? Take the valley again, "
      "and let the true weights be (3, 1): 3 + 2 * 1 is 5, "
      "without noise. Descent from 0 ended at (1, 2).");
  lesson.predict("Which share of the true |w|^2 = 10 is the squared distance between them?", 0.5,
                 {.hints = {"The difference is (2, -1).", "4 + 1, of 10."},
                  .remarks = {{5.0, "that is the squared distance. Which share of 10 is it?"},
                              {std::sqrt(0.5), "squared, not its root."}},
                  .reveal = "Half of it is lost: one sample sees one direction of two.",
                  .seen = "a half stands everywhere"});
  lesson.say("If the features point every way alike, n samples see n directions of p.");
  lesson.predict("Ten samples, 40 weights. Which share of |w|^2 is lost on average?", 0.75,
                 {.hints = {"Which share of 40 directions is seen?", "1 - n/p."},
                  .remarks = {{0.25, "that is the share that is seen."}},
                  .reveal = "1 - 10/40. With more weights it is more."});
  Plot plot{
      .title = "Bias of the least-norm fit, n = 10",
      .x = {.label = "weights p", .logarithmic = true},
      .y = {.label = "share lost"},
      .series = {{"1 - n/p", {}, Plot::Look::line}, {"100 draws each", {}, Plot::Look::points}},
      .marks = {}};
  for (double p = 10; p < 165; p *= 1.1) plot.series[0].points.push_back({p, 1 - 10 / p});
  for (const Index p : {2, 5, 8, 10, 12, 15, 20, 40, 80, 160})
    plot.series[1].points.push_back({static_cast<double>(p), lost(10, p)});
  lesson.plot(plot, "Up to p = n nothing is lost; beyond, the bias rises.");
  lesson.say(
      "So: no, for the best member of classes that contain one another; yes, for what descent "
      "from 0 picks among features of this kind. Whether the error falls all the same depends on "
      "whether the truth lies in the directions that are seen.");
}

// ---- what helps

void against_it(Lesson& lesson) {
  lesson.screen("More data, and worse");
  lesson.say(
      "The peak is where p = n. So it can be met from the "
      "other side: ten waves, and ever more samples.");
  lesson.choose("p = 10 is held. You have 5 samples, and collect 5 more. The error everywhere?",
                {{"it falls: data always help", false, "where is the peak now?"},
                 {"it rises", true},
                 {"it stays", false, "n has come to p."}},
                {.hints = {"At how many samples is p = n?"},
                 .reveal = "With 10 samples there is one way through them again."});
  Plot more{.title = "Ten weights, ever more samples",
            .x = {.label = "samples n", .logarithmic = true},
            .y = {.label = "squared error", .logarithmic = true},
            .series = {},
            .marks = {}};
  std::vector<Run> plain(seeds), tamed(seeds);
  for (const Index n : {3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 20, 40})
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      const Task task(seed + 1, n);
      const M seen = features(task, task.x, 10), said = features(task, everywhere(), 10);
      const auto at = static_cast<double>(n);
      plain[seed].push_back({at, distance(said * fit(seen, task.y))});
      tamed[seed].push_back({at, distance(said * ridge(seen, task.y, 0.03))});
    }
  more.series = {typical("least norm", plain), typical("with 0.03 * |w|^2", tamed)};
  lesson.plot(more, "Here, too, the peak is where n = p. With a regulariser it is gone.");
  lesson.say(
      "The second curve adds lambda * |w|^2 to the mean loss, as [[17_batches]] does: it is called "
      "**ridge regression**. It makes the weights short on purpose, and gives up the last bit of "
      "fit for it.");
  Plot plot = over_p("Ten samples, with a regulariser", "squared error");
  const char* const names[] = {"lambda 0", "lambda 0.001", "lambda 0.03"};
  plot.series = {typical(names[0], plain_runs()), typical(names[1], ridge_runs(0.001)),
                 typical(names[2], ridge_runs(0.03))};
  for (Plot::Series& series : plot.series) series.below = series.above = {};
  lesson.choose("Now p again, ten samples. What will a small lambda do to the curve?",
                {{"flatten the peak", peak(plot.series[0]) < 12},
                 {"move the peak to a larger p", false, "p = n stays where it is."},
                 {"lift the whole curve", false, "where the weights are long, it brings it down."}},
                {.hints = {"Where are the weights longest?"}});
  lesson.plot(plot, "The more lambda, the less peak: what is left falls nearly all the way.");
  lesson.remember(
      "Where the weights just reach to fit every sample, there is one fit, and it is wild. With "
      "more, there are many, and descent from 0 takes the shortest. Measure the error on samples "
      "that were not fitted, beyond the peak, too; and a regulariser flattens it.");
  lesson.say(
      "All of this was seen on ten samples. What about thousands, and pictures? See [[23_digits]].");
}

void teach(Lesson& lesson) {
  ten_samples(lesson);
  counting(lesson);
  your_p(lesson);
  the_curve(lesson);
  shortest(lesson);
  calmer(lesson);
  bias(lesson);
  against_it(lesson);
  lesson.source("CS 181, Lecture of 20 February, scribe notes, section 3: the three questions.");
  lesson.source(
      "Belkin, Hsu, Ma and Mandal 2019, Reconciling modern machine-learning practice and the "
      "classical bias-variance trade-off: the curve, with random features.");
  lesson.source(
      "Hastie, Montanari, Rosset and Tibshirani 2022, Surprises in high-dimensional ridgeless "
      "least squares interpolation: the bias of the least-norm fit.");
}

}  // namespace

namespace lessons {
extern const Chapter lesson_22_double_descent{"22_double_descent", "Double descent", teach};
}

}  // namespace stepgrad
