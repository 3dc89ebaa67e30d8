#include "app/training/model.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/trace.hpp>
#include <stepgrad/run/comparison.hpp>
#include <stepgrad/run/folder.hpp>
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

/// The folder of a run or a model file, and no list of sizes.
bool is_path(const std::string& text) {
  const bool is_list = text.find_first_not_of("0123456789-") == text.npos;
  return !is_list && (text.find('/') != text.npos || std::filesystem::exists(text));
}

M made_up_inputs(Index features, std::size_t samples, Random& random) {
  M inputs(features, static_cast<Index>(samples));
  for (double& number : inputs.reshaped()) number = random.uniform(-2, 2);
  return rounded(inputs);
}

/// A step of a model that was trained, on made-up samples as it sees them: features scaled, the
/// classes 0, 1, … in turn right, or the numbers 0.
MatrixTrace trace_trained(const ModelArguments& arguments) {
  const std::string file = model_at(arguments.sizes).string(), bytes = read_file(file);
  return in_precision(precision_of(bytes, file), [&]<class S>() {
    auto model = Model<S>::load(Archive<S>::from_bytes(bytes, file));
    const std::vector<Index>& sizes = model.architecture().sizes;
    check_size(sizes, arguments.samples);
    Random random(arguments.seed);
    const M seen = made_up_inputs(sizes[0], arguments.samples, random);
    Matrix<S> inputs = seen.cast<S>();
    const Tensor<S> outputs = model(model.graph().constant(inputs, "X"));
    const Matrix<S> targets = Matrix<S>::Zero(sizes.back(), inputs.cols()), no_weights;
    std::vector<int> labels;
    const auto classes = static_cast<Index>(model.purpose().class_names.size());
    for (Index s = 0; s < inputs.cols() && classes > 0; ++s)
      labels.push_back(static_cast<int>(s % classes));
    const auto batch = Batch<S>{{inputs.data(), inputs.rows(), inputs.cols()},
                                labels,
                                {targets.data(), targets.rows(), targets.cols()},
                                {no_weights.data(), 0, 0}};
    MatrixTrace told = trace(model.loss(outputs, batch));
    told.title = fmt::format("One step of {}, {}; a column is a sample, as the model sees it",
                             printable(arguments.sizes), described(model.architecture()));
    return told;
  });
}

}  // namespace

bool has_matrices() { return true; }

MatrixTrace trace_model(const ModelArguments& arguments, const FormulaArguments& formula) {
  if (formula.are_there()) throw Error("a formula and --model", "", "Give one of them.");
  if (is_path(arguments.sizes)) return trace_trained(arguments);
  const std::vector<Index> sizes = read_sizes(arguments.sizes);
  check_size(sizes, arguments.samples);
  const MatrixOp<double>& function = activation_named<double>(arguments.activation);

  Random random(arguments.seed);
  Graph<double> graph;
  T x = graph.constant(made_up_inputs(sizes[0], arguments.samples, random), "X");
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
