// The label turns the sign.
// Told: The sign of p is turned at the label
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
  std::vector<Numbers> slopes;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    Numbers row = softmax(scores[i]);
    row[labels[i]] *= -1;
    for (double& slope : row) slope /= n;
    slopes.push_back(row);
  }
  return slopes;
}
