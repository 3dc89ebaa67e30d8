// Every matrix operation: against numerical differentiation, and a whole network against the scalar
// engine.
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;
using T = Tensor<double>;

/// Numbers that are the same on every platform and lie on no kink, from -2 to 2.
M some(Index rows, Index columns, double seed = 1) {
  M matrix(rows, columns);
  for (Index i = 0; i < matrix.size(); ++i)
    matrix.data()[i] = 2 * std::sin(seed + 1.7 * static_cast<double>(i) + 0.3);
  return matrix;
}
M positive(Index rows, Index columns, double seed = 1) {
  return (some(rows, columns, seed).array().abs() + 0.5).matrix();
}

/// An operation of up to three matrices, at a point where it is smooth.
struct Example {
  std::string name;
  std::function<T(const std::vector<T>&)> operation;
  std::vector<M> operands;
};

std::vector<Example> examples() {
  static const std::vector<int> labels{2, 0, 1, 2};
  return {
      {"matmul", [](auto& x) { return matmul(x[0], x[1]); }, {some(2, 3), some(3, 4, 2)}},
      {"affine",
       [](auto& x) { return affine(x[0], x[1], x[2]); },
       {some(2, 3), some(3, 4, 2), some(2, 1, 3)}},
      {"transpose", [](auto& x) { return transpose(x[0]); }, {some(2, 3)}},
      {"add", [](auto& x) { return x[0] + x[1]; }, {some(2, 3), some(2, 3, 2)}},
      {"sub", [](auto& x) { return x[0] - x[1]; }, {some(2, 3), some(2, 3, 2)}},
      {"mul", [](auto& x) { return x[0] * x[1]; }, {some(2, 3), some(2, 3, 2)}},
      {"div", [](auto& x) { return x[0] / x[1]; }, {some(2, 3), positive(2, 3, 2)}},
      {"add a column", [](auto& x) { return x[0] + x[1]; }, {some(2, 3), some(2, 1, 2)}},
      {"sub a column", [](auto& x) { return x[0] - x[1]; }, {some(2, 3), some(2, 1, 2)}},
      {"mul by a column", [](auto& x) { return x[0] * x[1]; }, {some(2, 3), some(2, 1, 2)}},
      {"div by a column", [](auto& x) { return x[0] / x[1]; }, {some(2, 3), positive(2, 1, 2)}},
      {"a value twice", [](auto& x) { return x[0] * x[0] + x[0]; }, {some(2, 3)}},
      {"scale", [](auto& x) { return 3.0 * x[0]; }, {some(2, 3)}},
      {"neg", [](auto& x) { return -x[0]; }, {some(2, 3)}},
      {"exp", [](auto& x) { return exp(x[0]); }, {some(2, 3)}},
      {"log", [](auto& x) { return log(x[0]); }, {positive(2, 3)}},
      {"square", [](auto& x) { return square(x[0]); }, {some(2, 3)}},
      {"sqrt", [](auto& x) { return sqrt(x[0]); }, {positive(2, 3)}},
      {"abs", [](auto& x) { return abs(x[0]); }, {some(2, 3)}},
      {"tanh", [](auto& x) { return tanh(x[0]); }, {some(2, 3)}},
      {"sigmoid", [](auto& x) { return sigmoid(x[0]); }, {some(2, 3)}},
      {"relu", [](auto& x) { return relu(x[0]); }, {some(2, 3)}},
      {"leaky_relu", [](auto& x) { return leaky_relu(x[0]); }, {some(2, 3)}},
      {"softplus", [](auto& x) { return softplus(x[0]); }, {some(2, 3)}},
      {"sum", [](auto& x) { return sum(x[0]); }, {some(2, 3)}},
      {"mean", [](auto& x) { return mean(x[0]); }, {some(2, 3)}},
      {"half_square_sum", [](auto& x) { return half_square_sum(x[0]); }, {some(2, 3)}},
      {"batch_norm",
       [](auto& x) { return batch_norm(x[0], x[1], x[2]); },
       {some(2, 5), some(2, 1, 2), some(2, 1, 3)}},
      {"softmax", [](auto& x) { return softmax(x[0]); }, {some(3, 4)}},
      {"softmax_cross_entropy",
       [](auto& x) { return softmax_cross_entropy(x[0], labels); },
       {some(3, 4)}},
      {"sigmoid_cross_entropy",
       [](auto& x) { return sigmoid_cross_entropy(x[0], sigmoid(x[1])); },
       {some(1, 4), some(1, 4, 2)}},
      {"mean_squared_error",
       [](auto& x) { return mean_squared_error(x[0], x[1]); },
       {some(2, 3), some(2, 3, 2)}},
  };
}

/// A loss of the operation's result in which every entry has a weight of its own, and its
/// gradients.
struct Checked {
  double loss;
  std::vector<M> gradients;
};
Checked run(const Example& example, const std::vector<M>& operands) {
  Graph<double> graph;
  std::vector<T> tensors;
  for (const M& operand : operands) tensors.push_back(graph.parameter(operand));
  const T result = example.operation(tensors);
  const T loss = sum(result * graph.constant(some(result.rows(), result.columns(), 5)));
  backward(loss);
  Checked checked{loss.item(), {}};
  for (const T& tensor : tensors) checked.gradients.push_back(tensor.grad());
  return checked;
}

}  // namespace

