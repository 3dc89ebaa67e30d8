// Forward and reverse mode meet, and second derivatives are symmetric, on every graph.
#include <cmath>

#include <stepgrad/scalar/forward.hpp>

#include "catch.hpp"
#include "scalar/random_formula.hpp"

using namespace stepgrad;
using namespace random_formula;

namespace {

const op::Op* const smooth[] = {
    &op::add,  &op::sub, &op::mul,    &op::div,   &op::neg,     &op::exp,
    &op::sin,  &op::cos, &op::atan,   &op::tanh,  &op::sigmoid, &op::softplus,
    &op::gelu, &op::erf, &op::square, &op::sum,   &op::dot,     &op::pow,
    &op::sqrt, &op::log, &op::log1p,  &op::expm1, &op::tan,     &op::log_sum_exp};

/// The sizes of all gradients on the way, added up: what cancels keeps an error of its own size.
/// Not finite if one of them is not.
double size_of_gradients(const Trace& traced) {
  double size = 0;
  for (const Step& step : traced.steps) size += std::abs(step.contribution);
  return size;
}

}  // namespace

TEST_CASE("forward and reverse mode agree to 1e-12 on graphs of 5 to 500 operations",
          "[property]") {
  CHECK(rc::check("reverse = forward", [] {
    const std::size_t size = *rc::gen::inRange<std::size_t>(5, 501);
    const Choices chosen = *rc::gen::container<Choices>(
        size, rc::gen::construct<Choice>(rc::gen::arbitrary<std::uint8_t>(),
                                         rc::gen::arbitrary<std::uint8_t>(),
                                         rc::gen::arbitrary<std::uint8_t>()));
    const Trace traced = trace(formula_of(chosen, smooth), *bindings());
    const double size_on_the_way = size_of_gradients(traced);
    RC_PRE(std::isfinite(size_on_the_way));
    const std::vector<double> forward = forward_gradient(traced);
    const std::vector<Id> inputs = traced.inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double reverse = traced.node(inputs[i]).grad;
      RC_LOG() << traced.node(inputs[i]).name << ": " << reverse << " and " << forward[i] << '\n';
      RC_ASSERT(std::abs(reverse - forward[i]) <= 1e-12 * size_on_the_way);
    }
  }));
}

TEST_CASE("the Hessian is symmetric, and its product with a direction the sum of its columns",
          "[property]") {
  CHECK(rc::check("H = H' and H d = sum of d_j H_j", [] {
    Choices chosen = *choices();
    if (chosen.size() > 20) chosen.resize(20);
    const Trace traced = trace(formula_of(chosen, smooth), *bindings());
    const auto second = hessian(traced);
    double size_on_the_way = size_of_gradients(traced);
    for (const auto& row : second)
      for (const double entry : row) size_on_the_way += std::abs(entry);
    RC_PRE(size_on_the_way < 1e6);
    const std::vector<double> direction{0.5, -2, 3};
    const std::vector<double> product = hessian_vector_product(traced, direction);
    for (std::size_t i = 0; i < 3; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < 3; ++j) {
        RC_ASSERT(std::abs(second[i][j] - second[j][i]) <= 1e-9 * size_on_the_way);
        sum += second[i][j] * direction[j];
      }
      RC_ASSERT(std::abs(product[i] - sum) <= 1e-9 * size_on_the_way);
    }
  }));
}
