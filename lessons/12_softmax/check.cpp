// The check of exercise 12: probabilities of scores small and large, and the slopes of a mean loss.
#include <stepgrad/course/exercise_training.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using stepgrad::MatrixSample;
using stepgrad::Rows;
using Row = std::vector<double>;

Row right(const Row& scores) {
  const double largest = *std::max_element(scores.begin(), scores.end());
  Row p;
  double sum = 0;
  for (const double score : scores) p.push_back(std::exp(score - largest)), sum += p.back();
  for (double& share : p) share /= sum;
  return p;
}

std::string story(const Row& scores) {
  std::string all = "scores";
  for (const double score : scores) all += " " + stepgrad::in_digits(score);
  return all;
}

Row any(std::size_t classes) {
  Row scores;
  for (std::size_t k = 0; k < classes; ++k) scores.push_back(stepgrad::random_eighth(-2, 2));
  return scores;
}

/// Each number of a row, by its own.
template <class Make>
Row each(Row row, Make&& make) {
  for (double& number : row) number = make(number);
  return row;
}

Row shares(Row row) {
  double sum = 0;
  for (const double number : row) sum += number;
  return each(row, [=](double number) { return number / sum; });
}

void check_softmax(stepgrad::ExerciseCheck& exercise) {
  std::vector<Row> cases{{0, 0, 0}, {1, 2}, {-1, 0, 2, 0.5}};
  for (int i = 0; i < 10; ++i) cases.push_back(any(3));
  std::vector<MatrixSample> samples;
  for (const Row& scores : cases) {
    exercise.about_to("softmax, " + story(scores));
    const double largest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (const double score : scores) sum += score;
    samples.push_back(
        {story(scores),
         {Rows{softmax(scores)}, Rows{right(scores)}},
         {{"Divide by the sum of all, which is a double.",
           {each(scores, [=](double score) { return std::exp(score - largest); })}},
          {"Divide by the sum of all, which is a double.",
           {each(scores, [](double score) { return std::exp(score); })}},
          {"It is divided by the number of classes. Divide by the sum of all.",
           {each(scores,
                 [&](double score) {
                   return std::exp(score - largest) / static_cast<double>(scores.size());
                 })}},
          {"The scores themselves are divided by their sum. First e has to be raised to each.",
           {each(scores, [=](double score) { return score / sum; })}},
          {"The sign in front of the score is turned: the larger the score, the larger its p.",
           {right(each(scores, [](double score) { return -score; }))}},
          {"These are sigmoids, each of its own score: what it takes from the others is missing.",
           {each(scores, [](double score) { return 1 / (1 + std::exp(-score)); })}},
          {"The largest score is to be taken away from the score, before e is raised to it.",
           {shares(each(scores, [=](double score) { return std::exp(score) - largest; }))}},
          {"That is the logarithm of it.",
           {each(right(scores), [](double p) { return std::log(p); })}}}});
  }
  stepgrad::check_matrices(exercise, "p", samples, 1e-12);
}

/// Scores that are too large for e, or so far below 0 that nothing is left of it.
void check_far_out(stepgrad::ExerciseCheck& exercise) {
  for (const Row& scores :
       {Row{1000, 1001, 1002}, Row{-1000, -1001, -1000}, Row{0, 1000, 999}, Row{-1000, 1000}}) {
    exercise.about_to("softmax, " + story(scores));
    const Row yours = softmax(scores), p = right(scores);
    for (std::size_t k = 0; k < p.size(); ++k)
      if (yours.size() != p.size() || !(std::abs(yours[k] - p[k]) < 1e-12))
        exercise.not_yet(
            "For " + story(scores) + " it is wrong.",
            scores[0] < 0 && scores.back() < 0
                ? "All scores are below 0 here. Is the largest of them taken away? If it is sought "
                  "from 0 on, it is never found: begin with the first score."
                : "Take the largest score away from all before e is raised to them: then no power "
                  "is above 1, and one is 1.");
  }
}

/// What each p becomes on its way to a slope; `label` is 1 at the label, else 0.
using Share = double (*)(double p, double label, double score, double n);

