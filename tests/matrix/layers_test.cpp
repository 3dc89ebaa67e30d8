// Layers and models: what they promise of their numbers, and that they learn.
#include <cmath>

#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/optimisers.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;
using T = Tensor<double>;

M normal(Index rows, Index columns, std::uint64_t seed) {
  Random random(seed);
  M matrix(rows, columns);
  for (Index i = 0; i < matrix.size(); ++i) matrix.data()[i] = random.normal();
  return matrix;
}

double deviation(const M& matrix) {
  return std::sqrt((matrix.array() - matrix.mean()).square().mean());
}

}  // namespace

TEST_CASE("weights begin as wide as their makers say", "[layers]") {
  Random random(1);
  const M uniform = glorot<double>(300, 500, random);
  CHECK(uniform.cwiseAbs().maxCoeff() <= std::sqrt(6.0 / 800));
  CHECK(deviation(uniform) == Approx(std::sqrt(2.0 / 800)).epsilon(0.01));
  CHECK(deviation(he<double>(300, 500, random)) == Approx(std::sqrt(2.0 / 500)).epsilon(0.01));
}

TEST_CASE("relu layers of He's weights keep the size of what passes through", "[layers]") {
  Graph<double> graph;
  Random random(3);
  const auto model = mlp<double>(graph, {200, 200, 200, 200, 200, 200}, random);
  const double out = deviation(model(graph.constant(normal(200, 64, 4))).value());
  CHECK(out > 0.3);
  CHECK(out < 3);
}

TEST_CASE("dropout keeps the mean, and is gone in evaluation", "[layers]") {
  Graph<double> graph;
  Dropout<double> dropout(0.3, 1);
  const T ones = graph.parameter(M::Ones(100, 200));
  const T dropped = dropout(ones, Pass::training);
  CHECK(dropped.value().mean() == Approx(1).epsilon(0.02));
  CHECK(static_cast<double>((dropped.value().array() == 0).count()) == Approx(6000).epsilon(0.05));
  backward(sum(dropped));
  CHECK(ones.grad() == dropped.value());  // what was dropped gets nothing
  CHECK(dropout(ones, Pass::evaluation).value() == M::Ones(100, 200));
  CHECK(error_of([] { Dropout<double>(1, 1); }) ==
        "a dropout rate of 1\nChoose from 0 to below 1.");
}

TEST_CASE("of one sample alone batch normalisation learns a mean and no variance", "[layers]") {
  Graph<double> graph;
  BatchNorm<double> norm(graph, 1);
  norm(graph.constant(M::Constant(1, 1, 5)), Pass::training);
  CHECK((*norm.averages()[0])(0, 0) == Approx(0.5));
  CHECK((*norm.averages()[1])(0, 0) == 1);
  norm(graph.constant((M(1, 2) << 4, 6).finished()), Pass::training);
  CHECK((*norm.averages()[1])(0, 0) == Approx(0.9 + 0.1 * 2));  // 2 = (1 + 1) / (2 - 1)
}

TEST_CASE("batch normalisation gives each feature mean 0 and deviation 1, and remembers",
          "[layers]") {
  Graph<double> graph;
  BatchNorm<double> norm(graph, 3);
  const M samples = ((normal(3, 400, 5) * 4).array() + 7).matrix();
  for (int step = 0; step < 100; ++step) {
    const GraphScope scope(graph);
    const M y = norm(graph.constant(samples), Pass::training).value();
    for (Index i = 0; i < 3; ++i) {
      CHECK(y.row(i).mean() == Approx(0).margin(1e-12));
      CHECK(deviation(y.row(i)) == Approx(1).epsilon(1e-5));
    }
  }
  const M evaluated = norm(graph.constant(samples.leftCols(1)), Pass::evaluation).value();
  const double expected = (samples(0, 0) - samples.row(0).mean()) / deviation(samples.row(0));
  CHECK(evaluated(0, 0) == Approx(expected).epsilon(0.01));
}

