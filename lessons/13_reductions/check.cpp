// The check of exercise 13: words and answers of which each shows one mistake, then random ones; then
// the same for answers that learners give.
#include <stepgrad/course/exercise_check.hpp>

#include <cmath>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;
using Words = std::vector<Numbers>;

std::string in_words(const Numbers& numbers) {
  std::string text;
  for (const double number : numbers) text += ' ' + stepgrad::in_digits(number);
  return text;
}

void look(stepgrad::ExerciseCheck& exercise, const Words& words, const Numbers& scores,
          std::size_t expected, const std::string& why) {
  std::string where = "scores" + in_words(scores) + ", words";
  for (const Numbers& word : words) where += " (" + in_words(word).substr(1) + ")";
  exercise.about_to(where);
  const std::size_t yours = nearest(words, scores);
  if (yours != expected)
    exercise.not_yet(
        "the class is " + std::to_string(yours) + ", expected " + std::to_string(expected),
        "That is for " + where + ".\n\n" + why + '\n');
}

/// The same by another way: the distance and the sum as one number. Sums of eighths are exact.
std::size_t right(const Words& words, const Numbers& scores) {
  std::size_t best = 0;
  double best_merit = 0;
  for (std::size_t k = 0; k < words.size(); ++k) {
    double merit = 0;
    for (std::size_t j = 0; j < scores.size(); ++j)
      merit += words[k][j] * (scores[j] + (scores[j] > 0 ? 1000.0 : -1000.0));
    if (k == 0 || merit > best_merit) {
      best = k;
      best_merit = merit;
    }
  }
  return best;
}

void check_nearest(stepgrad::ExerciseCheck& exercise) {
  look(exercise, {{1, 1, 1}, {-1, -1, -1}}, {2, 1, 3}, 0,
       "The first word agrees with every answer. Is it counted "
       "where they agree, or where they differ?");
  look(exercise, {{1, -1, -1}, {-1, 1, 1}}, {9, 1, 1}, 1,
       "One large score does not outvote two: the distance comes first, and sums only break ties.");
  look(exercise, {{1, 1, 1}, {-1, -1, -1}}, {0, 0, 5}, 1,
       "A score of 0 is not above 0: the answer is -1.");
  look(exercise, {{1, -1}, {-1, 1}}, {1, 3}, 1,
       "Both words differ in one place. Are the scores asked, and does the larger sum win?");
  look(exercise, {{1, -1}, {-1, 1}}, {2, 2}, 0,
       "Both are equally near, with the same sum: it is the word that stands first.");
  for (int i = 0; i < 50; ++i) {
    Words words(4, Numbers(6));
    Numbers scores(6);
    for (Numbers& word : words)
      for (double& sign : word) sign = stepgrad::random_eighth(-1, 1) > 0 ? 1 : -1;
    for (double& score : scores) score = stepgrad::random_eighth(-3, 3);
    look(exercise, words, scores, right(words, scores),
         "Count for each word where it differs from the answers, "
         "and let the sum decide between equals.");
  }
}

/// What is decided if each score is changed like this.
template <class Change>
std::size_t decided(const Words& words, const Words& learners, const Numbers& x, Change&& change) {
  Numbers scores;
  for (const Numbers& w : learners) scores.push_back(change(w[0] * x[0] + w[1] * x[1]));
  return right(words, scores);
}

struct Sample {
  Words words, learners;
  Numbers x;

  std::size_t expected() const {
    return decided(words, learners, x, [](double f) { return f; });
  }
};

std::vector<Sample> samples() {
  std::vector<Sample> all{{{{1, 1}, {-1, -1}}, {{1, 0}, {0, 1}}, {-1, -2}},
                          {{{1, -1}, {-1, 1}}, {{1, 0}, {0, 1}}, {1, 3}}};
  for (int i = 0; i < 30; ++i) {
    const auto any = [] { return stepgrad::random_eighth(-2, 2); };
    Sample next{Words(3, Numbers(4)), Words(4), {any(), any()}};
    for (Numbers& word : next.words)
      for (double& sign : word) sign = any() > 0 ? 1 : -1;
    for (Numbers& w : next.learners) w = {any(), any()};
    all.push_back(next);
  }
  return all;
}

void check_decide(stepgrad::ExerciseCheck& exercise) {
  bool by_probability = true, by_sign = true;  // would that explain all of them?
  std::string first, where;
  for (const auto& [words, learners, x] : samples()) {
    where = "x" + in_words(x) + ", learners";
    for (const Numbers& w : learners) where += " (" + in_words(w).substr(1) + ")";
    exercise.about_to("decide with " + where);
    const std::size_t yours = decide(words, learners, x);
    const std::size_t expected = Sample{words, learners, x}.expected();
    by_probability = by_probability && yours == decided(words, learners, x, [](double f) {
                                         return 1 / (1 + std::exp(-f));
                                       });
    by_sign = by_sign &&
              yours == decided(words, learners, x, [](double f) { return f > 0 ? 1.0 : -1.0; });
    if (yours != expected && first.empty())
      first = "decide says class " + std::to_string(yours) + ", expected " +
              std::to_string(expected) + "\n\nThat is for " + where + ".\n\n";
  }
  if (first.empty()) return;
  const std::size_t end = first.find('\n');
  exercise.not_yet(
      first.substr(0, end),
      first.substr(end + 2) +
          (by_probability ? "Are probabilities taken for scores? A learner says -1 where its score "
                            "is below 0, and a probability is never below 0."
           : by_sign ? "Where words are equally near, the scores themselves decide, how sure each "
                       "learner is, and not only which side it is on."
                     : "Ask every learner for its score, lesson11::score(learners[j], x), and "
                       "give them all to nearest."));
}

void check(stepgrad::ExerciseCheck& exercise) {
  check_nearest(exercise);
  check_decide(exercise);
}

}  // namespace checking

int main(int count, char** words) {
  return stepgrad::check_exercise(count, words, checking::check);
}
