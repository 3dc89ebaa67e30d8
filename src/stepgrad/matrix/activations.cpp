#include <stepgrad/matrix/activations.hpp>

#include <cmath>

#include <stepgrad/matrix/entrywise.hpp>

namespace stepgrad {

std::vector<Named> activations() {
  std::vector<Named> all;
  for (const MatrixOp<double>* row : matrix_op::functions<double>)
    all.push_back({std::string(row->name), ""});
  return all;
}

template <class S>
const MatrixOp<S>& activation_named(std::string_view name) {
  return row_named(matrix_op::functions<S>, "activation", name);
}

template <class S>
bool saturates(const MatrixOp<S>& activation) {
  Graph<S> graph;
  Matrix<S> places(1, 4);
  places << -9, -8, 8, 9;
  const Tensor<S> a = graph.constant(places);
  const Matrix<S> y = graph.record(activation, {&a, 1}).value();
  constexpr S flat = S(0.1);
  return std::abs(y(0, 1) - y(0, 0)) < flat && std::abs(y(0, 3) - y(0, 2)) < flat;
}

template const MatrixOp<float>& activation_named(std::string_view);
template const MatrixOp<double>& activation_named(std::string_view);
template bool saturates(const MatrixOp<float>&);
template bool saturates(const MatrixOp<double>&);

}  // namespace stepgrad
