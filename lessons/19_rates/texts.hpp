// Short texts of five words, some of them rare, and whether a reader liked them: what the optimisers
// of lesson 19 race on, by logistic regression.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad::race {

using Numbers = std::vector<double>;

inline const Numbers frequencies{0.5, 0.25, 0.12, 0.06, 0.03};

struct Text {
  Numbers words;  // 1 where the word stands in it
  double liked;   // 1 or 0
};

/// 240 texts of five words, each rarer than the one before, and whether a reader liked them.
inline const std::vector<Text>& texts() {
  static const std::vector<Text> all = [] {
    const Numbers truth{1.5, -2, 2.5, -3, 3};
    std::vector<Text> made;
    Random random(19);
    for (int i = 0; i < 240; ++i) {
      Text text{{}, 0};
      for (const double often : frequencies) text.words.push_back(random.uniform() < often ? 1 : 0);
      const double score = std::inner_product(truth.begin(), truth.end(), text.words.begin(), 0.0);
      text.liked = random.uniform() < sigmoid(score) ? 1 : 0;
      made.push_back(text);
    }
    return made;
  }();
  return all;
}

inline double score(const Numbers& w, const Text& text) {
  return std::inner_product(w.begin(), w.end(), text.words.begin(), 0.0);
}

inline double loss(const Numbers& w) {
  double sum = 0;
  for (const Text& text : texts()) sum += softplus(score(w, text)) - text.liked * score(w, text);
  return sum / static_cast<double>(texts().size());
}

/// Of the mean loss of the next 8 texts.
inline Numbers batch_slopes(const Numbers& w, int step) {
  Numbers g(w.size());
  for (std::size_t k = 0; k < 8; ++k) {
    const Text& text = texts()[(static_cast<std::size_t>(step) * 8 + k) % texts().size()];
    const double error = sigmoid(score(w, text)) - text.liked;
    for (std::size_t i = 0; i < w.size(); ++i) g[i] += error * text.words[i] / 8;
  }
  return g;
}

}  // namespace stepgrad::race
