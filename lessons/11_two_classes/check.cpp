// The check of exercise 11: scores and probabilities, losses and gradients over samples, also of very
// large scores, beside all that is easily taken for them.
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::in_digits;
using stepgrad::Rows;
using stepgrad::Sample;
using Points = std::vector<std::vector<double>>;
using Row = std::vector<double>;

double score_of(const Row& w, const Row& x) {
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * x[i];
  return sum;
}

double sigmoid(double f) {
  return f < 0 ? std::exp(f) / (1 + std::exp(f)) : 1 / (1 + std::exp(-f));
}

std::string listed(const Row& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "(" : ", ") + in_digits(number);
  return text + ")";
}

std::vector<std::pair<Row, Row>> all_places() {
  std::vector<std::pair<Row, Row>> places{
      {{0, 0}, {1, 2}},     {{1, 2}, {1, -1}}, {{1.5, 1.0 / 6}, {2, 1}}, {{100, 0}, {10, 1}},
      {{100, 0}, {-10, 1}}, {{2}, {-3}},       {{1, 2, 3}, {1, 1, -1}}};
  const auto any = [] { return stepgrad::random_eighth(-2, 2); };
  for (int i = 0; i < 15; ++i) places.push_back({{any(), any()}, {any(), any()}});
  return places;
}

void check_score(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const auto& [w, x] : all_places()) {
    const std::string where = "w = " + listed(w) + ", x = " + listed(x);
    exercise.about_to("score with " + where);
    samples.push_back(
        {where,
         score(w, x),
         score_of(w, x),
         {{"Only the first product is in it: add up over all.", w[0] * x[0]},
          {"Only the last product is in it: add up, with +=.", w.back() * x.back()},
          {"That is the probability. The score goes into the sigmoid.", sigmoid(score_of(w, x))}}});
  }
  exercise.numbers("the score", samples, 1e-12);
}

void check_probability(stepgrad::ExerciseCheck& exercise) {
  std::vector<Sample> samples;
  for (const auto& [w, x] : all_places()) {
    const std::string where = "w = " + listed(w) + ", x = " + listed(x);
    exercise.about_to("probability with " + where);
    const double f = score_of(w, x);
    samples.push_back(
        {where,
         probability(w, x),
         sigmoid(f),
         {{"That is the score. The sigmoid makes a probability of it.", f},
          {"That is the probability of class 2: mind the sign in std::exp(-score).", sigmoid(-f)},
          {"That is tanh, from -1 to 1. The sigmoid lies between 0 and 1.", std::tanh(f)},
          {"Where the score is large, exp overflows, and inf / inf is no number: write it with "
           "std::exp(-score), and it never does.",
           std::exp(f) / (1 + std::exp(f))}}});
  }
  exercise.numbers("the probability", samples, 1e-12);
}

struct Data {
  Row w;
  Points x;
  Row t;
};

std::vector<Data> all_data() {
  std::vector<Data> all{{{0, 0}, {{2, 0}}, {1}}, {{1, -1}, {{1, 2}, {0.5, -1}, {3, 1}}, {1, 0, 0}}};
  for (std::size_t n = 2; n < 12; ++n) {
    const auto any = [] { return stepgrad::random_eighth(-2, 2); };
    Data data{{any(), any()}, {}, {}};
    for (std::size_t k = 0; k < n; ++k) {
      data.x.push_back({any(), any()});
      data.t.push_back(k % 3 == 0 ? 1 : 0);
    }
    all.push_back(data);
  }
  return all;
}

/// The mean over the samples of share(p, t, f, x in this place), as a row.
template <class Share>
Rows mean_of(const Data& data, Share&& share) {
  Row mean(data.w.size(), 0.0);
  for (std::size_t k = 0; k < data.x.size(); ++k) {
    const double f = score_of(data.w, data.x[k]), p = sigmoid(f);
    for (std::size_t i = 0; i < mean.size(); ++i)
      mean[i] += share(p, data.t[k], f, data.x[k][i]) / static_cast<double>(data.x.size());
  }
  return {mean};
}

