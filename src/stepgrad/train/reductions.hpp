// Reductions: many classes learnt by a learner that only knows two (csci567 §1.8–1.10).
//
//   Reduction<double> model = one_versus_one(data, logistic_regression<double>());
//   for (const Decoded& decoded : model.predict(inputs)) count += decoded.label >= 0;
//
// A learner is any function that takes a data set with the labels 0 and 1 and returns a scorer. The
// reductions differ in what they ask (codes.hpp) and in how answers become a class:
//
//   one_versus_all      C classifiers, each with all samples; the surest decides
//   one_versus_one      C (C - 1) / 2 classifiers, each with the samples of two classes; they vote
//   error_correcting    as many as the codes are long, each with all samples; the nearest code wins
//   tree_reduction      C - 1 classifiers, of which a prediction asks log2 C
#pragma once

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/dataset.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/train/codes.hpp>

namespace stepgrad {

/// A real number for each column of the inputs: above 0 says class 1, the further the surer.
template <class Scalar>
using Scorer = std::function<std::vector<double>(const Matrix<Scalar>& inputs)>;

/// Learns from a data set whose labels are 0 and 1; there are samples of both.
template <class Scalar>
using TwoClassLearner = std::function<Scorer<Scalar>(const DatasetOf<Scalar>& data)>;

/// A model of many classes, made of classifiers of two.
template <class Scalar>
class Reduction {
 public:
  /// Trains a classifier for each question. A class without samples takes no part: no question
  /// concerns it, it is never predicted, and questions with nothing to tell apart are left out. With
  /// `at_a_time` above 1, so many learn at the same time, each in a thread of its own, and what they
  /// come to is the same to the last bit: the learner must be a function of its data alone, as
  /// logistic_regression is.
  ///
  /// Throws Error unless the data has labels, samples of two classes or more, a row of codes for
  /// each class, and questions that tell every two of them apart.
  Reduction(const DatasetOf<Scalar>& data, const CodeMatrix& codes, Decoding decoding,
            const TwoClassLearner<Scalar>& learner, std::size_t at_a_time = 1)
      : features_(data.inputs.rows()), decoding_(decoding) {
    check_labels(data, codes);
    keep_questions(codes);
    scorers_.resize(static_cast<std::size_t>(codes_.cols()));
    in_parallel(classifiers(), at_a_time, [&](std::size_t j) {
      scorers_[j] = learner(sides(data, static_cast<Eigen::Index>(j)));
    });
  }

  /// The questions that were learnt: classes × classifiers, without samples a row of zeros.
  const CodeMatrix& codes() const { return codes_; }
  std::size_t classifiers() const { return scorers_.size(); }

  /// A verdict for each column. Throws Error for inputs with other features than those learnt from,
  /// and if a classifier does not give each of them a number.
  std::vector<Decoded> predict(const Matrix<Scalar>& inputs) const {
    if (inputs.rows() != features_)
      throw Error(fmt::format("a model of {} features is given {}", features_, inputs.rows()), "",
                  "Columns are samples: give it features × samples.");
    const auto samples = static_cast<std::size_t>(inputs.cols());
    std::vector<std::vector<double>> scores(samples, std::vector<double>(classifiers(), unasked));
    std::vector<std::vector<int>> candidates(samples, candidates_);
    for (std::size_t j = 0; j < classifiers(); ++j) ask(j, inputs, candidates, scores);
    std::vector<Decoded> decoded;
    for (std::vector<double>& of_sample : scores)
      decoded.push_back(decode(codes_, candidates_, std::move(of_sample), decoding_));
    return decoded;
  }

  /// The labels alone.
  std::vector<int> labels(const Matrix<Scalar>& inputs) const {
    std::vector<int> labels;
    for (const Decoded& decoded : predict(inputs)) labels.push_back(decoded.label);
    return labels;
  }

 private:
  static constexpr double unasked = std::numeric_limits<double>::quiet_NaN();

  /// Keeps the classes that have samples as candidates.
  void check_labels(const DatasetOf<Scalar>& data, const CodeMatrix& codes) {
    if (data.labels.empty() || data.labels.size() != data.samples())
      throw Error("a reduction of data without a label for each sample", "",
                  "Reductions are for classification: give each sample a class.");
    if (codes.rows() != data.classes())
      throw Error(fmt::format("codes for {} classes, and data of {}", codes.rows(), data.classes()),
                  "", "Give a row of codes for each class.");
    std::vector<bool> seen(data.class_names.size());
    for (const int label : data.labels) {
      if (label < 0 || label >= data.classes())
        throw Error(fmt::format("a label {} of {} classes", label, data.classes()), "",
                    "Labels count the names of the classes from 0.");
      seen[static_cast<std::size_t>(label)] = true;
    }
    for (int k = 0; k < data.classes(); ++k)
      if (seen[static_cast<std::size_t>(k)]) candidates_.push_back(k);
    if (candidates_.size() < 2)
      throw Error("all samples are of one class", "", "There is nothing to learn: give it two.");
  }