TEST_CASE("models count their parameters", "[layers]") {
  Graph<float> graph;
  Random random(1);
  CHECK(mlp<float>(graph, {784, 128, 64, 10}, random).parameter_count() == 109386);
  CHECK(softmax_regression<float>(graph, 784, 10).parameter_count() == 7850);
  CHECK(error_of([&] { mlp<float>(graph, {5}, random); }) ==
        "a network needs the numbers of its inputs and its outputs\n"
        "Give two sizes or more, such as {2, 16, 2}.");
  CHECK(error_of([&] {
          mlp<float>(graph, {5, 0, 2}, random);
        }) == "a layer of 0\nEach size must be 1 or more.");
}

TEST_CASE("a network learns XOR, which no single layer can", "[layers]") {
  M x(2, 4);
  x << 0, 0, 1, 1, 0, 1, 0, 1;
  const std::vector<int> labels{0, 1, 1, 0};
  const auto loss_after_training = [&](Graph<double>& graph, const Sequential<double>& model) {
    Optimiser<double> optimiser(Adam{}, model.parameters());
    double loss = 0;
    for (int step = 0; step < 500; ++step) {
      const GraphScope scope(graph);
      graph.zero_grad();
      const T output = softmax_cross_entropy(model(graph.constant(x), Pass::training), labels);
      backward(output);
      optimiser.step(0.05);
      loss = output.item();
    }
    return loss;
  };
  Graph<double> graph;
  Random random(2);
  CHECK(loss_after_training(graph, mlp<double>(graph, {2, 32, 2}, random)) < 0.01);
  CHECK(loss_after_training(graph, softmax_regression<double>(graph, 2, 2)) > 0.99 * std::log(2.0));
}

TEST_CASE("networks begin as they are told", "[layers]") {
  for (const InitialRow& row : initials()) {
    INFO(row.name);
    Graph<double> graph;
    Random random(1);
    const auto weights =
        mlp<double>(graph, {100, 200, 3}, random, {.initial = std::string(row.name)}).weights();
    Random again(1);
    CHECK(weights[0].value() == row.make(200, 100, again));
    CHECK(std::abs(weights[0].value().maxCoeff()) < 1);
  }
  Random random(1);
  CHECK(deviation(initials()[2].make(300, 400, random)) ==
        Approx(std::sqrt(1.0 / 3 / 400)).epsilon(0.01));
  Graph<double> graph;
  CHECK(error_of([&] {
          mlp<double>(graph, {2, 2}, random, {.initial = "xavier"});
        }).starts_with("there is no way to begin 'xavier'"));
}

TEST_CASE("from 0 only the last bias learns, from a constant the units stay alike", "[layers]") {
  for (const char* initial : {"zero", "constant"}) {
    Graph<double> graph;
    Random random(1);
    const auto model =
        mlp<double>(graph, {2, 3, 2}, random, {.activation = "tanh", .initial = initial});
    M inputs(2, 3);
    inputs << 1, 2, -1, 0.5, -1, 3;
    const std::vector<int> labels{0, 1, 1};
    backward(softmax_cross_entropy(model(graph.constant(inputs)), labels));
    const auto parameters = model.parameters();  // W1, b1, W2, b2
    if (initial == std::string("zero"))
      for (int i = 0; i < 3; ++i) CHECK(parameters[static_cast<std::size_t>(i)].grad().isZero());
    CHECK_FALSE(parameters[3].grad().isZero());
    for (Index unit = 1; unit < 3; ++unit)
      CHECK(parameters[0].grad().row(unit).isApprox(parameters[0].grad().row(0)));
  }
}

TEST_CASE("networks side by side share nothing", "[layers]") {
  Graph<double> graph;
  Random random(2);
  std::vector<Sequential<double>> two;
  for (int i = 0; i < 2; ++i) two.push_back(mlp<double>(graph, {2, 4, 1}, random));
  Parallel<double> both(std::move(two));
  const T x = graph.constant(normal(2, 5, 1));
  const T y = both(x, Pass::evaluation);
  CHECK(y.shape() == MatrixShape{2, 5});
  backward(sum(rows(y, 0)));
  const auto parameters = both.parameters();
  REQUIRE(parameters.size() == 8);
  CHECK_FALSE(parameters[2].grad().isZero());
  for (std::size_t i = 4; i < 8; ++i) CHECK(parameters[i].grad().isZero());
}