double loss_of(double f, double t) {
  return std::max(f, 0.0) - t * f + std::log1p(std::exp(-std::abs(f)));
}

void check_loss(stepgrad::ExerciseCheck& exercise) {
  std::vector<Data> all = all_data();
  all.push_back({{1}, {{800}, {-900}}, {0, 1}});
  std::vector<Sample> samples;
  for (const Data& data : all) {
    const double n = static_cast<double>(data.x.size());
    const std::string where =
        (data.x.size() == 1 ? "one sample" : std::to_string(data.x.size()) + " samples") +
        ", w = " + listed(data.w) + ", the first x = " + listed(data.x[0]);
    exercise.about_to("mean_loss with " + where);
    double mean = 0, of_probability = 0, turned = 0;
    for (std::size_t k = 0; k < data.x.size(); ++k) {
      const double f = score_of(data.w, data.x[k]), t = data.t[k];
      mean += loss_of(f, t) / n;
      of_probability += loss_of(sigmoid(f), t) / n;
      turned += loss_of(f, 1 - t) / n;
    }
    const double yours = mean_loss(data.w, data.x, data.t);
    if (!std::isfinite(yours))
      exercise.not_yet(
          "the mean loss is " + in_digits(yours) + ", expected " + in_digits(mean),
          "That is for " + where +
              ".\n\nThe probability is 0 or 1 there, and its logarithm is lost: use lesson9::loss, which takes the score.");
    samples.push_back(
        {where,
         yours,
         mean,
         {{"That is the sum over the samples. The mean is wanted.", n * mean},
          {"The loss of lesson 9 takes the score, not the probability.", of_probability},
          {"The two classes are exchanged: t is 1 for class 1.", turned}}});
  }
  exercise.numbers("the mean loss", samples, 1e-12);
}

void check_gradient(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::MatrixSample> samples;
  for (const Data& data : all_data()) {
    const double n = static_cast<double>(data.x.size());
    const std::string where =
        (data.x.size() == 1 ? "one sample" : std::to_string(data.x.size()) + " samples") +
        ", w = " + listed(data.w) + ", the first x = " + listed(data.x[0]);
    exercise.about_to("gradient with " + where);
    const auto slope = [](double p, double t, double, double x) { return (p - t) * x; };
    Rows of_weights = mean_of(data, [](double p, double t, double, double) { return p - t; });
    for (std::size_t i = 0; i < data.w.size(); ++i) of_weights[0][i] *= data.w[i];
    samples.push_back(
        {where,
         {Rows{gradient(data.w, data.x, data.t)}, mean_of(data, slope), data.x.size()},
         {{"The slope of the sigmoid, p*(1 - p), is in it. That belongs to squared error; here it "
           "has cancelled against the logarithm.",
           mean_of(data,
                   [](double p, double t, double, double x) { return (p - t) * p * (1 - p) * x; })},
          {"The score is compared with t, and it should be the probability.",
           mean_of(data, [](double, double t, double f, double x) { return (f - t) * x; })},
          {"The error is not multiplied by x.",
           mean_of(data, [](double p, double t, double, double) { return p - t; })},
          {"The error is not multiplied by x, and the mean is missing.",
           mean_of(data, [n](double p, double t, double, double) { return n * (p - t); })},
          {"t is taken for 1 and -1. Here it is 1 and 0.",
           mean_of(data, [](double p, double t, double, double x) { return (p - 2 * t + 1) * x; })},
          {"It is divided by the number of weights. The mean is over the samples.",
           mean_of(data,
                   [&](double p, double t, double, double x) {
                     return (p - t) * x * n / static_cast<double>(data.w.size());
                   })},
          {"Each place has its own input: the error times x[k][i], not x[k][0].",
           {Row(data.w.size(), mean_of(data, slope)[0][0])}},
          {"The slope of a score in a weight is the input, and not the weight.", of_weights},
          {"Only p is in it: the error is p - t.",
           mean_of(data, [](double p, double, double, double x) { return p * x; })}}});
  }
  stepgrad::check_matrices(exercise, "the gradient", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_score(exercise);
  check_probability(exercise);
  check_loss(exercise);
  check_gradient(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
