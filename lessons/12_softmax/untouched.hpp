// Exercise 12. Softmax, and the gradient of its log loss.
//
// You have seen how scores become probabilities, and the slopes p - onehot(y). Now write both.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// The probabilities of classes with these scores: e^score, divided by the sum of them all. Scores
/// may be as large as 1000, or as small as -1000.
inline Numbers softmax(const Numbers& scores) {
  todo();  // replace this line; it ends with: return p;
}

/// The gradient, in the scores, of the **mean** log loss of some samples: scores[i] are those of
/// sample i, and labels[i] is its class, 0 for the first. As many rows as samples.
inline std::vector<Numbers> gradient(const std::vector<Numbers>& scores,
                                     const std::vector<std::size_t>& labels) {
  todo();  // replace this line; it ends with: return slopes;
}