TEST_CASE("every matrix operation has the gradient that a nudge measures", "[matrix]") {
  for (const Example& example : examples())
    for (std::size_t i = 0; i < example.operands.size(); ++i) {
      const auto with = [&](const M& x) {
        std::vector<M> operands = example.operands;
        operands[i] = x;
        return run(example, operands);
      };
      const GradientReport report =
          check_gradient([&](const M& x) { return with(x).loss; },
                         [&](const M& x) { return with(x).gradients[i]; }, example.operands[i]);
      INFO(example.name << ", operand " << i << '\n' << text(report));
      CHECK(report.verdict() == Verdict::agree);
    }
}

TEST_CASE("a step of a network in matrices is the step of the scalar engine", "[matrix]") {
  const M x = some(3, 5, 1), w1 = some(4, 3, 2), b1 = some(4, 1, 3), w2 = some(2, 4, 4),
          b2 = some(2, 1, 5);
  const std::vector<int> labels{0, 1, 1, 0, 1};
  Graph<double> graph;
  const T weights1 = graph.parameter(w1), bias1 = graph.parameter(b1);
  const T weights2 = graph.parameter(w2), bias2 = graph.parameter(b2);
  const T logits = affine(weights2, tanh(affine(weights1, graph.constant(x), bias1)), bias2);
  const T loss = softmax_cross_entropy(logits, labels);
  backward(loss);

  const Scope scope;
  const auto values = [](const M& matrix) {
    std::vector<std::vector<Value>> all;
    for (Index i = 0; i < matrix.rows(); ++i) {
      all.emplace_back();
      for (Index j = 0; j < matrix.cols(); ++j) all.back().emplace_back(matrix(i, j));
    }
    return all;
  };
  const auto vw1 = values(w1), vb1 = values(b1), vw2 = values(w2), vb2 = values(b2);
  const auto layer = [](const auto& w, const auto& b, const std::vector<Value>& input) {
    std::vector<Value> output;
    for (std::size_t i = 0; i < w.size(); ++i) output.push_back(dot(w[i], input) + b[i][0]);
    return output;
  };
  Value total = constant(0);
  for (Index s = 0; s < x.cols(); ++s) {
    std::vector<Value> sample;
    for (Index i = 0; i < x.rows(); ++i) sample.push_back(constant(x(i, s)));
    std::vector<Value> hidden = layer(vw1, vb1, sample);
    for (Value& unit : hidden) unit = tanh(unit);
    const std::vector<Value> scores = layer(vw2, vb2, hidden);
    total +=
        log_sum_exp(scores) - scores[static_cast<std::size_t>(labels[static_cast<std::size_t>(s)])];
  }
  const Value mean_loss = total / static_cast<double>(x.cols());
  backward(mean_loss);

  CHECK(loss.item() == Approx(mean_loss.data()).epsilon(1e-13));
  const auto same = [](const T& tensor, const auto& scalars) {
    for (Index i = 0; i < tensor.rows(); ++i)
      for (Index j = 0; j < tensor.columns(); ++j)
        CHECK(tensor.grad()(i, j) ==
              Approx(scalars[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].grad())
                  .epsilon(1e-12)
                  .margin(1e-15));
  };
  same(weights1, vw1);
  same(bias1, vb1);
  same(weights2, vw2);
  same(bias2, vb2);
}

TEST_CASE("losses are stable for logits of a thousand", "[matrix]") {
  Graph<double> graph;
  M z(2, 2);
  z << 1000, -1000, -1000, 1000;
  const T logits = graph.parameter(z);
  const std::vector<int> wrong{1, 0};
  const T loss = softmax_cross_entropy(logits, wrong);
  CHECK(loss.item() == 2000);
  backward(loss);
  CHECK(logits.grad()(0, 0) == 0.5);

  const T one_class = graph.parameter(M::Constant(1, 3, 1000));
  const std::vector<int> only{0, 0, 0};
  const T nothing_to_learn = softmax_cross_entropy(one_class, only);
  backward(nothing_to_learn);
  CHECK(nothing_to_learn.item() == 0);
  CHECK(one_class.grad() == M::Zero(1, 3));

  const T binary = sigmoid_cross_entropy(graph.constant(z), graph.constant(M::Ones(2, 2)));
  CHECK(binary.item() == 500);
  CHECK(softplus(graph.constant(z)).value()(0, 0) == 1000);
  CHECK(sigmoid(graph.constant(z)).value()(0, 1) == 0);
}

TEST_CASE("a shape that does not fit is named with its operation", "[matrix]") {
  Graph<double> graph;
  const T a = graph.constant(M::Zero(2, 3)), b = graph.constant(M::Zero(3, 2));
  CHECK(error_of([&] { matmul(a, a); }) ==
        "matmul of 2 x 3 and 2 x 3\n"
        "The columns of the first must be as many as the rows of the second.");
  CHECK(error_of([&] { a + b; }) ==
        "add of 2 x 3 and 3 x 2\n"
        "Both need the same shape, or the second is a column with as many rows.");
  CHECK(error_of([&] { affine(a, b, b); }) ==
        "affine of 2 x 3 and 3 x 2\n"
        "The bias must be one column with a row for each row of the weights.");
  const std::vector<int> labels{0, 7, 1};
  CHECK(error_of([&] { softmax_cross_entropy(a, labels); }) ==
        "the label 7 for logits 2 x 3\nLabels count the rows of the logits from 0: 0 to 1.");
  CHECK(error_of([&] { softmax_cross_entropy(b, labels); }) ==
        "softmax_cross_entropy of logits 3 x 2 and 3 labels\n"
        "Each column of the logits is a sample and needs one label.");
}
