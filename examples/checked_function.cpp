// A test of one's own: is the gradient right that was worked out by hand? What fails is shown as a table,
// entry by entry, with what is likely to be missing.
#include <cmath>
#include <vector>

#include <stepgrad/check/catch2.hpp>

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#endif

using namespace stepgrad;

namespace {

/// The Huber loss of a residual r: r² / 2 near 0, and further out |r| - 1/2, a line.
double huber(double r) { return std::abs(r) <= 1 ? r * r / 2 : std::abs(r) - 0.5; }
double slope_of_huber(double r) { return std::abs(r) <= 1 ? r : std::copysign(1.0, r); }

/// Three points, to lie on a line y = w[0] x + w[1].
const std::vector<double> xs{0, 1, 2}, ys{0.2, 0.9, 7};

double loss(const std::vector<double>& w) {
  double sum = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) sum += huber(w[0] * xs[i] + w[1] - ys[i]);
  return sum;
}

std::vector<double> gradient_of_loss(const std::vector<double>& w) {
  std::vector<double> gradient(2);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const double slope = slope_of_huber(w[0] * xs[i] + w[1] - ys[i]);
    gradient[0] += slope * xs[i];  // by the chain rule: dr/dw[0] = x
    gradient[1] += slope;
  }
  return gradient;
}

}  // namespace

TEST_CASE("the gradient of a robust line is right") {
  REQUIRE_THAT(with_gradient(loss, gradient_of_loss),
               has_correct_gradient_at(std::vector<double>{0.8, 0.1}));
}

TEST_CASE("a function of Values needs no gradient: the tape's is checked") {
  const auto neuron = [](const std::vector<Value>& x) { return tanh(x[0] * x[1] + x[2]); };
  REQUIRE_THAT(neuron, has_correct_gradient_at({0.5, 2.0, -1.0}));
}
