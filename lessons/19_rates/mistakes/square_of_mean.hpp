// The square of the mean.
// Told: v averages the square of m
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

using Numbers = std::vector<double>;

struct Adam {
  double rate = 0.001, beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double decay = 0;

  int t = 0;
  Numbers m, v;
};

inline void step(Adam& adam, Numbers& w, const Numbers& g) {
  ++adam.t;
  for (std::size_t i = 0; i < w.size(); ++i) {
    adam.m[i] = adam.beta1 * adam.m[i] + (1 - adam.beta1) * g[i];
    adam.v[i] = adam.beta2 * adam.v[i] + (1 - adam.beta2) * adam.m[i] * adam.m[i];
    const double m = adam.m[i] / (1 - std::pow(adam.beta1, adam.t));
    const double v = adam.v[i] / (1 - std::pow(adam.beta2, adam.t));
    w[i] -= adam.rate * adam.decay * w[i] + adam.rate * m / (std::sqrt(v) + adam.epsilon);
  }
}

inline double rate_at(double peak, int warm_up, int steps, int step) {
  const double rate = peak * (1 + std::cos(std::numbers::pi * step / steps)) / 2;
  return step < warm_up ? rate * (step + 1) / warm_up : rate;
}
