// Every matrix operation against numerical differentiation.
#include <functional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/matrix/attention.hpp>
#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

namespace {

/// An operation of up to three matrices, at a point where it is smooth.
struct Example {
  std::string name;
  std::function<T(const std::vector<T>&)> operation;
  std::vector<M> operands;
};

std::vector<Example> examples() {
  static const std::vector<int> labels{2, 0, 1, 2}, positions{0, 1, 2, 0, 1};
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
      {"add a row", [](auto& x) { return x[0] + x[1]; }, {some(2, 3), some(1, 3, 2)}},
      {"sub from a number", [](auto& x) { return x[0] - x[1]; }, {some(1, 1), some(2, 3, 2)}},
      {"mul a column by a row", [](auto& x) { return x[0] * x[1]; }, {some(2, 1), some(1, 3, 2)}},
      {"div a row by a matrix", [](auto& x) { return x[0] / x[1]; }, {some(1, 3), positive(2, 3)}},
      {"pow of a number", [](auto& x) { return pow(x[0], x[1]); }, {positive(1, 1), some(2, 3)}},
      {"plain numbers",
       [](auto& x) { return 1 - pow(2 / (x[0] + 1.0), 3) * max(x[0] / 3.0, 0.25) - 0.5; },
       {positive(2, 3)}},
      {"a value twice", [](auto& x) { return x[0] * x[0] + x[0]; }, {some(2, 3)}},
      {"scale", [](auto& x) { return 3.0 * x[0]; }, {some(2, 3)}},
      {"neg", [](auto& x) { return -x[0]; }, {some(2, 3)}},
      {"pow", [](auto& x) { return pow(x[0], x[1]); }, {positive(2, 3), some(2, 3, 2)}},
      {"pow by a column", [](auto& x) { return pow(x[0], x[1]); }, {positive(2, 3), some(2, 1)}},
      {"max", [](auto& x) { return max(x[0], x[1]); }, {some(2, 3), some(2, 3, 2)}},
      {"min with a column", [](auto& x) { return min(x[0], x[1]); }, {some(2, 3), some(2, 1, 2)}},
      {"sum", [](auto& x) { return sum(x[0]); }, {some(2, 3)}},
      {"mean", [](auto& x) { return mean(x[0]); }, {some(2, 3)}},
      {"max of all", [](auto& x) { return max(x[0]); }, {some(2, 3)}},
      {"row_sums", [](auto& x) { return row_sums(x[0]); }, {some(2, 3)}},
      {"row_means", [](auto& x) { return row_means(x[0]); }, {some(2, 3)}},
      {"row_max", [](auto& x) { return row_max(x[0]); }, {some(2, 3)}},
      {"column_sums", [](auto& x) { return column_sums(x[0]); }, {some(2, 3)}},
      {"column_means", [](auto& x) { return column_means(x[0]); }, {some(2, 3)}},
      {"column_max", [](auto& x) { return column_max(x[0]); }, {some(2, 3)}},
      {"rows", [](auto& x) { return rows(x[0], 1, 2); }, {some(4, 3)}},
      {"columns", [](auto& x) { return columns(x[0], 2); }, {some(4, 3)}},
      {"above", [](auto& x) { return above(x[0], x[1]); }, {some(2, 3), some(1, 3, 2)}},
      {"beside", [](auto& x) { return beside(x[0], x[1]); }, {some(2, 3), some(2, 1, 2)}},
      {"an own function",
       [](auto& x) {
         return custom(x[0], {.name = "cube",
                              .value = [](double a) { return a * a * a; },
                              .slope = [](double a, double) { return 3 * a * a; },
                              .rule = "3 * a^2"});
       },
       {some(2, 3)}},
      {"abs_sum", [](auto& x) { return abs_sum(x[0]); }, {some(2, 3)}},
      {"half_square_sum", [](auto& x) { return half_square_sum(x[0]); }, {some(2, 3)}},
      {"batch_norm",
       [](auto& x) { return batch_norm(x[0], x[1], x[2]); },
       {some(2, 5), some(2, 1, 2), some(2, 1, 3)}},
      {"rms_norm", [](auto& x) { return rms_norm(x[0]); }, {some(3, 4)}},
      {"embedding", [](auto& x) { return embedding(x[0], labels); }, {some(2, 3)}},
      {"attention_scores",
       [](auto& x) { return attention_scores(x[0], x[1], positions, 2, 0.5); },
       {some(4, 5), some(4, 5, 2)}},
      {"causal_softmax", [](auto& x) { return causal_softmax(x[0], positions, 2); }, {some(6, 5)}},
      {"attended",
       [](auto& x) { return attended(x[0], x[1], positions, 2); },
       {some(4, 5), some(6, 5, 2)}},
      {"softmax", [](auto& x) { return softmax(x[0]); }, {some(3, 4)}},
      {"log_softmax", [](auto& x) { return log_softmax(x[0]); }, {some(3, 4)}},
      {"log_likelihood", [](auto& x) { return log_likelihood(x[0], labels); }, {some(3, 4)}},
      {"softmax_cross_entropy",
       [](auto& x) { return softmax_cross_entropy(x[0], labels); },
       {some(3, 4)}},
      {"softmax_cross_entropy with probabilities",
       [](auto& x) { return softmax_cross_entropy(x[0], x[1]); },
       {some(3, 4), positive(3, 4, 2)}},
      {"multiclass_hinge", [](auto& x) { return multiclass_hinge(x[0], labels); }, {some(3, 4)}},
      {"hinge", [](auto& x) { return hinge(x[0], x[1]); }, {some(1, 4), some(1, 4, 2)}},
      {"sigmoid_cross_entropy",
       [](auto& x) { return sigmoid_cross_entropy(x[0], sigmoid(x[1])); },
       {some(1, 4), some(1, 4, 2)}},
      {"mean_squared_error",
       [](auto& x) { return mean_squared_error(x[0], x[1]); },
       {some(2, 3), some(2, 3, 2)}},
  };
}

