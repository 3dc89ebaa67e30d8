// b's slope is taken when w has moved.
// Told: An entry of w is changed while
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

struct Fit {
  double w, b;
};

inline Fit gradient(const std::vector<double>& x, const std::vector<double>& y, Fit fit) {
  const double n = static_cast<double>(x.size());
  Fit slopes{0, 0};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double error = fit.w * x[i] + fit.b - y[i];
    slopes.w += 2 * error * x[i] / n;
    slopes.b += 2 * error / n;
  }
  return slopes;
}

inline Fit step(const std::vector<double>& x, const std::vector<double>& y, Fit fit, double rate) {
  fit.w -= rate * gradient(x, y, fit).w;
  fit.b -= rate * gradient(x, y, fit).b;
  return fit;
}

struct Descent {
  Fit fit;
  std::size_t steps;
};

inline Descent descend(const std::vector<double>& x, const std::vector<double>& y, Fit start,
                       double rate, double enough, std::size_t most) {
  Fit fit = start;
  std::size_t steps = 0;
  while (steps < most) {
    const Fit slopes = gradient(x, y, fit);
    if (std::abs(slopes.w) < enough && std::abs(slopes.b) < enough) break;
    fit = step(x, y, fit, rate);
    ++steps;
  }
  return {fit, steps};
}
