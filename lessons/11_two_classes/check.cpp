// The check of exercise 11: probabilities, also of very large scores, and gradients over samples,
// beside all that is easily taken for them.
#include <stepgrad/course/exercise_training.hpp>

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

void check_probability(stepgrad::ExerciseCheck& exercise) {
  std::vector<std::pair<Row, Row>> places{
      {{0, 0}, {1, 2}},     {{1, 2}, {1, -1}}, {{1.5, 1.0 / 6}, {2, 1}}, {{100, 0}, {10, 1}},
      {{100, 0}, {-10, 1}}, {{2}, {-3}},       {{1, 2, 3}, {1, 1, -1}}};
  const auto any = [] { return stepgrad::random_eighth(-2, 2); };
  for (int i = 0; i < 15; ++i) places.push_back({{any(), any()}, {any(), any()}});
  std::vector<Sample> samples;
  for (const auto& [w, x] : places) {
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
           std::exp(f) / (1 + std::exp(f))},
          {"Only the first weight is in it: add up over all.", sigmoid(w[0] * x[0])},
          {"Only the last weight is in it: add up, with +=.", sigmoid(w.back() * x.back())}}});
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

/// The mean over the samples of error(p, t, f) times x, in this place.
template <class Error>
double mean_of(const Data& data, std::size_t place, Error&& error) {
  double sum = 0;
  for (std::size_t k = 0; k < data.x.size(); ++k) {
    const double f = score_of(data.w, data.x[k]);
    sum += error(sigmoid(f), data.t[k], f) * data.x[k][place];
  }
  return sum / static_cast<double>(data.x.size());
}

double right_slope(const Data& data, std::size_t place) {
  return mean_of(data, place, [](double p, double t, double) { return p - t; });
}

void check_gradient(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::MatrixSample> matrices;
  std::vector<std::vector<Sample>> rows(2);
  for (const Data& data : all_data()) {
    const std::string where = std::to_string(data.x.size()) + " samples, w = " + listed(data.w) +
                              ", the first x = " + listed(data.x[0]);
    exercise.about_to("gradient with " + where);
    const Row yours = gradient(data.w, data.x, data.t);
    const Rows right{{right_slope(data, 0), right_slope(data, 1)}};
    matrices.push_back({where, {Rows{yours}, right, data.x.size()}});
    if (yours.size() != 2) break;
    double errors = 0;
    for (std::size_t k = 0; k < data.x.size(); ++k)
      errors +=
          (sigmoid(score_of(data.w, data.x[k])) - data.t[k]) / static_cast<double>(data.x.size());
    const double n = static_cast<double>(data.x.size());
    for (std::size_t i = 0; i < 2; ++i)
      rows[i].push_back(
          {where,
           yours[i],
           right[0][i],
           {{"The slope of the sigmoid, p*(1 - p), is in it. That belongs to squared error; here it "
             "has cancelled against the logarithm.",
             mean_of(data, i, [](double p, double t, double) { return (p - t) * p * (1 - p); })},
            {"The score is compared with t, and it should be the probability.",
             mean_of(data, i, [](double, double t, double f) { return f - t; })},
            {"The error is not multiplied by x.", errors},
            {"The error is not multiplied by x, and the mean is missing.", n * errors},
            {"t is taken for 1 and -1. Here it is 1 and 0.",
             mean_of(data, i, [](double p, double t, double) { return p - (2 * t - 1); })},
            {"Only p is in it: the error is p - t.",
             mean_of(data, i, [](double p, double, double) { return p; })}}});
  }
  const bool complete = std::size(rows[0]) == matrices.size();
  // What explains a row by a sentence of this exercise, then what explains the whole matrix.
  if (complete) {
    bool known = false;
    for (const std::vector<Sample>& row : rows)
      for (std::size_t slip = 0; slip < row[0].slips.size(); ++slip) {
        bool all = true;
        for (const Sample& sample : row)
          all = all && std::abs(sample.yours - sample.slips[slip].value) < 1e-9;
        known = known || all;
      }
    if (known)
      for (std::size_t i = 0; i < 2; ++i)
        exercise.numbers(i == 0 ? "dL/dw[0]" : "dL/dw[1]", rows[i], 1e-12);
  }
  stepgrad::check_matrices(exercise, "the gradient", matrices, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_probability(exercise);
  check_gradient(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
