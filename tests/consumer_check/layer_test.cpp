// What another project's tests look like: a layer with a gradient written by hand, right and wrong.
#include <cmath>
#include <vector>

#include <stepgrad/check/catch2.hpp>

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#endif

using stepgrad::has_correct_gradient_at;
using stepgrad::Value;
using stepgrad::with_gradient;

namespace {

using Matrix = std::vector<std::vector<double>>;
const std::vector<double> x{0.5, -1.0, 2.0};

/// The loss of a layer: the sum of (tanh(W x))².
double loss(const Matrix& w) {
  double sum = 0;
  for (const auto& row : w) {
    double z = 0;
    for (std::size_t j = 0; j < x.size(); ++j) z += row[j] * x[j];
    sum += std::tanh(z) * std::tanh(z);
  }
  return sum;
}

/// dloss/dW_ij = 2 tanh(z_i) (1 - tanh(z_i)²) x_j, or without the factor in the middle.
Matrix gradient(const Matrix& w, bool forgets_the_slope_of_tanh) {
  Matrix result = w;
  for (auto& row : result) {
    double z = 0;
    for (std::size_t j = 0; j < x.size(); ++j) z += row[j] * x[j];
    const double y = std::tanh(z), slope = forgets_the_slope_of_tanh ? 1 : 1 - y * y;
    for (std::size_t j = 0; j < x.size(); ++j) row[j] = 2 * y * slope * x[j];
  }
  return result;
}

const Matrix weights{{0.1, -0.4, 0.3}, {0.7, 0.2, -0.5}};

}  // namespace

TEST_CASE("the layer's gradient is right") {
  const auto right = [](const Matrix& w) { return gradient(w, false); };
  REQUIRE_THAT(with_gradient(loss, right), has_correct_gradient_at(weights));
}

TEST_CASE("the tape's gradient is right") {
  const auto neuron = [](const std::vector<Value>& v) { return tanh(v[0] * v[1] + v[2]); };
  REQUIRE_THAT(neuron, has_correct_gradient_at({0.5, 2.0, -1.0}));
}

// README, "Check gradients", and check/catch2.hpp.
TEST_CASE("what the pages show is right") {
  // clang-format off
  const Matrix weights{{0.1, -0.4}};
  {
    auto f = [](const std::vector<Value>& x) { return tanh(x[0] * x[1]); };
    REQUIRE_THAT(f, has_correct_gradient_at({0.5, 2.0}));
  }
  auto loss = [](const Matrix& w) { return w[0][0] * w[0][1]; };
  auto gradient_of_loss = [](const Matrix& w) { return Matrix{{w[0][1], w[0][0]}}; };
  REQUIRE_THAT(with_gradient(loss, gradient_of_loss), has_correct_gradient_at(weights));

  auto neuron = [](const std::vector<Value>& x) { return tanh(x[0] * x[1] + x[2]); };
  REQUIRE_THAT(neuron, has_correct_gradient_at({0.5, 2.0, -1.0}));

  // or a gradient written by hand, of a number, a vector or a matrix
  REQUIRE_THAT(with_gradient(loss, gradient_of_loss), has_correct_gradient_at(weights));
  // clang-format on
}

// Fails on purpose, to show the report: consumer_check "[planted]".
TEST_CASE("the slope of tanh is forgotten", "[.planted]") {
  const auto wrong = [](const Matrix& w) { return gradient(w, true); };
  REQUIRE_THAT(with_gradient(loss, wrong), has_correct_gradient_at(weights));
}
