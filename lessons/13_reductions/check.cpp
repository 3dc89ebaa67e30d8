// The check of exercise 13: words and answers of which each shows one mistake, then random ones, with
// every way that is taken for the right one played through as well; then the answers of learners.
#include <stepgrad/course/exercise_check.hpp>

#include <cmath>
#include <utility>

#include EXERCISE

namespace checking {  // apart from whatever names the learner uses

using Numbers = std::vector<double>;
using Words = std::vector<Numbers>;

std::string in_words(const Numbers& numbers) {
  std::string text;
  for (const double number : numbers) text += ' ' + stepgrad::in_digits(number);
  return text;
}

/// How a class is found: the right way, or one that is taken for it.
struct Way {
  enum class Tie { larger, smaller, first };
  Tie tie = Tie::larger;
  bool last_of_equals = false, zero_is_yes = false, sums_kept = true, whole_sums = false;
  bool counts_go_on = false;                   // from word to word
  std::size_t words_left = 0, asked_less = 0;  // of the last ones
  bool (*nearer)(std::size_t distance, std::size_t best) =
      [](std::size_t distance, std::size_t best) { return distance < best; };
};

std::size_t found(const Words& words, const Numbers& scores, const Way& way) {
  std::size_t best = 0, best_distance = 0, distance = 0;
  double best_sum = 0;
  for (std::size_t k = 0; k + way.words_left < words.size(); ++k) {
    if (!way.counts_go_on) distance = 0;
    double sum = 0;
    for (std::size_t j = 0; j + way.asked_less < scores.size(); ++j) {
      const bool yes = scores[j] > 0 || (way.zero_is_yes && scores[j] == 0);
      distance += words[k][j] != (yes ? 1 : -1);
      sum += words[k][j] * scores[j];
      if (way.whole_sums) sum = std::trunc(sum);
    }
    const bool wins = way.tie == Way::Tie::larger  ? sum > best_sum
                    : way.tie == Way::Tie::smaller ? sum < best_sum
                                                   : false;
    if (k == 0 || way.nearer(distance, best_distance) ||
        (distance == best_distance && (wins || (way.last_of_equals && sum == best_sum)))) {
      best = k;
      best_distance = distance;
      if (way.sums_kept) best_sum = sum;
    }
  }
  return best;
}

/// The class with the largest sum, whatever the distances are.
std::size_t by_sums(const Words& words, const Numbers& scores) {
  const auto sum = [&](const Numbers& word) {
    double all = 0;
    for (std::size_t j = 0; j < scores.size(); ++j) all += word[j] * scores[j];
    return all;
  };
  std::size_t best = 0;
  for (std::size_t k = 1; k < words.size(); ++k)
    if (sum(words[k]) > sum(words[best])) best = k;
  return best;
}

std::vector<stepgrad::Slip> slips(const Words& words, const Numbers& scores) {
  const auto by = [&](const Way& way) { return static_cast<double>(found(words, scores, way)); };
  return {
      {"Is it counted where they agree, or where they differ? The fewest differences win.",
       by({.nearer = [](std::size_t distance, std::size_t best) { return distance > best; }})},
      {"One large score does not outvote two: the distance comes first, and sums only break ties.",
       static_cast<double>(by_sums(words, scores))},
      {"A score of 0 is not above 0: the answer is -1.", by({.zero_is_yes = true})},
      {"The sum loses what stands behind its point. Is it an int?", by({.whole_sums = true})},
      {"Where words are equally near, the sum of word[j] * scores[j] decides.",
       by({.tie = Way::Tie::first})},
      {"Where words are equally near, the larger sum wins.", by({.tie = Way::Tie::smaller})},
      {"Where both distance and sum are the same, it is the word that stands first.",
       by({.last_of_equals = true})},
      {"A class that takes the place of the best has to leave its sum there, too.",
       by({.sums_kept = false})},
      {"The differences of one word are counted on in the next: begin each at 0.",
       by({.counts_go_on = true})},
      {"The last word is never looked at.", by({.words_left = 1})},
      {"The last question is never asked.", by({.asked_less = 1})},
      {"Classes count from 0.", by({}) + 1}};
}

void check_nearest(stepgrad::ExerciseCheck& exercise) {
  std::vector<std::pair<Words, Numbers>> cases{{{{1, 1, 1}, {-1, -1, -1}}, {2, 1, 3}},
                                               {{{1, -1, -1}, {-1, 1, 1}}, {9, 1, 1}},
                                               {{{1, 1, 1}, {-1, -1, -1}}, {0, 0, 5}},
                                               {{{1, -1}, {-1, 1}}, {1, 3}},
                                               {{{1, -1}, {-1, 1}}, {3, 1}},
                                               {{{1, -1}, {-1, 1}}, {2, 2}},
                                               {{{1, -1}, {-1, 1}}, {0.5, 0.75}},
                                               {{{1, 1}, {-1, -1}}, {-2, 1}},
                                               {{{1, -1, 1}, {1, -1, -1}, {-1, 1, -1}}, {1, 3, -2}},
                                               {{{-1, -1, 1}, {1, 1, 1}, {1, -1, -1}}, {1, -1, 1}},
                                               {{{1, -1, 1}, {-1, 1, 1}, {1, 1, -1}}, {2, 1, 3}}};
  for (int i = 0; i < 50; ++i) {
    Words words(4, Numbers(6));
    Numbers scores(6);
    for (Numbers& word : words)
      for (double& sign : word) sign = stepgrad::random_eighth(-1, 1) > 0 ? 1 : -1;
    for (double& score : scores) score = stepgrad::random_eighth(-3, 3);
    cases.emplace_back(words, scores);
  }
  std::vector<stepgrad::Sample> samples;
  for (const auto& [words, scores] : cases) {
    std::string where = "scores" + in_words(scores) + ", words";
    for (const Numbers& word : words) where += " (" + in_words(word).substr(1) + ")";
    exercise.about_to(where);
    samples.push_back({where, static_cast<double>(nearest(words, scores)),
                       static_cast<double>(found(words, scores, {})), slips(words, scores)});
  }
  exercise.numbers("the class", samples, 1e-9);
}

/// What is decided if each score is changed like this.
template <class Change>
std::size_t decided(const Words& words, const Words& learners, const Numbers& x, Change&& change) {
  Numbers scores;
  for (const Numbers& w : learners) scores.push_back(change(w[0] * x[0] + w[1] * x[1]));
  return found(words, scores, {});
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
