// A model: what it is made of, what its numbers mean, and the numbers.
//
//   Model<float> model({.sizes = {2, 16, 16, 2}}, purpose_of(data), 1);
//   Tensor<float> logits = model(model.graph().constant(inputs));
//
// It can be written into an Archive and read back, bit for bit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/train/archive.hpp>
#include <stepgrad/train/codes.hpp>
#include <stepgrad/train/learner.hpp>

namespace stepgrad {

/// A multilayer perceptron in numbers and words; with two sizes it is softmax regression or linear
/// regression.
///
/// Two classes may have one output z, which stands for the logits 0 and z: their softmax is
/// (1 - p, p), p = sigmoid(z), and their cross-entropy `sigmoid_cross_entropy`.
///
/// Of a reduction the sizes are those of one learner, which has one output: above 0 says that a
/// sample is on the + side of the learner's question. Its loss is the mean over the samples of
/// log(1 + exp(-side · score)), summed over the questions that concern the sample's class.
struct Architecture {
  std::vector<Index> sizes;         // features that are seen, hidden layers, outputs
  std::string activation = "relu";  // one of `activations`
  bool batch_norm = false;
  double dropout = 0;
  std::string loss = "cross_entropy";  // one of `losses`
  std::string initial = "auto";        // how weights begin: not kept in its file
  std::string reduction = "none";      // or one of `reductions`
  CodeMatrix codes = {};               // its questions: classes × learners

  bool is_reduced() const { return codes.size() > 0; }
};

/// "784-128-64-10".
std::string shown(const std::vector<Index>& sizes);
/// Throws Error for a text that is no list of two sizes or more, each 1 or more.
std::vector<Index> read_sizes(std::string_view text);

/// Numbers that a model sees as (x - mean) / deviation; empty: as they are.
struct Scale {
  Eigen::VectorXd mean, deviation;

  bool is_set() const { return mean.size() > 0; }
  /// What the model sees as z, in the units of the data.
  double undone(Index i, double z) const { return is_set() ? z * deviation[i] + mean[i] : z; }
};

/// What the inputs and outputs of a model mean, taken from the data that it was made for.
struct Purpose {
  std::vector<std::string> feature_names, class_names, target_names;
  std::string label_name;
  int width = 0, height = 0;  // of images
  Scale features, targets;
  bool features_are_named = true;  // by the data: then they are found by their names
  std::string made_features = {};  // of the others, and last among the names: "x1*x2, x1^2"; behind
                                   // a minus those that the network does not see: "x1*x2, -x2"

  /// The names of those that the data has.
  std::vector<std::string> given_features() const;
  /// Which of all features the network sees. Throws Error where the list above is none.
  std::vector<Index> seen_features() const;
};

/// The purpose of a model for this data, whose features and targets have been scaled so.
template <class Scalar>
Purpose purpose_of(const DatasetOf<Scalar>& data, Scale features = {}, Scale targets = {}) {
  return {data.feature_names,  data.class_names,   data.target_names,
          data.label_name,     data.width,         data.height,
          std::move(features), std::move(targets), data.features_are_named};
}

/// Sees the data as a model with this purpose does: makes the features that are made, and scales all
/// of them. Throws Error if it has other features.
template <class Scalar>
void see(DatasetOf<Scalar>& data, const Purpose& purpose);

/// Scales data that has all features. Throws Error if it has others.
template <class Scalar>
void scale(DatasetOf<Scalar>& data, const Purpose& purpose);

template <class Scalar>
class Model : public Learner<Scalar> {
 public:
  /// Weights as the seed has them. Throws Error for an architecture that makes no sense.
  Model(Architecture architecture, Purpose purpose, std::uint64_t seed);

  const Architecture& architecture() const { return architecture_; }
  const Purpose& purpose() const { return purpose_; }
  /// What is minimised, and whether that is of classes or numbers.
  const Loss& loss() const { return loss_; }
  Graph<Scalar>& graph() { return *graph_; }
  Sequential<Scalar>& layers() { return layers_; }
  std::vector<Tensor<Scalar>> parameters() const override { return parameters_; }

  /// What the network sees of samples that have all features, on its graph.
  template <class Inputs>
  Tensor<Scalar> seen(const Inputs& inputs) {
    if (is_all_seen()) return graph_->constant(inputs);
    return graph_->constant(Matrix<Scalar>(inputs(seen_features_, Eigen::all)));
  }
  /// The outputs for what the network sees, on its graph: of a classifier the logits, a row for each
  /// class; of a reduction the scores, a row for each learner; else the numbers.
  Tensor<Scalar> operator()(Tensor<Scalar> inputs, Pass pass = Pass::evaluation);
  /// Of what its layers come to: the outputs, as above.
  Tensor<Scalar> of_outputs(Tensor<Scalar> last) const;
  /// The loss of outputs, for the labels or the targets, whichever it is made for.
  Tensor<Scalar> loss(Tensor<Scalar> outputs, const Batch<Scalar>& batch);
  /// What outputs come to: the probability of each class, classes × samples, or the numbers. A
  /// reduction has votes in their place: 1 for the class that it says, or where t classes are tied
  /// 2 / (t + 1) for that and 1 / (t + 1) for the others.
  Matrix<Scalar> said(Tensor<Scalar> outputs) const;
  /// Of a reduction: the verdict on each column of scores.
  std::vector<Decoded> verdicts(const Matrix<Scalar>& scores) const;

  Judged<Scalar> judge(const Batch<Scalar>& batch, Pass pass) override;
  std::vector<Tensor<Scalar>> regularised() const override { return layers_.weights(); }
  std::vector<Matrix<Scalar>*> averages() const override { return layers_.averages(); }
  void reseed(std::uint64_t seed) override;
  void pass_over(std::size_t samples) override { layers_.pass_over(samples); }
  void check(const DatasetOf<Scalar>& data) const override;
  std::size_t samples_at_a_time() const override;
  bool is_scaled() const override { return purpose_.features.is_set(); }

  void save(Archive<Scalar>& archive) const override;
  void restore(const Archive<Scalar>& archive) override;
  /// Throws Error if the archive holds no model, or one that contradicts itself.
  static Model load(const Archive<Scalar>& archive);

 private:
  bool has_one_output_for_two() const;
  bool is_all_seen() const { return seen_features_.size() == purpose_.feature_names.size(); }

  Architecture architecture_;
  Purpose purpose_;
  std::vector<Index> seen_features_;
  const Loss& loss_;
  std::unique_ptr<Graph<Scalar>> graph_;  // stays where it is when the model moves
  Sequential<Scalar> layers_;
  std::vector<Tensor<Scalar>> parameters_;
};

}  // namespace stepgrad
