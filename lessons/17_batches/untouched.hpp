// Exercise 17. Mini-batches: one epoch, from the shuffled samples to the last step.
//
// You have seen what a batch tells of the gradient. Now write an epoch of your own, for a line w*x +
// b through points: shuffle, cut into batches, take the slopes of each, and step.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Places = std::vector<std::size_t>;  // of samples: sample i is x[i], y[i]

/// The line w*x + b; or the slopes of a loss in both.
struct Fit {
  double w, b;
};

/// The places 0 … n-1 in random order, each order as likely as any other. `below(k)` draws one of 0
/// … k-1; take all that is left to chance from it.
inline Places shuffled(std::size_t n, const std::function<std::size_t(std::size_t)>& below) {
  todo();  // replace this line; it ends with: return order;
}

/// The order cut into batches of `size`, first things first; the last batch has what is left.
inline std::vector<Places> cut(const Places& order, std::size_t size) {
  todo();  // replace this line; it ends with: return batches;
}

/// The slopes of the **mean** of (w*x + b - y)^2 over the samples of the batch.
inline Fit gradient(const Numbers& x, const Numbers& y, const Places& batch, Fit fit) {
  todo();  // replace this line; it ends with: return {dL_dw, dL_db};
}

/// What the batch says of the slopes of F, the **sum** of the losses of all samples in x and y: an
/// estimate that is right on average.
inline Fit gradient_of_sum(const Numbers& x, const Numbers& y, const Places& batch, Fit fit) {
  todo();  // replace this line
}

/// The line after one epoch: a step by the gradient of each batch's mean, one after another.
inline Fit epoch(const Numbers& x, const Numbers& y, const std::vector<Places>& batches, Fit fit,
                 double rate) {
  todo();  // replace this line; it ends with: return fit;
}
