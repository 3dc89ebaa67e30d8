// How good a model is: its loss, its accuracy, its predictions, and where it is wrong.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

struct Score {
  double loss = Epoch::none;      // the mean over the samples
  double accuracy = Epoch::none;  // the share of right classes; none for numbers
};

/// The class with the largest output, for each column; the first of equals.
template <class Scalar>
int likeliest(const Matrix<Scalar>& outputs, Index column) {
  Index best = 0;
  for (Index k = 1; k < outputs.rows(); ++k)
    if (outputs(k, column) > outputs(best, column)) best = k;
  return static_cast<int>(best);
}

/// How many columns of the outputs are largest at their label.
template <class Scalar>
std::size_t right(const Matrix<Scalar>& outputs, std::span<const int> labels) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    count += likeliest<Scalar>(outputs, static_cast<Index>(i)) == labels[i];
  return count;
}

/// The learner's score on these samples of the data. The data must fit it.
template <class Scalar>
Score score(Learner<Scalar>& learner, const DatasetOf<Scalar>& data,
            std::span<const std::size_t> samples);
/// The same. Throws Error if the data has other features.
template <class Scalar>
Score score(Model<Scalar>& model, const DatasetOf<Scalar>& data,
            std::span<const std::size_t> samples);

/// What the model says of all samples: a classifier the probability of each class, classes ×
/// samples (a reduction its votes, as Model::said has them); else the numbers in the units of the
/// data, targets × samples. Throws Error if the data has other features, or the model says something
/// that is not finite.
template <class Scalar>
Matrix<Scalar> predictions(Model<Scalar>& model, const DatasetOf<Scalar>& data);

/// The verdicts of a reduction on all samples. Throws Error as above.
template <class Scalar>
std::vector<Decoded> verdicts(Model<Scalar>& model, const DatasetOf<Scalar>& data);

/// dL/dx of each sample, L being its own loss: how much that grows for a unit more of each feature,
/// in the units of the data; features × samples. Each feature is moved by itself, also one that is
/// made of others; one that the network does not see changes nothing. Throws Error if the data has
/// other features, or says nothing of what is right.
template <class Scalar>
Matrix<Scalar> input_gradients(Model<Scalar>& model, const DatasetOf<Scalar>& data);

/// The gradient of the mean loss over these samples in each parameter, in evaluation: nothing is
/// learnt, and without regularisers. The data must fit the learner.
template <class Scalar>
std::vector<Matrix<Scalar>> gradients(Learner<Scalar>& learner, const DatasetOf<Scalar>& data,
                                      std::span<const std::size_t> samples);

/// What the neurons of each layer come to for samples that are scaled for the model: a matrix of
/// neurons × samples for each hidden layer, behind its activation, and for the outputs as `said` has
/// them. Throws Error for other features, and for a reduction, which is many networks.
template <class Scalar>
std::vector<Matrix<Scalar>> activations(Model<Scalar>& model, const Matrix<Scalar>& inputs);

/// A class drawn from each column of probabilities (csci567, "randomised prediction").
template <class Scalar>
std::vector<int> drawn(const Matrix<Scalar>& probabilities, Random& random);

/// The samples that are classified wrongly, the surest of them first: at most so many.
template <class Scalar>
std::vector<std::size_t> worst_mistakes(const Matrix<Scalar>& probabilities,
                                        std::span<const int> labels, std::size_t most);

}  // namespace stepgrad