/// The places at which the operation is tried: within its domain, and at no kink.
M at_probes(const op::Op& row) {
  M places(2, 3);
  const std::span probes(row.probes.begin(), row.probes.size());
  for (Eigen::Index i = 0; i < places.size(); ++i)
    places(i) = probes[static_cast<std::size_t>(i) % probes.size()].a;
  return places;
}

/// The same, and every function of each entry.
std::vector<Example> all_examples() {
  std::vector<Example> all = examples();
  for (const MatrixOp<double>* row : matrix_op::functions<double>)
    all.push_back({std::string(row->name),
                   [row](auto& x) {
                     return x[0].graph().record(*row, {x.data(), 1});
                   },
                   {at_probes(*op::find(row->name))}});
  return all;
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
  for (const Example& example : all_examples())
    for (std::size_t i = 0; i < example.operands.size(); ++i) {
      const auto with = [&](const M& x) {
        std::vector<M> operands = example.operands;
        operands[i] = x;
        return run(example, operands);
      };
      const GradientReport report =
          check_gradient([&](const M& x) { return with(x).loss; },
                         [&](const M& x) { return with(x).gradients[i]; }, example.operands[i]);
      INFO(example.name << ", operand " << i << '\n' << as_text(report));
      CHECK(report.verdict() == Verdict::agree);
    }
}

TEST_CASE("a second sweep back finds everything as the first one did", "[matrix]") {
  for (const Example& example : all_examples()) {
    Graph<double> graph;
    std::vector<T> tensors;
    for (const M& operand : example.operands) tensors.push_back(graph.parameter(operand));
    const T result = example.operation(tensors);
    const T loss = sum(result * graph.constant(some(result.rows(), result.columns(), 5)));
    const auto sweep = [&] {
      graph.zero_grad();
      backward(loss);
      std::vector<M> gradients;
      for (const T& tensor : tensors) gradients.push_back(tensor.grad());
      return gradients;
    };
    INFO(example.name);
    CHECK(sweep() == sweep());
  }
}

TEST_CASE("a shape that does not fit is named with its operation", "[matrix]") {
  Graph<double> graph;
  const T a = graph.constant(M::Zero(2, 3)), b = graph.constant(M::Zero(3, 2));
  CHECK(error_of([&] { matmul(a, a); }) ==
        "matmul of 2 x 3 and 2 x 3\n"
        "The columns of the first must be as many as the rows of the second.");
  CHECK(
      error_of([&] { a + b; }) ==
      "add of 2 x 3 and 3 x 2\n"
      "Both need the same shape, or one is a column with as many rows, a row with as many columns, "
      "or a number.");
  CHECK(error_of([&] { affine(a, b, b); }) ==
        "affine of 2 x 3 and 3 x 2\n"
        "The bias must be one column with a row for each row of the weights.");
  CHECK(
      error_of([&] { pow(a, b); }) ==
      "pow of 2 x 3 and 3 x 2\n"
      "Both need the same shape, or one is a column with as many rows, a row with as many columns, "
      "or a number.");
  CHECK(error_of([&] { above(a, b); }) == "above of 2 x 3 and 3 x 2\nBoth need as many columns.");
  CHECK(error_of([&] { beside(a, b); }) == "beside of 2 x 3 and 3 x 2\nBoth need as many rows.");
  CHECK(error_of([&] { rows(a, 1, 2); }) ==
        "rows 1 to 2 of 2 x 3\nThey are counted from 0, to 1, and there must be one at least.");
  CHECK(error_of([&] { columns(a, -1); }).starts_with("columns -1 to -1 of 2 x 3"));
  CHECK(error_of([&] { columns(a, 0, 0); }).starts_with("columns 0 to -1 of 2 x 3"));
}

TEST_CASE("a Tensor is shown as its rows, and as its number where it is one", "[matrix]") {
  Graph<double> graph;
  M numbers(2, 3);
  numbers << 1, -2.5, 3, 0, 100, 0.125;
  std::ostringstream out;
  out << graph.parameter(numbers, "W");
  CHECK(out.str() ==
        "W, 2 x 3:\n"
        "      1   -2.5      3\n"
        "      0    100  0.125");
  CHECK(fmt::format("{}", sum(graph.constant(numbers))) == "101.625");
  CHECK(shown(graph.constant(M::Ones(1, 2))) == "1 x 2:\n  1  1");
}

TEST_CASE("a Tensor is what += and its like make of it", "[matrix]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3)), column = graph.parameter(positive(2, 1));
  T b = a;
  b += column;
  b *= 3;
  b -= a;
  b /= 2.0;
  CHECK(b.value() == ((a + column) * 3 - a).value() / 2);
}
