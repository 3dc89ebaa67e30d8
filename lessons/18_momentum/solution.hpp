// The velocity is made before the loop and lives as long as it: that is the memory. Within a step it
// is renewed first, and the weight moves by the new one, as v1 = g1 and w1 = w0 - eta g1 have it.
//
// On a parabola nothing counts but rate times lambda, and momentum moves its limit from 2 up to 2 (1 +
// alpha).
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
  for (std::size_t i = 0; i < steps; ++i) step(w, v, gradient(w), rate, alpha);
  return w;
}

inline bool settles(double lambda, double rate, double alpha) {
  return rate * lambda > 0 && rate * lambda < 2 * (1 + alpha);
}
