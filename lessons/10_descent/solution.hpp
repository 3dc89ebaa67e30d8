// The gradient begins at 0 whenever it is asked for, adds up a share of every point, and is divided
// by their number: so no old slope is in it, and the rate need not change when points are added.
//
// A step takes both slopes at one place before it moves anything. The loop looks first and steps
// then, so it returns a line whose slopes it has seen. And it has a second way to end, for with too
// large a rate the slopes never become small.
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
  return {fit.w - rate * slopes.w, fit.b - rate * slopes.b};
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