Rows slopes(const Rows& scores, const std::vector<std::size_t>& labels, Share share,
            std::size_t further = 0) {
  Rows all;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    Row row = right(scores[i]);
    for (std::size_t k = 0; k < row.size(); ++k)
      row[k] = share(row[k], k == (labels[i] + further) % row.size() ? 1 : 0, scores[i][k],
                     static_cast<double>(scores.size()));
    all.push_back(row);
  }
  return all;
}

/// Softmax of what each class has in all samples, instead of what each sample has in all classes.
Rows over_samples(const Rows& scores, const std::vector<std::size_t>& labels) {
  Rows all(scores.size(), Row(3));
  for (std::size_t k = 0; k < 3; ++k) {
    Row column;
    for (const Row& row : scores) column.push_back(row[k]);
    column = right(column);
    for (std::size_t i = 0; i < scores.size(); ++i)
      all[i][k] = (column[i] - (labels[i] == k ? 1 : 0)) / static_cast<double>(scores.size());
  }
  return all;
}

void check_gradient(stepgrad::ExerciseCheck& exercise) {
  const Share slope = [](double p, double label, double, double n) { return (p - label) / n; };
  std::vector<MatrixSample> samples;
  for (std::size_t n = 2; n < 8; ++n) {
    Rows scores;
    std::vector<std::size_t> labels;
    for (std::size_t i = 0; i < n; ++i) scores.push_back(any(3)), labels.push_back((i * i + n) % 3);
    const auto slip = [&](Share share) { return slopes(scores, labels, share); };
    std::string where = std::to_string(n) + " samples with the labels";
    for (const std::size_t label : labels) where += " " + std::to_string(label);
    exercise.about_to("gradient, of " + where);
    samples.push_back(
        {where,
         {gradient(scores, labels), slip(slope), n},
         {{"1 has to be taken away at the label.",
           slip([](double p, double, double, double n) { return p / n; })},
          {"1 has to be taken away at the label, and the mean over the samples is missing.",
           slip([](double p, double, double, double) { return p; })},
          {"Labels count from 0.", slopes(scores, labels, slope, 2)},
          {"1 is taken away from every class. It belongs to the label alone.",
           slip([](double p, double, double, double n) { return (p - 1) / n; })},
          {"Only the label has a slope. The other scores have one, too: their p.",
           slip([](double p, double label, double, double n) { return label * (p - 1) / n; })},
          {"It is divided by the number of samples before 1 is taken away: "
           "the 1 has to be divided, too.",
           slip([](double p, double label, double, double n) { return p / n - label; })},
          {"1 is added at the label. It has to be taken away.",
           slip([](double p, double label, double, double n) { return (p + label) / n; })},
          {"-1 stands in the place of p at the label. It is p, less 1.",
           slip([](double p, double label, double, double n) { return (label > 0 ? -1 : p) / n; })},
          {"The sign of p is turned at the label. It is p, less 1.",
           slip([](double p, double label, double, double n) { return (label > 0 ? -p : p) / n; })},
          {"Each sample has its own label, labels[i].",
           slopes(scores, std::vector<std::size_t>(n, labels[0]), slope)},
          {"It is divided by one less than there are samples.",
           slip([](double p, double label, double, double n) { return (p - label) / (n - 1); })},
          {"It is divided by the number of classes. The mean is over the samples.",
           slip([](double p, double label, double, double) { return (p - label) / 3; })},
          {"That is score less 1 at the label. Softmax of the scores is missing.",
           slip([](double, double label, double score, double n) { return (score - label) / n; })},
          {"These are the probabilities' own slopes, p * (1 - p). They have "
           "cancelled against the logarithm.",
           slip([](double p, double label, double, double n) {
             return (p - label) * p * (1 - p) / n;
           })},
          {"Softmax is taken over the samples, of one class. It belongs to the "
           "classes of one sample.",
           over_samples(scores, labels)}}});
  }
  stepgrad::check_matrices(exercise, "the gradient", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_softmax(exercise);
  check_far_out(exercise);
  check_gradient(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
