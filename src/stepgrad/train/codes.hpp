// Code matrices: many classes as questions with two answers.
//
// A row for each class, a column for each question: +1 and -1 say on which side of the question the
// class is, 0 that the question leaves it out. One-versus-all, one-versus-one, error-correcting
// output codes and trees differ in this matrix alone (Allwein, Schapire and Singer 2000):
//
//     one-versus-all      one-versus-one      tree of 3 classes
//       + - -               + + 0               + +
//       - + -               - 0 +               + -
//       - - +               0 - -               - 0
#pragma once

#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

using CodeMatrix = Matrix<int>;  // classes × questions

/// "Is it class k or not?" for each class: C questions (csci567 §1.9).
CodeMatrix one_versus_all_codes(int classes);

/// "Is it class k or k'?" for each pair: C (C - 1) / 2 questions (csci567 §1.10).
CodeMatrix one_versus_one_codes(int classes);

/// Every way to put the classes on two sides: 2^(C-1) - 1 questions. Any two rows differ in 2^(C-2)
/// of them (Dietterich and Bakiri 1995). Throws Error for more than 11 classes.
CodeMatrix exhaustive_codes(int classes);

/// Codes of this length: of 100 random ones those whose two nearest rows are furthest apart. The
/// distance to be expected grows towards length / 2; `row_distance` says what was found, which is 1
/// at least. Throws Error if the length is less than log2 C, which cannot tell the classes apart.
CodeMatrix random_codes(int classes, int length, Random& random);

/// "Is it in the first half of the classes or in the second?", and so on in each half: C - 1
/// questions, of which one prediction needs log2 C, rounded up or down. A question stands before
/// those that depend on its answer.
CodeMatrix tree_codes(int classes);

/// In how many questions two classes are on different sides, at the least. Where all questions
/// concern all classes, (distance - 1) / 2 wrong answers, rounded down, do no harm.
int row_distance(const CodeMatrix& codes);

/// How the answers become a class.
enum class Decoding {
  votes,        // most answers on its side (the smallest Hamming distance); scores break ties
  scores,       // the largest Σ code × score: an answer counts as much as it is sure
  elimination,  // each answer rules out a side; what no longer matters is not asked
};

/// A prediction, and how it came about.
struct Decoded {
  int label = 0;
  std::vector<int> votes;  // for each class, the answers on its side ("not 2" is on 0's and 1's)
  std::vector<int> tied;   // the classes with most votes: more than one is an ambiguous vote
  std::vector<double> scores;  // for each question; nan for one that was not asked
  int questions = 0;           // how many were asked
};

/// The verdict on these scores, nan being a question that was not asked. Only `candidates` are
/// predicted, and there must be one; what is left of them by elimination counts as tied.
Decoded decode(const CodeMatrix& codes, const std::vector<int>& candidates,
               std::vector<double> scores, Decoding decoding);

/// The candidates that an answer does not rule out: a score above 0 those with +1 or 0, any other
/// those with -1 or 0. All of them, if that would leave none.
std::vector<int> remaining(const CodeMatrix& codes, const std::vector<int>& candidates,
                           Eigen::Index question, double score);

/// Does the question tell some of the candidates from others?
bool separates(const CodeMatrix& codes, const std::vector<int>& candidates, Eigen::Index question);

}  // namespace stepgrad
