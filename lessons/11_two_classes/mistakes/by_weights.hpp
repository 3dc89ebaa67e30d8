// The mean over the wrong number.
// Told: It is divided by the number of weights
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
      slopes[i] += slope * x[k][i] / static_cast<double>(w.size());
  }
  return slopes;
}
