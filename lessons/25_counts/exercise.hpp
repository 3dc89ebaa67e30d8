// Exercise 25. A model of language, by counting.
//
// You have seen which letters follow which, what a guess costs, and how names are drawn. Now write it.
// Letters are numbers from 0 on. One more number, `end`, is larger than all of them: it stands before
// each name and behind it, and is not written in it. With the letters a and n, the name ann is {0, 1,
// 1}, and the end is 2: the pairs are 2 0, 0 1, 1 1 and 1 2.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;  // row after row
using Letters = std::vector<std::size_t>;

/// How often each letter came after each: a row for the first of a pair, a column for the second, from
/// 0 to the end.
inline Matrix counts(const std::vector<Letters>& names, std::size_t end) {
  todo();  // replace this line; begin with: Matrix all(end + 1, Numbers(end + 1, 0.0));
}

/// The probabilities of a row of counts, after so much was added to each of them.
inline Numbers probabilities(const Numbers& row, double added) {
  todo();  // replace this line; it ends with: return p;
}

/// The loss of names, a letter: the mean of -log p over all pairs of all names. p[i][j] is how likely
/// letter j is after letter i; its last row and column are those of the end.
inline double loss(const Matrix& p, const std::vector<Letters>& names) {
  todo();  // replace this line
}

/// The probabilities at this temperature: p to the power 1/temperature, with the sum 1.
inline Numbers heated(const Numbers& p, double temperature) {
  todo();  // replace this line; it ends with: return all;
}

/// The letter that is drawn. u is from 0 to below 1: letter 0 has all u below p[0], letter 1 those
/// from there to below p[0] + p[1], and so on.
inline std::size_t pick(const Numbers& p, double u) {
  todo();  // replace this line; it ends with: return letter;
}
