// Logistic regression: the plainest learner of two classes, in the matrix engine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/train/reductions.hpp>

namespace stepgrad {

struct LogisticRegression {
  int epochs = 30;
  std::size_t batch = 32;
  double rate = 0.02;  // of Adam
  std::uint64_t seed = 1;
};

/// P(class 1 | x) = sigmoid(w x + b), by gradient descent on the cross-entropy; the score is the
/// logit w x + b. It converges sooner on data that is standardised.
template <class S>
TwoClassLearner<S> logistic_regression(const LogisticRegression& options = {}) {
  return [options](const DatasetOf<S>& data) -> Scorer<S> {
    Graph<S> graph;
    const Tensor<S> w = graph.parameter(Matrix<S>::Zero(1, data.inputs.rows()), "w");
    const Tensor<S> b = graph.parameter(Matrix<S>::Zero(1, 1), "b");
    Optimiser<S> optimiser(Adam{}, {w, b});
    Batches<S> batches(data, options.batch);
    Random random(options.seed);
    Matrix<S> targets;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
      batches.shuffle(random);
      for (std::size_t i = 0; i < batches.count(); ++i) {
        const GraphScope<S> step(graph);
        const Batch<S> batch = batches[i];
        targets.resize(1, batch.inputs.cols());
        std::copy(batch.labels.begin(), batch.labels.end(), targets.data());
        const Tensor<S> logits = affine(w, graph.constant(batch.inputs), b);
        graph.zero_grad();
        backward(sigmoid_cross_entropy(logits, graph.constant(targets)));
        optimiser.step(options.rate);
      }
    }
    return [w = w.value(), b = b.item()](const Matrix<S>& inputs) {
      const Matrix<S> logits = (w * inputs).array() + b;
      return std::vector<double>(logits.data(), logits.data() + logits.size());
    };
  };
}

}  // namespace stepgrad
