// A model as others can have it: what it is made of, what its numbers mean, and its layers in the order
// in which they work, all of it plain data. Every format is written from this record, and what is read
// of other programs becomes it.
//
//   const PlainModel plain = plain_model(model);              // of float or double
//   write_file("moons.onnx", as_onnx(plain));
//   Model<double> again = model_of<double>(plain);
#pragma once

#include <string>
#include <vector>

#include <stepgrad/exchange/arrays.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// Y = W X + b 1ᵀ, W being outputs × inputs; then, where there is one, batch normalisation by what
/// training has kept of means and variances; then a function of each entry, "" behind the last.
struct PlainLayer {
  Matrix<double> weights;
  Eigen::VectorXd bias;
  Eigen::VectorXd gamma = {}, beta = {}, mean = {}, variance = {};  // empty: there is none
  std::string function = {};

  bool is_normalised() const { return gamma.size() > 0; }
  Index inputs() const { return weights.cols(); }
  Index outputs() const { return weights.rows(); }
};

/// A sample in the units of the data, and what the model says of it: the probability of each class (of
/// a reduction the votes, Model::said), or numbers in the units of the data.
struct PlainExample {
  std::vector<double> given, said;
};

struct PlainModel {
  Architecture architecture;
  Purpose purpose;
  std::string type = "float32";  // of its numbers, or "float64"
  // Of a reduction those of its learners side by side: the first layers, which all take the features,
  // one above the other, the others in blocks along the diagonal, and a score for each learner.
  std::vector<PlainLayer> layers;
  std::vector<PlainExample> examples = {};  // a few made up, for those who write a reader

  bool says_classes() const { return !purpose.class_names.empty(); }
  /// One output z for two classes: it stands for the logits 0 and z.
  bool has_one_output_for_two() const {
    return says_classes() && !architecture.is_reduced() && architecture.sizes.back() == 1;
  }
};

/// What is added to a variance before its root is taken (matrix/layers.hpp).
inline constexpr double batch_norm_epsilon = 1e-5;

/// Throws Error for a reduction whose layers would be mostly zeros, and too many.
template <class Scalar>
PlainModel plain_model(Model<Scalar>& model);

/// The model. Throws Error where the record contradicts itself.
template <class Scalar>
Model<Scalar> model_of(const PlainModel& plain);

/// Its arrays, called as those of torch.nn.Sequential are: "0.weight", "0.bias", "1.running_mean", …,
/// activations counting as layers and dropout not. In `texts` stands "stepgrad", what the model is
/// (description.hpp).
ArrayFile arrays_of(const PlainModel& plain);

}  // namespace stepgrad
