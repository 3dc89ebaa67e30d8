// A step that is lost in rounding.
// Told: too small
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

using Numbers = std::vector<double>;
using Gradient = std::function<Numbers(const Numbers& w)>;

inline Numbers hessian_times(const Gradient& gradient, const Numbers& w, const Numbers& d) {
  const double h = 1e-12;
  Numbers ahead = w, behind = w;
  for (std::size_t i = 0; i < w.size(); ++i) {
    ahead[i] += h * d[i];
    behind[i] -= h * d[i];
  }
  Numbers change = gradient(ahead);
  const Numbers other = gradient(behind);
  for (std::size_t i = 0; i < w.size(); ++i) change[i] = (change[i] - other[i]) / (2 * h);
  return change;
}

inline double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline double power(const Gradient& gradient, const Numbers& w, Numbers d, std::size_t rounds,
                    double shift) {
  const auto product = [&] {
    Numbers turned = hessian_times(gradient, w, d);
    for (std::size_t i = 0; i < d.size(); ++i) turned[i] -= shift * d[i];
    return turned;
  };
  for (std::size_t round = 0; round < rounds; ++round) {
    d = product();
    const double length = std::sqrt(dot(d, d));
    if (length == 0) return 0;
    for (double& number : d) number /= length;
  }
  return dot(d, product());
}

inline double largest_rate(const Gradient& gradient, const Numbers& w, const Numbers& d,
                           std::size_t rounds) {
  double most = power(gradient, w, d, rounds, 0);
  if (most < 0) most += power(gradient, w, d, rounds, most);
  return most > 0 ? 2 / most : std::numeric_limits<double>::infinity();
}
