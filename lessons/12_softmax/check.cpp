// The check of exercise 12: probabilities of scores small and large, and the slopes of a mean loss.
#include <stepgrad/course/exercise_check.hpp>

#include <algorithm>
#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

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

void same_length(stepgrad::ExerciseCheck& exercise, std::size_t yours, std::size_t expected) {
  if (yours != expected)
    exercise.not_yet("The number of entries is not right.",
                     "There are " + std::to_string(yours) + " where " + std::to_string(expected) +
                         " are expected: one for each class, and a row for each sample.");
}

void check_softmax(stepgrad::ExerciseCheck& exercise) {
  std::vector<Row> cases{{0, 0, 0}, {1, 2}, {-1, 0, 2, 0.5}};
  for (int i = 0; i < 10; ++i) cases.push_back(any(3));
  std::vector<stepgrad::Sample> samples;
  for (const Row& scores : cases) {
    exercise.about_to("softmax, " + story(scores));
    const Row yours = softmax(scores), p = right(scores);
    same_length(exercise, yours.size(), p.size());
    const double largest = *std::max_element(scores.begin(), scores.end());
    for (std::size_t k = 0; k < p.size(); ++k)
      samples.push_back({story(scores),
                         yours[k],
                         p[k],
                         {{"divide by the sum of all.", std::exp(scores[k] - largest)},
                          {"divide by the sum of all.", std::exp(scores[k])}}});
  }
  exercise.numbers("p", samples, 1e-12);
  for (const Row& scores : {Row{1000, 1001, 1002}, Row{-1000, -1001, -1000}}) {
    exercise.about_to("softmax, " + story(scores));
    const Row yours = softmax(scores), p = right(scores);
    same_length(exercise, yours.size(), p.size());
    for (std::size_t k = 0; k < p.size(); ++k)
      if (!(std::abs(yours[k] - p[k]) < 1e-12))
        exercise.not_yet("For " + story(scores) + " it is wrong.",
                         "take the largest score away from all before e is raised to them.");
  }
}

void check_gradient(stepgrad::ExerciseCheck& exercise) {
  std::vector<stepgrad::Sample> samples;
  for (std::size_t n = 2; n < 8; ++n) {
    std::vector<Row> scores;
    std::vector<std::size_t> labels;
    for (std::size_t i = 0; i < n; ++i) scores.push_back(any(3)), labels.push_back((i * i + n) % 3);
    exercise.about_to("gradient, of " + std::to_string(n) + " samples");
    const std::vector<Row> yours = gradient(scores, labels);
    same_length(exercise, yours.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
      const Row p = right(scores[i]);
      same_length(exercise, yours[i].size(), p.size());
      for (std::size_t k = 0; k < p.size(); ++k) {
        const double count = static_cast<double>(n), slope = p[k] - (labels[i] == k ? 1 : 0);
        samples.push_back(
            {story(scores[i]) + ", class " + std::to_string(k),
             yours[i][k],
             slope / count,
             {{"that is the sum over the samples. The mean is wanted.", slope},
              {"the mean is taken twice.", slope / count / count},
              {"1 has to be taken away at the label.", p[k] / count},
              {"labels count from 0.", (p[k] - ((labels[i] + 2) % 3 == k ? 1 : 0)) / count},
              {"the sign is turned: p less 1, not 1 less p.", -slope / count}}});
      }
    }
  }
  exercise.numbers("the slope", samples, 1e-12);
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_softmax(exercise);
  check_gradient(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
