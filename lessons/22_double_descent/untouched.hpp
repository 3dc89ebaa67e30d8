// Exercise 22. Double descent: the fit that descent chooses, and the one that a regulariser wants.
//
// You have seen that descent from 0 finds the shortest of all fits. Now write it: the slopes of a
// linear model with a regulariser, the descent, and where it would end from another start.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

/// What the model says of each sample: the sum of its features, each times its weight. A row of
/// `features` is a sample, and has as many numbers as there are weights.
inline Numbers said(const Rows& features, const Numbers& w) {
  todo();  // replace this line; it ends with: return all;
}

/// The slope of the loss in each weight. The loss is the mean over the samples of (said - y)^2, and
/// to that is added lambda * |w|^2, where |w|^2 is the sum of the squares of all weights.
inline Numbers slopes(const Rows& features, const Numbers& y, const Numbers& w, double lambda) {
  todo();  // replace this line; it ends with: return all;
}

/// Where so many steps of gradient descent lead, from the start that finds the shortest fit. There
/// is at least one sample.
inline Numbers fitted(const Rows& features, const Numbers& y, double lambda, double rate,
                      std::size_t steps) {
  todo();  // replace this line; it ends with: return w;
}

/// Where the same descent leads from `start`, without a regulariser. Do not descend from there: what
/// is left over of y at the start is fitted by `fitted`, and comes on top of the start.
inline Numbers fitted_from(const Numbers& start, const Rows& features, const Numbers& y,
                           double rate, std::size_t steps) {
  todo();  // replace this line; it ends with: return w;
}
