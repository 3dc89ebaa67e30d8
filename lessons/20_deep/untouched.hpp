// Exercise 20. Batch normalisation, there and back.
//
// One unit, and a batch: x has the sums of all samples. You have seen a way back in one line,
// gamma * g / d, which forgets two paths of three. Write it whole.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

constexpr double epsilon = 0.01;  // larger than usual, so that it is seen

/// n = (x - mean) / d, and d = sqrt(variance + epsilon). The variance is the mean of (x - mean)^2.
struct Normal {
  Numbers n;
  double d;
};
inline Normal normalised(const Numbers& x) {
  todo();  // replace this line; it ends with: return {n, d};
}

/// The slopes of L in x, gamma and beta, where y = gamma * n + beta, and g has the slopes of L in y.
struct Slopes {
  Numbers x;
  double gamma, beta;
};
inline Slopes backward(const Numbers& x, double gamma, const Numbers& g) {
  todo();  // replace this line; it ends with: return {dx, dgamma, dbeta};
}

/// The running averages after one batch more: a tenth of each comes from the batch. Its variance
/// is here the sum of (x - mean)^2, divided by the number of samples less 1; a batch of one sample
/// says nothing of it, and leaves the old one.
struct Running {
  double mean = 0, variance = 1;
};
inline Running after(const Running& old, const Numbers& x) {
  todo();  // replace this line; it ends with: return {mean, variance};
}

/// y of one sample when the network is in use.
inline double in_use(const Running& kept, double x, double gamma, double beta) {
  todo();  // replace this line; it ends with: return y;
}
