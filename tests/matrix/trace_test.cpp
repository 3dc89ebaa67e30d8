// The trace: the numbers of `backward`, told step by step, and words that hold for their numbers.
#include <cmath>
#include <vector>

#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/trace.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "matrix/some.hpp"

using namespace stepgrad;

namespace {

using Piece = MatrixTrace::Piece;

const std::vector<int> labels{0, 1, 1, 0};

/// A step of 3-4-2 with tanh.
struct Network {
  Graph<double> graph;
  T x = graph.constant(some(3, 4), "X");
  T w1 = graph.parameter(some(4, 3, 2), "W"), b1 = graph.parameter(some(4, 1, 3), "b");
  T w2 = graph.parameter(some(2, 4, 4), "W"), b2 = graph.parameter(some(2, 1, 5), "b");
  T unused = graph.parameter(some(2, 2), "unused");
  T loss = softmax_cross_entropy(affine(w2, tanh(affine(w1, x, b1)), b2), labels);
};

std::string plain(const MatrixTrace& trace, const MatrixTrace::Words& words) {
  std::string text;
  for (const Piece& piece : words) {
    if (piece.kind == Piece::Kind::text) text += piece.text;
    if (piece.kind == Piece::Kind::ones) text += "1";
    if (piece.kind == Piece::Kind::gradient) text += "d";
    if (piece.kind == Piece::Kind::value || piece.kind == Piece::Kind::gradient)
      text += trace.node(piece.node).name;
    if (piece.transposed) text += "'";
  }
  return text;
}

M matrix(const MatrixTrace::Numbers& numbers) {
  return Eigen::Map<const M>(numbers.all.data(), static_cast<Index>(numbers.rows),
                             static_cast<Index>(numbers.columns));
}

std::vector<std::string> rules(const MatrixTrace& trace) {
  std::vector<std::string> told;
  for (const MatrixTrace::Step& step : trace.steps)
    told.push_back("d" + trace.node(step.to).name + " = " + plain(trace, step.rule));
  return told;
}

}  // namespace

TEST_CASE("a trace names the matrices of a network and says each rule with them", "[trace]") {
  const Network network;
  const MatrixTrace told = trace(network.loss);
  std::vector<std::string> forward;
  for (const MatrixTrace::Node& node : told.nodes)
    forward.push_back(node.definition.empty() ? node.name
                                              : node.name + " = " + plain(told, node.definition));
  CHECK(forward == std::vector<std::string>{"X", "W1", "b1", "W2", "b2", "A1 = W1 X + b1 1'",
                                            "H = tanh(A1)", "A2 = W2 H + b2 1'",
                                            "L = mean of -log P at the labels"});
  CHECK(rules(told) == std::vector<std::string>{
                           "dA2 = dL (P - T) / 4", "dW2 = dA2 H'", "dH = W2' dA2", "db2 = dA2 1",
                           "dA1 = dH * (1 - H^2)", "dW1 = dA1 X'", "db1 = dA1 1"});
}

TEST_CASE("the number 1 in the words of an operation is no vector of ones", "[trace]") {
  const Network network;
  const MatrixTrace told = trace(network.loss);
  const MatrixTrace::Words& where = told.node(told.output).where;
  CHECK(plain(told, where) == "P = softmax(A2), T = 1 at the labels and 0 elsewhere");
  for (const Piece& piece : where) CHECK(piece.kind != Piece::Kind::ones);
}

TEST_CASE("a trace has the numbers of backward, bit for bit", "[trace]") {
  Network network, alone;
  backward(alone.loss);
  const MatrixTrace told = trace(network.loss);
  CHECK(matrix(told.node(told.output).value)(0, 0) == alone.loss.item());
  const std::vector<T> leaves{alone.x, alone.w1, alone.b1, alone.w2, alone.b2};
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    CHECK(matrix(told.node(i).value) == leaves[i].value());
    if (told.node(i).kind == MatrixTrace::Kind::parameter)
      CHECK(matrix(told.node(i).gradient) == leaves[i].grad());
    else
      CHECK(told.node(i).gradient.all.empty());
  }
  CHECK(network.w1.grad() == alone.w1.grad());
}

TEST_CASE("shares add up to the gradient of a matrix that is used twice", "[trace]") {
  Graph<double> graph;
  const T w = graph.parameter(some(2, 2), "W");
  const MatrixTrace told = trace(sum(matmul(w, w) + w));
  CHECK(rules(told) ==
        std::vector<std::string>{"dV = dL 1 1'", "dA = dV", "dW = dV", "dW = dA W'", "dW = W' dA"});
  M total = M::Zero(2, 2);
  for (const MatrixTrace::Step& step : told.steps)
    if (told.node(step.to).name == "W") {
      total += matrix(step.contribution);
      CHECK(matrix(step.total).isApprox(total, 1e-14));
    }
  CHECK(w.grad().isApprox(total, 1e-14));
}

