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

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

/// Codes with more questions than it takes, so that some may be answered wrongly (Dietterich and
/// Bakiri 1995): all there are for up to 5 classes, else random ones of length 10 log2 C (Allwein,
/// Schapire and Singer 2000).
CodeMatrix correcting_codes(int classes, std::uint64_t seed);

/// "Is it in the first half of the classes or in the second?", and so on in each half: C - 1
/// questions, of which one prediction needs log2 C, rounded up or down. A question stands before
/// those that depend on its answer.
CodeMatrix tree_codes(int classes);

/// The questions of a tree of one's own, (cat (dog wolf)) or by numbers from 0, ((0 1) (2 3)): what
/// stands left of a fork is on its + side. Names with blanks or brackets stand in "quotes". Throws
/// Error for a text that is no such tree, or does not name each class once.
CodeMatrix read_tree(std::string_view text, const std::vector<std::string>& class_names);

/// A line for each class, its signs "+-0"; and back. Throws Error for any other text.
std::string shown(const CodeMatrix& codes);
CodeMatrix read_codes(std::string_view text);

/// In how many questions two classes are on different sides, at the least. Where all questions
/// concern all classes, (distance - 1) / 2 wrong answers, rounded down, do no harm.
int row_distance(const CodeMatrix& codes);

/// How the answers become a class.
enum class Decoding {
  votes,        // most answers on its side (the smallest Hamming distance); scores break ties
  scores,       // the largest Σ code × score: an answer counts as much as it is sure
  elimination,  // each answer rules out a side; what no longer matters is not asked
};

/// A reduction by its name, with its questions for so many classes.
struct ReductionRow {
  std::string_view name, about;
  Decoding decoding;
  CodeMatrix (*codes)(int classes, std::uint64_t seed);
};
std::span<const ReductionRow> reductions();

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

/// The verdict on answers to all questions, as `decode`; by elimination, those that would not have
/// been asked are forgotten.
Decoded verdict(const CodeMatrix& codes, std::vector<double> scores, Decoding decoding);

/// Ties broken by chance: one of `tied` for each verdict. Of one-versus-all that is one of those
/// that say yes, as the lecture has it; where none says yes it says nothing, and here it is one of
/// all (csci567 §1.9).
std::vector<int> drawn_of_tied(const std::vector<Decoded>& verdicts, Random& random);

/// The candidates that an answer does not rule out: a score above 0 those with +1 or 0, any other
/// those with -1 or 0. All of them, if that would leave none.
std::vector<int> remaining(const CodeMatrix& codes, const std::vector<int>& candidates,
                           Eigen::Index question, double score);

/// Does the question tell some of the candidates from others?
bool separates(const CodeMatrix& codes, const std::vector<int>& candidates, Eigen::Index question);

}  // namespace stepgrad
