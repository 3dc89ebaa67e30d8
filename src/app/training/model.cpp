#include "app/training/model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/trace.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad::app {
namespace {

using M = Matrix<double>;
using T = Tensor<double>;

constexpr std::size_t most_entries =
    1'000'000;  // of all weights and samples: more is not looked at

void check_size(const std::vector<Index>& sizes, std::size_t samples) {
  if (samples < 1) throw Error("a step on 0 samples", "", "Give --samples 1 or more.");
  std::size_t entries = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto size = static_cast<std::size_t>(sizes[i]);
    entries += size * samples + (i > 0 ? size * static_cast<std::size_t>(sizes[i - 1]) : 0);
    if (entries > most_entries)
      throw Error(fmt::format("a network of more than {} entries", most_entries), "",
                  "That is too large to be looked at: choose smaller sizes or fewer samples.");
  }
}

/// To one digit after the point where the matrix is small, so that a step can be done by hand.
M rounded(const M& matrix) {
  const double unit = matrix.cols() <= 16 ? 10 : 1000;
  return matrix.unaryExpr([unit](double number) { return std::round(unit * number) / unit; });
}

std::string title(const ModelArguments& arguments, const std::vector<Index>& sizes) {
  return fmt::format("One step of {} ({}{} with cross-entropy); a column is a sample",
                     arguments.sizes, sizes.size() > 2 ? arguments.activation + ", " : "",
                     sizes.back() == 1 ? "sigmoid" : "softmax");
}

/// The loss against labels 0, 1, … in turn.
T loss(T logits) {
  if (logits.rows() == 1) {
    M targets(1, logits.columns());
    for (Index s = 0; s < targets.cols(); ++s) targets(0, s) = static_cast<double>(s % 2);
    return sigmoid_cross_entropy(logits, logits.graph().constant(targets, "T"));
  }
  std::vector<int> labels;
  for (Index s = 0; s < logits.columns(); ++s)
    labels.push_back(static_cast<int>(s % logits.rows()));
  return softmax_cross_entropy(logits, labels);
}

}  // namespace

bool has_matrices() { return true; }

MatrixTrace trace_model(const ModelArguments& arguments, const FormulaArguments& formula) {
  if (formula.are_there()) throw Error("a formula and --model", "", "Give one of them.");
  const std::vector<Index> sizes = read_sizes(arguments.sizes);
  check_size(sizes, arguments.samples);
  const MatrixOp<double>& function = activation_named<double>(arguments.activation);

  Random random(arguments.seed);
  Graph<double> graph;
  M inputs(sizes[0], static_cast<Index>(arguments.samples));
  for (Index i = 0; i < inputs.size(); ++i) inputs.data()[i] = random.uniform(-2, 2);
  T x = graph.constant(rounded(inputs), "X");
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const T weights = graph.parameter(rounded(he<double>(sizes[i], sizes[i - 1], random)), "W");
    x = affine(weights, x, graph.parameter(M::Zero(sizes[i], 1), "b"));
    if (i + 1 < sizes.size()) x = graph.record(function, {&x, 1});
  }
  MatrixTrace told = trace(loss(x));
  told.title = title(arguments, sizes);
  return told;
}

}  // namespace stepgrad::app