TEST_CASE("a column that every sample uses is told with its sum over the samples", "[trace]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "A"), b = graph.parameter(positive(2, 1), "b");
  const MatrixTrace told = trace(sum((a + b) / b));
  CHECK(plain(told, told.node(2).definition) == "A + b 1'");
  CHECK(plain(told, told.node(3).definition) == "V1 / (b 1')");
  CHECK(rules(told) == std::vector<std::string>{"dV2 = dL 1 1'", "dV1 = dV2 / (b 1')",
                                                "db = (-dV2 * V2 / (b 1')) 1", "dA = dV1",
                                                "db = dV1 1"});
}

TEST_CASE("a row, a number and a vector of ones are told as what they are", "[trace]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "A"), row = graph.parameter(positive(1, 3), "r");
  const T k = graph.parameter(positive(1, 1), "k");
  const MatrixTrace told = trace(sum(row_sums(1 - a * row / k)));
  CHECK(told.node(5).name == "1");
  CHECK(told.node(5).kind == MatrixTrace::Kind::number);
  std::vector<std::string> forward;
  for (const MatrixTrace::Node& node : told.nodes)
    if (!node.definition.empty()) forward.push_back(plain(told, node.definition));
  CHECK(forward == std::vector<std::string>{"A * (1 r)", "V1 / k", "1 - V2", "V3 1", "sum(V4)"});
  CHECK(rules(told) == std::vector<std::string>{"dV4 = dL 1 1'", "dV3 = dV4 1'", "dV2 = -dV3",
                                                "dV1 = dV2 / k", "dk = sum(-dV2 * V2 / k)",
                                                "dA = dV1 * (1 r)", "dr = 1' (dV1 * A)"});
  std::vector<std::size_t> lengths;
  for (const MatrixTrace::Step& step : told.steps)
    for (const Piece& piece : step.rule)
      if (piece.kind == Piece::Kind::ones) lengths.push_back(piece.length);
  CHECK(lengths == std::vector<std::size_t>{2, 1, 3, 2, 2});
}

TEST_CASE("operations of one's own are told in their own words", "[trace]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "A");
  const T h = named(custom(a, {.name = "cube",
                               .value = [](double x) { return x * x * x; },
                               .slope = [](double x, double) { return 3 * x * x; },
                               .rule = "3 * a^2"}),
                    "cubes");
  const T reversed = on_gradient(h * detach(2.0 * h), "reverse", [](M& g) { g = -g; });
  const MatrixTrace told = trace(named(mean(reversed), "loss"));
  std::vector<std::string> forward;
  for (const MatrixTrace::Node& node : told.nodes)
    if (!node.definition.empty())
      forward.push_back(node.name + " = " + plain(told, node.definition));
  CHECK(forward == std::vector<std::string>{"cubes = cube(A)", "V1 = 2 cubes",
                                            "V2 = V1, held fixed", "V3 = cubes * V2", "V4 = V3",
                                            "loss = mean(V4)"});
  CHECK(rules(told) == std::vector<std::string>{"dV4 = dloss 1 1' / 6", "dV3 = reverse(dV4)",
                                                "dcubes = dV3 * V2", "dV2 = dV3 * cubes",
                                                "dA = dcubes * 3 A^2"});
}

TEST_CASE("parts and wholes are told with the rows and columns that they take", "[trace]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "A"), b = graph.parameter(some(1, 3), "B");
  const MatrixTrace told = trace(sum(columns(above(rows(a, 1), b), 0, 2)));
  CHECK(plain(told, told.node(told.output - 1).definition) == "columns 0 to 1 of V2");
  CHECK(rules(told) ==
        std::vector<std::string>{"dV3 = dL 1 1'", "dV2 = dV3 in columns 0 to 1, else 0",
                                 "dV1 = dV2 in the rows of V1", "dB = dV2 in the rows of B",
                                 "dA = dV1 in rows 1 to 1, else 0"});
}

TEST_CASE("numbers and names stand in the words of other operations", "[trace]") {
  Graph<double> graph;
  const T a = graph.parameter(some(2, 3), "P");
  const T regulariser = 0.01 * half_square_sum(a);
  const T error = mean_squared_error(leaky_relu(a), graph.constant(M::Ones(2, 3), "T"));
  CHECK(rules(trace(regulariser + error)) ==
        std::vector<std::string>{"dV2 = dL", "dL1 = dL", "dH = 2 dL1 (H - T) / 6",
                                 "dP = dH * (0.01 + 0.99 [P > 0])", "dV1 = 0.01 dV2",
                                 "dP = dV1 P"});
}

TEST_CASE("a trace refuses what backward refuses", "[trace]") {
  Graph<float> graph;
  const Tensor<float> w = graph.parameter(Matrix<float>::Ones(2, 2));
  CHECK(error_of([&] { trace(w); }).starts_with("backward from a matrix of 2 x 2"));
  const MatrixTrace constant = trace(sum(graph.constant(Matrix<float>::Ones(2, 2))));
  CHECK(constant.steps.empty());
  CHECK(constant.node(constant.output).value.all == std::vector<double>{4});
}
