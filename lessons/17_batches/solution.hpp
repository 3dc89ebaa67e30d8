// Each sample is in one batch of the epoch, in an order drawn anew. The mean over a batch is an
// estimate of the mean over all, whatever its size; so it is divided by the samples that are in it,
// and the sum of all n losses is estimated by n times as much.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

using Numbers = std::vector<double>;
using Places = std::vector<std::size_t>;

struct Fit {
  double w, b;
};

inline Places shuffled(std::size_t n, const std::function<std::size_t(std::size_t)>& below) {
  Places order;
  for (std::size_t i = 0; i < n; ++i) order.push_back(i);
  for (std::size_t left = n; left > 1; --left) std::swap(order[left - 1], order[below(left)]);
  return order;
}

inline std::vector<Places> cut(const Places& order, std::size_t size) {
  std::vector<Places> batches;
  for (const std::size_t place : order) {
    if (batches.empty() || batches.back().size() == size) batches.emplace_back();
    batches.back().push_back(place);
  }
  return batches;
}

inline Fit gradient(const Numbers& x, const Numbers& y, const Places& batch, Fit fit) {
  const double count = static_cast<double>(batch.size());
  Fit slopes{0, 0};
  for (const std::size_t i : batch) {
    const double error = fit.w * x[i] + fit.b - y[i];
    slopes.w += 2 * error * x[i] / count;
    slopes.b += 2 * error / count;
  }
  return slopes;
}

inline Fit gradient_of_sum(const Numbers& x, const Numbers& y, const Places& batch, Fit fit) {
  const double n = static_cast<double>(x.size());
  const Fit mean = gradient(x, y, batch, fit);
  return {n * mean.w, n * mean.b};
}

inline Fit epoch(const Numbers& x, const Numbers& y, const std::vector<Places>& batches, Fit fit,
                 double rate) {
  for (const Places& batch : batches) {
    const Fit slopes = gradient(x, y, batch, fit);
    fit = {fit.w - rate * slopes.w, fit.b - rate * slopes.b};
  }
  return fit;
}
