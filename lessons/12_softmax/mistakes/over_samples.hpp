// Softmax along the wrong axis.
// Told: It belongs to the classes of one
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;

inline Numbers softmax(const Numbers& scores) {
  const double largest = *std::max_element(scores.begin(), scores.end());
  Numbers p;
  double sum = 0;
  for (const double score : scores) {
    p.push_back(std::exp(score - largest));
    sum += p.back();
  }
  for (double& share : p) share /= sum;
  return p;
}

inline std::vector<Numbers> gradient(const std::vector<Numbers>& scores,
                                     const std::vector<std::size_t>& labels) {
  const double n = static_cast<double>(scores.size());
  std::vector<Numbers> slopes(scores.size(), Numbers(scores[0].size()));
  for (std::size_t k = 0; k < scores[0].size(); ++k) {
    Numbers column;
    for (const Numbers& row : scores) column.push_back(row[k]);
    const Numbers p = softmax(column);
    for (std::size_t i = 0; i < scores.size(); ++i)
      slopes[i][k] = (p[i] - (labels[i] == k ? 1 : 0)) / n;
  }
  return slopes;
}
