// A model and one sample as a formula of numbers, for whoever wants to see the chain rule at work in
// a neuron: `stepgrad explain`, the step player and the scalar engine take it from there.
//
//   x1 = 0.5; x2 = -1; W1_1_1 = 0.3; W1_1_2 = 2; b1_1 = 0
//   h1_1 = tanh(W1_1_1*x1 + W1_1_2*x2 + b1_1)
//   z1 = 1.5*h1_1 - 0.25
//   z2 = ...
//   L = log(exp(z1) + exp(z2)) - z2
//
// A weight is called by its layer, its neuron and what it is from, all counted from 1, in the order of
// the matrix: W1_2_3 is W1's row 2, column 3.
#pragma once

#include <optional>
#include <string>

#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// A neuron: its layer and its place there, both from 1. The last layer has the outputs.
struct NeuronPlace {
  std::size_t layer = 1, neuron = 1;
};

/// The loss of one sample, a column of all its features, scaled for the model, in evaluation: the
/// formula above, each number written so that it reads back as the same. Inputs are the features that
/// the model sees and the weights and the bias of `open`, or of all neurons where none is named; the
/// other weights are numbers, so that the formula stays short enough to be looked at. Throws Error for
/// a neuron that there is not, other features, a label or targets that do not fit, and a reduction,
/// which is many networks.
template <class Scalar>
std::string sample_formula(Model<Scalar>& model, const Eigen::VectorX<Scalar>& inputs, int label,
                           const Eigen::VectorX<Scalar>& targets,
                           std::optional<NeuronPlace> open = {});

}  // namespace stepgrad
