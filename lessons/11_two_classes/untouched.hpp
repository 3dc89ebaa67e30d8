// Exercise 11. Logistic regression: two classes, one score.
//
// You have seen a line learn to divide two classes. Write what it needs: the probability, and the
// gradient of the mean loss over all samples.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// The probability of class 1: the sigmoid of the score w[0]*x[0] + w[1]*x[1] + ... The score may
/// be as large as 1000, or as small as -1000.
inline double probability(const Numbers& w, const Numbers& x) {
  todo();  // replace this line
}

/// The gradient, in w, of the mean loss over all samples: a number for each weight. Sample i is
/// x[i], and t[i] is 1 if it is of class 1, else 0. There is at least one sample.
inline Numbers gradient(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  todo();  // replace this line
}