  /// Of the codes, what concerns the candidates.
  void keep_questions(const CodeMatrix& codes) {
    codes_ = CodeMatrix::Zero(codes.rows(), codes.cols());
    Eigen::Index kept = 0;
    for (Eigen::Index question = 0; question < codes.cols(); ++question) {
      if (!separates(codes, candidates_, question)) continue;
      for (const int k : candidates_) codes_(k, kept) = codes(k, question);
      ++kept;
    }
    codes_.conservativeResize(Eigen::NoChange, kept);
    for (const int k : candidates_)
      for (const int other : candidates_)
        if (k < other && (codes_.row(k).array() * codes_.row(other).array() >= 0).all())
          throw Error(fmt::format("no question tells class {} from class {}", k, other), "",
                      "Some column must have + for one and - for the other.");
  }

  /// The samples that a question concerns, 1 for those on its + side.
  DatasetOf<Scalar> sides(const DatasetOf<Scalar>& data, Eigen::Index question) const {
    std::vector<std::size_t> samples;
    for (std::size_t i = 0; i < data.samples(); ++i)
      if (codes_(data.labels[i], question) != 0) samples.push_back(i);
    DatasetOf<Scalar> two = chosen(data, samples);
    for (int& label : two.labels) label = codes_(label, question) == 1;
    two.class_names = {names(data, question, -1), names(data, question, 1)};
    return two;
  }

  /// "cat and dog": the classes on one side.
  std::string names(const DatasetOf<Scalar>& data, Eigen::Index question, int side) const {
    std::vector<std::string> names;
    for (const int k : candidates_)
      if (codes_(k, question) == side)
        names.push_back(data.class_names[static_cast<std::size_t>(k)]);
    return listed(names);
  }

  /// Asks classifier `j` about the samples that want to know: all of them, or by elimination those
  /// whose candidates it can still tell apart.
  void ask(std::size_t j, const Matrix<Scalar>& inputs, std::vector<std::vector<int>>& candidates,
           std::vector<std::vector<double>>& scores) const {
    const auto question = static_cast<Eigen::Index>(j);
    std::vector<Eigen::Index> asking;
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (separates(codes_, candidates[i], question))
        asking.push_back(static_cast<Eigen::Index>(i));
    if (asking.empty()) return;
    const Matrix<Scalar> some = inputs(Eigen::all, asking);
    const std::vector<double> answers = scorers_[j](some);
    if (answers.size() != asking.size())
      throw Error(fmt::format("{} scores for {} samples", answers.size(), asking.size()), "",
                  "A scorer must give one for each column.");
    for (std::size_t a = 0; a < asking.size(); ++a) {
      if (std::isnan(answers[a]))
        throw Error(fmt::format("the score of question {} is not a number", j + 1), "",
                    "Standardise the data, or train with a smaller learning rate.");
      const auto i = static_cast<std::size_t>(asking[a]);
      scores[i][j] = answers[a];
      if (decoding_ == Decoding::elimination)
        candidates[i] = remaining(codes_, candidates[i], question, answers[a]);
    }
  }

  Eigen::Index features_;
  Decoding decoding_;
  std::vector<int> candidates_;  // the classes that have samples
  CodeMatrix codes_;
  std::vector<Scorer<Scalar>> scorers_;  // one for each of its columns
};

/// A classifier for each class against all others. Where several say "mine", or none, the vote is
/// ambiguous, and the surest one decides.
template <class Scalar>
Reduction<Scalar> one_versus_all(const DatasetOf<Scalar>& data,
                                 const TwoClassLearner<Scalar>& learner,
                                 std::size_t at_a_time = 1) {
  return {data, one_versus_all_codes(data.classes()), Decoding::votes, learner, at_a_time};
}

/// A classifier for each pair of classes; the class with most votes wins, by its scores if two have
/// as many.
template <class Scalar>
Reduction<Scalar> one_versus_one(const DatasetOf<Scalar>& data,
                                 const TwoClassLearner<Scalar>& learner,
                                 std::size_t at_a_time = 1) {
  return {data, one_versus_one_codes(data.classes()), Decoding::votes, learner, at_a_time};
}

/// Of `correcting_codes` the class whose code is nearest wins: by Hamming distance (Decoding::votes)
/// or weighted by scores.
template <class Scalar>
Reduction<Scalar> error_correcting(const DatasetOf<Scalar>& data,
                                   const TwoClassLearner<Scalar>& learner,
                                   Decoding decoding = Decoding::votes, std::uint64_t seed = 1,
                                   std::size_t at_a_time = 1) {
  return {data, correcting_codes(data.classes(), seed), decoding, learner, at_a_time};
}

/// A balanced tree, the classes in their order: each answer rules out half of those that are left.
template <class Scalar>
Reduction<Scalar> tree_reduction(const DatasetOf<Scalar>& data,
                                 const TwoClassLearner<Scalar>& learner,
                                 std::size_t at_a_time = 1) {
  return {data, tree_codes(data.classes()), Decoding::elimination, learner, at_a_time};
}

}  // namespace stepgrad
