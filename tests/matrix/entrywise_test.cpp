// Functions of each entry: the scalar engine's table, entry by entry, and words that say what the
// code does.
#include <cmath>
#include <limits>

#include <stepgrad/base/op.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/scalar/formula_parser.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

using M = Matrix<double>;
using T = Tensor<double>;

const MatrixOp<double>* find(std::string_view name) {
  for (const MatrixOp<double>* row : matrix_op::functions<double>)
    if (row->name == name) return row;
  return nullptr;
}

/// The operation of single numbers, with G as the gradient of its result.
struct Done {
  double value;
  std::vector<double> gradients;
};
Done done(const MatrixOp<double>& row, const std::vector<double>& operands, double g) {
  Graph<double> graph;
  std::vector<T> tensors;
  for (const double operand : operands)
    tensors.push_back(graph.parameter(M::Constant(1, 1, operand)));
  const T result = graph.record(row, tensors);
  backward(g * result);
  Done done{result.item(), {}};
  for (const T& tensor : tensors) done.gradients.push_back(tensor.grad()(0, 0));
  return done;
}

}  // namespace

TEST_CASE("both engines have the same functions, values and slopes", "[entrywise]") {
  for (const op::Op* scalar : op::all) {
    if (!matrix_op::is_function(*scalar)) continue;  // -A is (-1) A
    const MatrixOp<double>* row = find(scalar->name);
    INFO(scalar->name);
    REQUIRE(row != nullptr);
    std::vector<op::Probe> probes(scalar->probes);
    if (scalar->kink.gap) probes.push_back({0});
    for (const auto [a, b] : probes) {
      INFO("at " << a);
      const double y = scalar->value(a, b);
      const Done matrix = done(*row, {a}, 3);
      CHECK(matrix.value == Approx(y).epsilon(1e-12).margin(1e-15));
      CHECK(matrix.gradients[0] ==
            Approx(3 * scalar->slope[0](a, b, y)).epsilon(1e-12).margin(1e-15));
    }
  }
}

TEST_CASE("what is said of an operation of entries is what it computes", "[entrywise]") {
  using namespace matrix_op;
  std::vector<const MatrixOp<double>*> rows(std::begin(functions<double>),
                                            std::end(functions<double>));
  rows.insert(rows.end(), {&add<double>, &sub<double>, &mul<double>, &matrix_op::div<double>,
                           &matrix_op::pow<double>, &larger<double>, &smaller<double>});
  for (const MatrixOp<double>* row : rows)
    for (const double a : {0.3, 1.0, 2.5}) {
      std::vector<double> operands{a, 1};
      operands.resize(row->operands.size());
      INFO(row->name << " at " << a);
      const Done matrix = done(*row, operands, 0.7);
      if (std::isnan(matrix.value)) continue;  // asin(2.5) and the like
      const Bindings letters{{"A", a}, {"B", 1}, {"G", 0.7}, {"Y", matrix.value}};
      const auto says = [&](std::string_view words) {
        Bindings used;
        const Formula formula = parse(words);
        for (const auto& [name, value] : letters)
          if (words.find(name) != std::string_view::npos) used.emplace(name, value);
        return evaluate(formula, used);
      };
      CHECK(says(row->definition) == Approx(matrix.value));
      for (std::size_t i = 0; i < operands.size(); ++i)
        CHECK(says(row->rule[i]) == Approx(matrix.gradients[i]));
    }
}

TEST_CASE("both engines have one convention for nan and infinities", "[entrywise]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto is_same = [](double one, double other) {
    return (std::isnan(one) && std::isnan(other)) || one == Approx(other);
  };
  for (const MatrixOp<double>* row : matrix_op::functions<double>) {
    const op::Op* scalar = op::find(row->name);
    for (const double a : {std::nan(""), infinity, -infinity}) {
      const double y = scalar->value(a, 0), slope = scalar->slope[0](a, 0, y);
      const Done matrix = done(*row, {a}, 3);
      INFO(row->name << " of " << a << ": " << matrix.value << " and " << matrix.gradients[0]
                     << ", in the scalar engine " << y << " and " << 3 * slope);
      CHECK(is_same(matrix.value, y));
      CHECK(is_same(matrix.gradients[0], 3 * slope));
    }
  }
  for (const MatrixOp<double>* row : {&matrix_op::larger<double>, &matrix_op::smaller<double>})
    for (const double other : {1.0, infinity, std::nan("")}) {
      INFO(row->name);
      for (const Done& matrix :
           {done(*row, {std::nan(""), other}, 3), done(*row, {other, std::nan("")}, 3)}) {
        CHECK(std::isnan(matrix.value));
        CHECK(std::isnan(matrix.gradients[0]));
        CHECK(std::isnan(matrix.gradients[1]));
      }
    }
}

TEST_CASE("functions of each entry are stable where their parts overflow", "[entrywise]") {
  for (const double a : {-1000.0, 1000.0})
    for (const char* name : {"tanh", "sigmoid", "relu", "leaky_relu", "elu", "gelu", "softplus"}) {
      INFO(name << " at " << a);
      const Done matrix = done(*find(name), {a}, 1);
      CHECK(matrix.value == Approx(op::find(name)->value(a, 0)));
      CHECK(std::isfinite(matrix.gradients[0]));
    }
}
