// The slope of the logistic loss in the score is p - t: what the model says, less the truth. The
// score's slope in each weight is that weight's number of x, so a sample's share is (p - t) x, and
// the mean of the shares is the gradient. No slope of the sigmoid is left in it: it has cancelled
// against the logarithm.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;

inline double probability(const Numbers& w, const Numbers& x) {
  double score = 0;
  for (std::size_t i = 0; i < w.size(); ++i) score += w[i] * x[i];
  return 1 / (1 + std::exp(-score));
}

inline Numbers gradient(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  Numbers slopes(w.size(), 0.0);
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double error = probability(w, x[k]) - t[k];
    for (std::size_t i = 0; i < w.size(); ++i)
      slopes[i] += error * x[k][i] / static_cast<double>(x.size());
  }
  return slopes;
}
