// The check of exercise 20: batches of several sizes there and back, the running averages, and one
// sample alone.
#include <stepgrad/course/exercise_training.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::MatrixSlip;
using stepgrad::Rows;
using Row = std::vector<double>;

constexpr double small = 0.01;  // epsilon

double average(const Row& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

double squares(const Row& x) {
  double sum = 0;
  for (const double number : x) sum += (number - average(x)) * (number - average(x));
  return sum;
}

Row products(const Row& a, const Row& b) {
  Row all;
  for (std::size_t i = 0; i < a.size(); ++i) all.push_back(a[i] * b[i]);
  return all;
}

double count(const Row& x) { return static_cast<double>(x.size()); }

std::string story(const Row& x) {
  std::string all = "the batch";
  for (const double number : x) all += " " + stepgrad::in_digits(number);
  return all;
}

Row any(std::size_t size) {
  Row all;
  for (std::size_t i = 0; i < size; ++i) all.push_back(stepgrad::random_eighth(-3, 5));
  return all;
}

std::vector<Row> batches() {
  std::vector<Row> all{{1, 3, 3, 9}, {2, 5}};
  for (std::size_t i = 0; i < 8; ++i) {
    all.push_back(any(2 + i % 4));
    all.back()[0] = 6;  // not all the same
  }
  return all;
}

/// x less `middle`, divided by d.
Row scaled(Row x, double middle, double d) {
  for (double& number : x) number = (number - middle) / d;
  return x;
}

double deviation(const Row& x) { return std::sqrt(squares(x) / count(x) + small); }
Row right(const Row& x) { return scaled(x, average(x), deviation(x)); }

// ---- the way there

void check_forward(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples, deviations;
  for (const Row& x : batches()) {
    exercise.about_to("normalised, of " + story(x));
    const Normal yours = normalised(x);
    const double variance = squares(x) / count(x), m = average(x);
    const auto with = [&](double d) { return Rows{scaled(x, m, d)}; };
    const auto slip = [](std::string sentence, Rows rows) {
      return MatrixSlip{std::move(sentence), std::move(rows)};
    };
    const double unbiased = squares(x) / (count(x) - 1);
    samples.push_back(
        {story(x),
         {Rows{yours.n}, Rows{right(x)}},
         {slip("That divides the squares by the number of samples less 1. A batch is normalised by "
               "its own variance, divided by their number.",
               with(std::sqrt(unbiased + small))),
          slip("epsilon is missing: it is added to the variance, under the root.",
               with(std::sqrt(variance))),
          slip("epsilon is added to the root. It belongs under it, to the variance.",
               with(std::sqrt(variance) + small)),
          slip("That is divided by the variance. Take its root.", with(variance + small)),
          slip("That is only x less the mean. It has to be divided by d.", with(1)),
          slip("The mean is not taken away.", {scaled(x, 0, deviation(x))}),
          slip("The squares are added up, but not divided by the number of samples.",
               with(std::sqrt(squares(x) + small)))}});
    deviations.push_back({story(x), {Rows{{yours.d}}, Rows{{deviation(x)}}}, {}});
    deviations.back().slips = {
        slip("That is the variance with its epsilon. d is its root.", {{variance + small}}),
        slip("n is right, but this d lacks epsilon.", {{std::sqrt(variance)}})};
  }
  stepgrad::check_matrices(exercise, "n", samples, 1e-12);
  stepgrad::check_matrices(exercise, "d", deviations, 1e-12);
}

// ---- the way back

/// A way back, with what may be wrong in it.
struct Way {
  bool mean = true, deviation = true;  // the paths that are there
  bool gamma = true;
  double power = 1;   // of d
  double share = 0;   // a mean divides by: 0 their number, 1 one less, 2 nothing
  bool by_x = false;  // x in the place of n
};

Row slopes(const Row& x, double gamma, const Row& g, const Way& way = {}) {
  const Row n = right(x), along = way.by_x ? x : n;
  const double by = way.share == 2 ? 1 : count(x) - way.share;
  const double of_mean = average(g) * count(x) / by,
               of_deviation = average(products(g, along)) * count(x) / by;
  Row all;
  for (std::size_t i = 0; i < x.size(); ++i)
    all.push_back(
        (way.gamma ? gamma : 1) / std::pow(deviation(x), way.power) *
        (g[i] - (way.mean ? of_mean : 0) - (way.deviation ? along[i] * of_deviation : 0)));
  return all;
}

struct Wrong {
  const char* sentence;
  Way way;
};

const std::vector<Wrong>& wrongs() {
  static const std::vector<Wrong> all{
      {"Two paths of three are missing: the mean and d are made of the batch, too. Add 1 to all x: y "
       "does not change, so these slopes must have the sum 0.",
       {.mean = false, .deviation = false}},
      {"The path through the mean is missing: take the mean of g from each g.", {.mean = false}},
      {"The path through d is missing: x moves d, and d moves all n. Take n times the mean "
       "of g * n from each g.",
       {.deviation = false}},
      {"gamma is missing: on the way from y to n each slope is multiplied by it.",
       {.gamma = false}},
      {"It has to be divided by d.", {.power = 0}},
      {"It is divided by d twice. n has one of them in it already.", {.power = 2}},
      {"g and g * n are added up, but not divided by the number of samples: both are means.",
       {.share = 2}},
      {"The means are divided by the number of samples less 1. Here their number itself is right: "
       "the batch is normalised by it.",
       {.share = 1}},
      {"x stands in the place of n: the path through d goes along what is normalised.",
       {.by_x = true}}};
  return all;
}

void check_backward(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> of_x, of_gamma, of_beta;
  for (const Row& x : batches()) {
    const Row g = any(x.size());
    const double gamma = 0.5 + stepgrad::random_eighth(1, 3);
    const std::string where = story(x) + ", gamma " + stepgrad::in_digits(gamma);
    exercise.about_to("backward, of " + where);
    const Slopes yours = backward(x, gamma, g);
    MatrixSample sample{where, {Rows{yours.x}, Rows{slopes(x, gamma, g)}}, {}};
    for (const auto& [sentence, way] : wrongs())
      sample.slips.push_back({sentence, {slopes(x, gamma, g, way)}});
    sample.slips.push_back({"The sign is turned.", {slopes(x, -gamma, g)}});
    of_x.push_back(sample);
    const double sum = average(g) * count(x), along = average(products(g, right(x))) * count(x);
    of_gamma.push_back(
        {where,
         {Rows{{yours.gamma}}, Rows{{along}}},
         {{"gamma is multiplied by n, not by x.", {{average(products(g, x)) * count(x)}}},
          {"That is the mean over the samples. gamma is used by all of them: their "
           "slopes add up. (A mean, where the loss is one, is in g already.)",
           {{along / count(x)}}},
          {"That is beta's slope.", {{sum}}},
          {"There is a gamma too many in it: y = gamma * n, so the slope is n.",
           {{along * gamma}}}}});
    of_beta.push_back({where,
                       {Rows{{yours.beta}}, Rows{{sum}}},
                       {{"That is the mean over the samples. beta is used by "
                         "all of them: their slopes add up.",
                         {{sum / count(x)}}},
                        {"beta is added behind gamma, which is not in its slope.", {{sum * gamma}}},
                        {"The slopes of beta and gamma are exchanged.", {{along}}}}});
  }
  stepgrad::check_matrices(exercise, "dL/dx", of_x, 1e-11);
  stepgrad::check_matrices(exercise, "dL/dgamma", of_gamma, 1e-11);
  stepgrad::check_matrices(exercise, "dL/dbeta", of_beta, 1e-11);
}

// ---- in use

void check_running(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> means, variances;
  std::vector<Row> all = batches();
  for (const Row& x : all) {
    const Running old{stepgrad::random_eighth(-2, 2), 0.5 + stepgrad::random_eighth(0, 3)};
    exercise.about_to("after, of " + story(x));
    const Running yours = after(old, x);
    const double m = average(x), n = count(x), unbiased = squares(x) / (n - 1);
    const auto mixed = [](double old, double more, double share) {
      return Rows{{(1 - share) * old + share * more}};
    };
    const std::string shares =
        "The shares are exchanged: nine tenths are kept, and a tenth comes from the batch.";
    means.push_back({story(x),
                     {Rows{{yours.mean}}, mixed(old.mean, m, 0.1)},
                     {{shares, mixed(old.mean, m, 0.9)},
                      {"That is the batch's own mean: nothing of the old one is kept.", {{m}}},
                      {"0.1 of the batch is added, but of the old one only 0.9 is kept.",
                       {{old.mean + 0.1 * m}}}}});
    variances.push_back(
        {story(x),
         {Rows{{yours.variance}}, mixed(old.variance, unbiased, 0.1)},
         {{shares, mixed(old.variance, unbiased, 0.9)},
          {"The squares are divided by the number of samples. Here it has to be one less: a batch's "
           "own variance is too small, on average, for samples to come.",
           mixed(old.variance, squares(x) / n, 0.1)},
          {"That keeps the deviation. The variance is kept, without its root.",
           mixed(old.variance, std::sqrt(unbiased), 0.1)},
          {"epsilon does not belong into what is kept: it is added when it is used.",
           mixed(old.variance, unbiased + small, 0.1)},
          {"The old mean is used for this batch's variance.",
           mixed(old.variance, (squares(x) + n * (m - old.mean) * (m - old.mean)) / (n - 1), 0.1)},
          {"The squares are added up, but not divided.", mixed(old.variance, squares(x), 0.1)}}});
  }
  stepgrad::check_matrices(exercise, "the running mean", means, 1e-12);
  stepgrad::check_matrices(exercise, "the running variance", variances, 1e-12);
  exercise.about_to("after, of a batch of one");
  const Running alone = after({1, 2}, {6});
  if (!(std::abs(alone.mean - 1.5) < 1e-12))
    exercise.not_yet(
        "After a batch of one the running mean is wrong.",
        "Of the mean such a batch says as much as any: a tenth of the new one is its.");
  if (!(std::abs(alone.variance - 2) < 1e-12))
    exercise.not_yet("After a batch of one the running variance is " +
                         stepgrad::in_digits(alone.variance) + ", and it should be 2, as before.",
                     "One sample says nothing of a variance: 0 / 0. Leave the old one as it is.");
}

void check_in_use(stepgrad::ExerciseCheck& exercise) {
  std::vector<MatrixSample> samples;
  for (int i = 0; i < 10; ++i) {
    const Running kept{stepgrad::random_eighth(-2, 2), 0.5 + stepgrad::random_eighth(0, 3)};
    const double x = 4 + stepgrad::random_eighth(-2, 2), gamma = 2 + stepgrad::random_eighth(0, 2),
                 beta = stepgrad::random_eighth(1, 3);
    const auto with = [&](double middle, double d) {
      return Rows{{gamma * (x - middle) / d + beta}};
    };
    const std::string where = "x = " + stepgrad::in_digits(x) + ", mean " +
                              stepgrad::in_digits(kept.mean) + ", variance " +
                              stepgrad::in_digits(kept.variance);
    exercise.about_to("in_use, " + where);
    const double d = std::sqrt(kept.variance + small);
    samples.push_back(
        {where,
         {Rows{{in_use(kept, x, gamma, beta)}}, with(kept.mean, d)},
         {{"That is beta, whatever comes: x is normalised by itself alone. Use what was kept.",
           {{beta}}},
          {"epsilon is missing under the root.", with(kept.mean, std::sqrt(kept.variance))},
          {"What was kept is the variance. Divide by its root.", with(kept.mean, kept.variance)},
          {"What was kept is the variance. Divide by its root.",
           with(kept.mean, kept.variance + small)},
          {"The running mean is not taken away.", with(0, d)},
          {"x is not normalised.", with(0, 1)},
          {"gamma and beta are missing.", {{(x - kept.mean) / d}}}}});
  }
  stepgrad::check_matrices(exercise, "y", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_forward(exercise);
  check_backward(exercise);
  check_running(exercise);
  check_in_use(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
