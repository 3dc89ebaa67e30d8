// One step too many.
// Told: one step too many
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

using Numbers = std::vector<double>;

inline void step(Numbers& w, Numbers& v, const Numbers& g, double rate, double alpha) {
  for (std::size_t i = 0; i < w.size(); ++i) {
    v[i] = alpha * v[i] + g[i];
    w[i] -= rate * v[i];
  }
}

inline Numbers descend(const std::function<Numbers(const Numbers&)>& gradient, const Numbers& start,
                       double rate, double alpha, std::size_t steps) {
  Numbers w = start, v(start.size(), 0.0);
  for (std::size_t i = 0; i <= steps; ++i) step(w, v, gradient(w), rate, alpha);
  return w;
}

inline bool settles(double lambda, double rate, double alpha) {
  return rate * lambda > 0 && rate * lambda < 2 * (1 + alpha);
}
