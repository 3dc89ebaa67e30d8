// The matrix graph: the verbs mean what they mean in the scalar engine, and memory stays constant.
#include <vector>

#include <stepgrad/matrix/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;
using T = Tensor<double>;

}  // namespace

TEST_CASE("backward adds into parameters, and zero_grad clears them", "[graph]") {
  Graph<double> graph;
  const T w = graph.parameter(M::Constant(2, 2, 3));
  const T loss = sum(w * w);
  CHECK(w.grad() == M::Zero(2, 2));
  backward(loss);
  CHECK(w.grad() == M::Constant(2, 2, 6));
  backward(loss);
  CHECK(w.grad() == M::Constant(2, 2, 12));
  graph.zero_grad();
  CHECK(w.grad() == M::Zero(2, 2));
}

TEST_CASE("no gradient is computed for constants", "[graph]") {
  Graph<double> graph;
  const T w = graph.parameter(M::Ones(1, 2)), x = graph.constant(M::Ones(2, 3));
  backward(sum(matmul(w, x)));
  CHECK(w.grad() == M::Constant(1, 2, 3));
  CHECK(x.grad() == M::Zero(2, 3));
}

TEST_CASE("a training step takes the memory of the one before", "[graph]") {
  Graph<float> graph;
  const Tensor<float> w = graph.parameter(Matrix<float>::Ones(8, 4));
  const Matrix<float> batch = Matrix<float>::Ones(4, 16);
  const float* value = nullptr;
  const float* gradient = nullptr;
  for (int step = 0; step < 3; ++step) {
    const GraphScope scope(graph);
    const Tensor<float> y = tanh(matmul(w, graph.constant(batch)));
    backward(sum(y));
    if (step > 0) {
      CHECK(y.value().data() == value);
      CHECK(y.grad().data() == gradient);
    }
    value = y.value().data();
    gradient = y.grad().data();
  }
  CHECK(graph.size() == 1);
}

TEST_CASE("gradient descent on a parameter reaches the least squares", "[graph]") {
  // y = 3 x - 1 at four points; the loss has its minimum there.
  Graph<double> graph;
  M x(1, 4), y(1, 4);
  x << 0, 1, 2, 3;
  y << -1, 2, 5, 8;
  const T w = graph.parameter(M::Zero(1, 1)), b = graph.parameter(M::Zero(1, 1));
  for (int step = 0; step < 2000; ++step) {
    const GraphScope scope(graph);
    graph.zero_grad();
    backward(mean_squared_error(affine(w, graph.constant(x), b), graph.constant(y)));
    for (const T& parameter : {w, b}) graph.change(parameter) -= 0.1 * parameter.grad();
  }
  CHECK(w.item() == Approx(3).epsilon(1e-9));
  CHECK(b.item() == Approx(-1).epsilon(1e-9));
}

TEST_CASE("wrong uses of a Tensor are errors that say what to do", "[graph]") {
  Graph<double> graph, other;
  const T a = graph.parameter(M::Ones(2, 2)), b = other.parameter(M::Ones(2, 2));
  CHECK(error_of([&] { T().value(); }) ==
        "a Tensor is used before it was given a matrix\n"
        "Make it with graph.parameter(matrix), or assign a result to it first.");
  CHECK(error_of([&] { a + b; }) ==
        "a Tensor is used with another graph than the one that made it\n"
        "Make all operands on one graph.");
  T orphan;
  {
    Graph<double> short_lived;
    orphan = short_lived.parameter(M::Ones(2, 2));
  }
  const std::string gone =
      "a Tensor is used after the graph that made it is gone\n"
      "Keep the graph for as long as its Tensors, or copy what you need: value(), grad().";
  CHECK(error_of([&] { orphan.value(); }) == gone);
  {
    Graph<double> next;  // at the place of the one that is gone
    const T first = next.parameter(M::Ones(2, 2));
    CHECK(error_of([&] { orphan.value(); }) == gone);
    CHECK(error_of([&] { first + orphan; }) == gone);
  }
  CHECK(error_of([&] { sum(orphan + orphan); }) == gone);
  CHECK(error_of([&] { a + orphan; }) == gone);
  CHECK(error_of([&] { graph.change(orphan); }) == gone);
  CHECK(error_of([&] { backward(orphan); }) == gone);
  T late;
  {
    const GraphScope scope(graph);
    late = a * a;
  }
  CHECK(error_of([&] { late.value(); }).starts_with("a Tensor is used after the scope"));
  const T again = a + a;  // takes the place of the one that was given back
  CHECK(error_of([&] { late.value(); }).starts_with("a Tensor is used after the scope"));
  CHECK(error_of([&] { backward(again); }) ==
        "backward from a matrix of 2 x 2\n"
        "It starts at a 1 x 1 matrix, the loss: take a sum or a mean first.");
  CHECK(error_of([&] { graph.change(again); }) ==
        "only a parameter can be changed; this Tensor is a result or a constant\n"
        "Change the parameters, then record the operations again.");
}
