// The headers of the room `matrix`: products, operations of one's own, layers; and batches.
#include <cmath>
#include <iostream>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/layers.hpp>

using namespace stepgrad;

namespace {

/// matrix/products.hpp
void products() {
  const Matrix<double> w = Matrix<double>::Ones(2, 3), x = Matrix<double>::Ones(3, 4);
  const Matrix<double> b = Matrix<double>::Ones(2, 1), g = Matrix<double>::Ones(2, 4);
  Matrix<double> y, dw = Matrix<double>::Zero(2, 3), dx;
  // clang-format off
  compute(times(w, x), Into::assign, y);             // Y ← W X
  compute(times(w, x).plus(b), Into::assign, y);     // Y ← W X + b 1ᵀ
  compute(times_transposed(g, x), Into::add, dw);    // dW ← dW + G Xᵀ
  compute(transposed_times(w, g), Into::assign, dx); // dX ← Wᵀ G
  // clang-format on
  std::cout << "Y " << y(0, 0) << ", dW " << dw(0, 0) << ", dX " << dx(0, 0) << '\n';
}

/// matrix/functions.hpp
void arithmetic() {
  Graph<double> graph;
  // clang-format off
  Tensor<double> a = graph.parameter(Matrix<double>::Constant(2, 3, 4), "A");
  Tensor<double> y = 1 - 2 * a / row_sums(a);   // a column, used for every column of A
  y += columns(a, 0);                           // its first column, used likewise
  backward(mean(pow(y, 2)));
  std::cout << y << '\n' << named(rows(y, 1), "last row") << '\n';
  // clang-format on
  std::cout << a.grad()(0, 0) << '\n';
}

/// matrix/custom.hpp
void own_operations() {
  Graph<double> graph;
  const Tensor<double> x = graph.parameter(Matrix<double>::Constant(1, 2, 0.5), "x");
  // clang-format off
  const double k = 2;
  const EntryFunction snake{.name = "snake",  // Liu et al. (2020)
                            .value = [=](double a) { return a + std::pow(std::sin(k * a), 2) / k; },
                            .slope = [=](double a, double) { return 1 + std::sin(2 * k * a); },
                            .rule = "1 + sin(4 * a)"};
  Tensor<double> y = custom(x, snake);
  Tensor<double> z = on_gradient(y, "reverse", [](Matrix<double>& g) { g = -g; });
  // clang-format on
  backward(sum(z));
  std::cout << y << '\n' << x.grad() << '\n';
}

/// matrix/layers.hpp
void layers() {
  Graph<float> graph;
  const Matrix<float> batch = Matrix<float>::Ones(784, 5);
  // clang-format off
  Random random(1);
  Sequential<float> model = mlp<float>(graph, {784, 128, 64, 10}, random);
  Tensor<float> logits = model(graph.constant(batch), Pass::training);
  // clang-format on
  std::cout << logits.rows() << " x " << logits.columns() << '\n';
}

/// data/batches.hpp
void batches() {
  const auto data = converted<float>(make("moons", {.samples = 150}));
  Random random(1);
  Index seen = 0;
  Batches<float> batches(data, 64);
  for (int epoch = 0; epoch < 10; ++epoch) {
    batches.shuffle(random);
    for (std::size_t i = 0; i < batches.count(); ++i) {
      const auto [inputs, labels, targets, weights] = batches[i];
      seen += inputs.cols();
    }
  }
  std::cout << seen << " samples\n";
}

}  // namespace

int main() {
  products();
  arithmetic();
  own_operations();
  layers();
  batches();
}

// Prints:
// Y 4, dW 4, dX 2
// 2 x 3:
//   4.33333  4.33333  4.33333
//   4.33333  4.33333  4.33333
// last row, 1 x 3:
//   4.33333  4.33333  4.33333
// 4.33333
// 1 x 2:
//   0.854037  0.854037
// -1.9093 -1.9093
// 10 x 5
// 1500 samples
