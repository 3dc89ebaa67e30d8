// The count never begins anew.
// Told: the count begins anew
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

using Numbers = std::vector<double>;

inline Numbers dropout(const Numbers& h, double p, const Numbers& luck, bool training) {
  if (!training) return h;
  Numbers y;
  for (std::size_t i = 0; i < h.size(); ++i) y.push_back(luck[i] < p ? 0 : h[i] / (1 - p));
  return y;
}

inline Numbers dropout_backward(const Numbers& g, double p, const Numbers& luck) {
  Numbers slopes;
  for (std::size_t i = 0; i < g.size(); ++i) slopes.push_back(luck[i] < p ? 0 : g[i] / (1 - p));
  return slopes;
}

struct EarlyStopping {
  int patience;
  Numbers best = {};

  double lowest = std::numeric_limits<double>::infinity();
  int since = 0;

  bool epoch_done(double validation_loss, const Numbers& weights) {
    ++since;
    if (validation_loss < lowest) {
      lowest = validation_loss;
      best = weights;
    }
    return since >= patience;
  }
};
