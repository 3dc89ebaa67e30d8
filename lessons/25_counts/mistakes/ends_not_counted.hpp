// Only letters are counted.
// Told: There is a pair more in each name
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;
using Letters = std::vector<std::size_t>;

inline Letters with_ends(const Letters& name, std::size_t end) {
  Letters all{end};
  all.insert(all.end(), name.begin(), name.end());
  all.push_back(end);
  return all;
}

inline Matrix counts(const std::vector<Letters>& names, std::size_t end) {
  Matrix all(end + 1, Numbers(end + 1, 0.0));
  for (const Letters& name : names) {
    const Letters letters = with_ends(name, end);
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) ++all[letters[i]][letters[i + 1]];
  }
  return all;
}

inline Numbers probabilities(const Numbers& row, double added) {
  double sum = 0;
  for (const double count : row) sum += count + added;
  Numbers p;
  for (const double count : row) p.push_back((count + added) / sum);
  return p;
}

inline double loss(const Matrix& p, const std::vector<Letters>& names) {
  double sum = 0, pairs = 0;
  for (const Letters& name : names) {
    const Letters letters = with_ends(name, p.size() - 1);
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
      sum -= std::log(p[letters[i]][letters[i + 1]]);
      ++pairs;
    }
    --pairs;
  }
  return sum / pairs;
}

inline Numbers heated(const Numbers& p, double temperature) {
  double sum = 0;
  for (const double share : p) sum += std::pow(share, 1 / temperature);
  Numbers all;
  for (const double share : p) all.push_back(std::pow(share, 1 / temperature) / sum);
  return all;
}

inline std::size_t pick(const Numbers& p, double u) {
  std::size_t letter = 0;
  double sum = p[0];
  while (u >= sum && letter + 1 < p.size()) {
    ++letter;
    sum += p[letter];
  }
  return letter;
}
