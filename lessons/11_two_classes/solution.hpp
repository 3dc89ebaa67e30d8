// What a weight does to the loss of a sample has two links: the loss's slope in the score, which is
// lesson 9's (it is p - t, what the model says less the truth), and the score's slope in the weight,
// which is that weight's number of x. The mean of their products over the samples is the gradient. No
// slope of the sigmoid is left in it: it has cancelled against the logarithm.
//
// And the loss is right however large the score is, for lesson 9 has seen to that.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/09_losses.hpp>

using Numbers = std::vector<double>;

inline double score(const Numbers& w, const Numbers& x) {
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * x[i];
  return sum;
}

inline double probability(const Numbers& w, const Numbers& x) {
  return 1 / (1 + std::exp(-score(w, x)));
}

inline double mean_loss(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  double sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += lesson9::loss(score(w, x[k]), t[k]);
  return sum / static_cast<double>(x.size());
}

inline Numbers gradient(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  Numbers slopes(w.size(), 0.0);
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double slope = lesson9::slope(score(w, x[k]), t[k]);
    for (std::size_t i = 0; i < w.size(); ++i)
      slopes[i] += slope * x[k][i] / static_cast<double>(x.size());
  }
  return slopes;
}
