// The mean is taken for a number.
// Told: The path through the mean is missing
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;

constexpr double epsilon = 0.01;

inline double mean_of(const Numbers& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

inline double sum_of_squares(const Numbers& x) {
  const double mean = mean_of(x);
  double sum = 0;
  for (const double number : x) sum += (number - mean) * (number - mean);
  return sum;
}

struct Normal {
  Numbers n;
  double d;
};
inline Normal normalised(const Numbers& x) {
  const double mean = mean_of(x);
  const double d = std::sqrt(sum_of_squares(x) / static_cast<double>(x.size()) + epsilon);
  Numbers n;
  for (const double number : x) n.push_back((number - mean) / d);
  return {n, d};
}

struct Slopes {
  Numbers x;
  double gamma, beta;
};
inline Slopes backward(const Numbers& x, double gamma, const Numbers& g) {
  const auto [n, d] = normalised(x);
  const double samples = static_cast<double>(x.size());
  double dgamma = 0, dbeta = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    dgamma += g[i] * n[i];
    dbeta += g[i];
  }
  Numbers dx;
  for (std::size_t i = 0; i < x.size(); ++i)
    dx.push_back(gamma / d * (g[i] - n[i] * dgamma / samples));
  return {dx, dgamma, dbeta};
}

struct Running {
  double mean = 0, variance = 1;
};
inline Running after(const Running& old, const Numbers& x) {
  const double mean = 0.9 * old.mean + 0.1 * mean_of(x);
  if (x.size() == 1) return {mean, old.variance};
  const double variance = sum_of_squares(x) / static_cast<double>(x.size() - 1);
  return {mean, 0.9 * old.variance + 0.1 * variance};
}

inline double in_use(const Running& kept, double x, double gamma, double beta) {
  return gamma * (x - kept.mean) / std::sqrt(kept.variance + epsilon) + beta;
}
