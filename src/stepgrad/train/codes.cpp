#include <stepgrad/train/codes.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

using Eigen::Index;

void need_two(int classes) {
  if (classes < 2)
    throw Error(fmt::format("a reduction of {} class{} to two", classes, classes == 1 ? "" : "es"),
                "", "There must be two classes or more to tell apart.");
}

/// The questions that tell the classes from `first` up to `last` apart, from column `column` on.
/// Returns the column after them.
Index plant(CodeMatrix& codes, int first, int last, Index column) {
  if (last - first < 2) return column;
  const int middle = first + (last - first + 1) / 2;
  codes.col(column).segment(first, middle - first).setConstant(1);
  codes.col(column).segment(middle, last - middle).setConstant(-1);
  return plant(codes, middle, last, plant(codes, first, middle, column + 1));
}

/// The digits of 0 … C - 1 in base two, C shuffled, tell all classes apart; the other columns are
/// tossed, again where all classes fall on one side.
CodeMatrix tossed_codes(int classes, int length, Random& random) {
  const std::vector<std::size_t> numbers = random.order(static_cast<std::size_t>(classes));
  CodeMatrix codes = CodeMatrix::Zero(classes, length);
  int digits = 0;
  for (; (1 << digits) < classes; ++digits)
    for (Index k = 0; k < classes; ++k)
      codes(k, digits) = numbers[static_cast<std::size_t>(k)] >> digits & 1 ? 1 : -1;
  for (Index j = digits; j < length; ++j)
    while (std::abs(codes.col(j).sum()) == classes || codes(0, j) == 0)
      for (Index k = 0; k < classes; ++k) codes(k, j) = random.below(2) == 1 ? 1 : -1;
  return codes;
}

/// The answer that a score gives.
int answer(double score) { return score > 0 ? 1 : -1; }

/// The classes that have most of something.
template <class Number>
std::vector<int> most(const std::vector<int>& classes, const std::vector<Number>& numbers) {
  const auto number = [&](int k) { return numbers[static_cast<std::size_t>(k)]; };
  const int best = *std::max_element(classes.begin(), classes.end(),
                                     [&](int a, int b) { return number(a) < number(b); });
  std::vector<int> first{best};
  for (const int k : classes)
    if (k != best && number(k) == number(best)) first.push_back(k);
  return first;
}

}  // namespace

CodeMatrix one_versus_all_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Constant(classes, classes, -1);
  codes.diagonal().setConstant(1);
  return codes;
}

CodeMatrix one_versus_one_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Zero(classes, Index{classes} * (classes - 1) / 2);
  Index pair = 0;
  for (Index k = 0; k < classes; ++k)
    for (Index other = k + 1; other < classes; ++other, ++pair) {
      codes(k, pair) = 1;
      codes(other, pair) = -1;
    }
  return codes;
}

CodeMatrix exhaustive_codes(int classes) {
  constexpr int most = 11;
  need_two(classes);
  if (classes > most)
    throw Error(fmt::format("every way to put {} classes on two sides", classes), "",
                fmt::format("Use random codes for more than {}.", most));
  CodeMatrix codes = CodeMatrix::Ones(classes, (1 << (classes - 1)) - 1);
  for (Index question = 0; question < codes.cols(); ++question)
    for (Index k = 1; k < classes; ++k)
      if ((question + 1) >> (k - 1) & 1) codes(k, question) = -1;
  return codes;
}

CodeMatrix random_codes(int classes, int length, Random& random) {
  constexpr int tosses = 100;
  need_two(classes);
  if (length < 31 && (1LL << std::max(length, 0)) < classes)
    throw Error(fmt::format("codes of length {} for {} classes", length, classes), "",
                fmt::format("Give {} or more.", std::ceil(std::log2(classes))));
  CodeMatrix best = tossed_codes(classes, length, random);
  int best_distance = row_distance(best);
  for (int toss = 1; toss < tosses; ++toss) {
    CodeMatrix codes = tossed_codes(classes, length, random);
    if (const int distance = row_distance(codes); distance > best_distance) {
      best = std::move(codes);
      best_distance = distance;
    }
  }
  return best;
}

CodeMatrix tree_codes(int classes) {
  need_two(classes);
  CodeMatrix codes = CodeMatrix::Zero(classes, classes - 1);
  plant(codes, 0, classes, 0);
  return codes;
}

int row_distance(const CodeMatrix& codes) {
  Index least = codes.cols();
  for (Index k = 0; k < codes.rows(); ++k)
    for (Index other = k + 1; other < codes.rows(); ++other)
      least = std::min(least, (codes.row(k).array() * codes.row(other).array() < 0).count());
  return static_cast<int>(least);
}

Decoded decode(const CodeMatrix& codes, const std::vector<int>& candidates,
               std::vector<double> scores, Decoding decoding) {
  if (candidates.empty()) throw Error("a verdict on no classes", "", "Name one or more.");
  Decoded decoded;
  decoded.votes.assign(static_cast<std::size_t>(codes.rows()), 0);
  std::vector<double> sums(decoded.votes.size());
  std::vector<int> left = candidates;
  for (std::size_t j = 0; j < scores.size(); ++j) {
    if (std::isnan(scores[j])) continue;
    const auto question = static_cast<Index>(j);
    ++decoded.questions;
    left = remaining(codes, left, question, scores[j]);
    for (const int k : candidates)
      if (const int side = codes(k, question); side != 0) {
        decoded.votes[static_cast<std::size_t>(k)] += side == answer(scores[j]);
        sums[static_cast<std::size_t>(k)] += side * scores[j];
      }
  }
  decoded.tied = decoding == Decoding::elimination ? left : most(candidates, decoded.votes);
  decoded.label = most(decoding == Decoding::scores ? candidates : decoded.tied, sums).front();
  decoded.scores = std::move(scores);
  return decoded;
}

std::vector<int> remaining(const CodeMatrix& codes, const std::vector<int>& candidates,
                           Index question, double score) {
  std::vector<int> left;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(left),
               [&](int k) { return codes(k, question) != -answer(score); });
  return left.empty() ? candidates : left;
}

bool separates(const CodeMatrix& codes, const std::vector<int>& candidates, Index question) {
  const auto is_on = [&](int side) {
    return std::any_of(candidates.begin(), candidates.end(),
                       [&](int k) { return codes(k, question) == side; });
  };
  return is_on(1) && is_on(-1);
}

}  // namespace stepgrad
