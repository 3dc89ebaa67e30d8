// Exercise 11. Logistic regression: two classes, one score.
//
// You have seen a line learn to divide two classes. Write what it needs: the score, the probability,
// the mean loss over all samples, and its gradient. The loss of one score and its slope you have
// written in exercise 9: here they are lesson9::loss(f, y) and lesson9::slope(f, y).
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/09_losses.hpp>
#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// The score of class 1: w[0]*x[0] + w[1]*x[1] + ...
inline double score(const Numbers& w, const Numbers& x) {
  todo();  // replace this line
}

/// The probability of class 1: the sigmoid of the score, which may be as large as 1000, or as small
/// as -1000.
inline double probability(const Numbers& w, const Numbers& x) {
  todo();  // replace this line
}

/// The mean log loss over all samples. Sample i is x[i], and t[i] is 1 if it is of class 1, else 0.
/// There is at least one sample.
inline double mean_loss(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  todo();  // replace this line
}

/// The gradient of it in w: a number for each weight.
inline Numbers gradient(const Numbers& w, const std::vector<Numbers>& x, const Numbers& t) {
  todo();  // replace this line
}
