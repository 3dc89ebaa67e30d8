// The operation table where floating point is hard: far from zero, close to zero, at the edge of a
// domain.
#include <cmath>
#include <limits>
#include <span>
#include <stepgrad/base/op.hpp>
#include <stepgrad/scalar/formula_parser.hpp>
#include <vector>

#include "catch.hpp"
#include "numerical.hpp"

using namespace stepgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("activations stay right for numbers far from zero", "[op]") {
  struct Row {
    const op::Op* op;
    double a, value, slope;
  };
  const Row table[] = {
      {&op::sigmoid, 1000, 1, 0},       {&op::sigmoid, -1000, 0, 0},
      {&op::sigmoid, 1e308, 1, 0},      {&op::sigmoid, -1e308, 0, 0},
      {&op::tanh, 1000, 1, 0},          {&op::tanh, -1000, -1, 0},
      {&op::tanh, 1e308, 1, 0},         {&op::tanh, -1e308, -1, 0},
      {&op::softplus, 1000, 1000, 1},   {&op::softplus, -1000, 0, 0},
      {&op::softplus, 1e308, 1e308, 1}, {&op::softplus, -1e308, 0, 0},
      {&op::gelu, 1000, 1000, 1},       {&op::gelu, -1000, 0, 0},
      {&op::gelu, 1e308, 1e308, 1},     {&op::gelu, -1e308, 0, 0},
      {&op::elu, 1000, 1000, 1},        {&op::elu, -1000, -1, 0},
      {&op::erf, 1e308, 1, 0},          {&op::erf, -1e308, -1, 0},
      {&op::relu, 1e308, 1e308, 1},     {&op::relu, -1e308, 0, 0},
  };
  for (const auto& [op, a, value, slope] : table) {
    INFO(op->name << " at " << a);
    const double y = op->value(a, 0);
    CHECK(y == value);
    CHECK(op->slope[0](a, 0, y) == slope);
  }
}

TEST_CASE("small results keep their digits", "[op]") {
  const double tiny = std::exp(-40.0);
  CHECK(op::sigmoid.value(-40, 0) == Approx(tiny).epsilon(1e-14));
  CHECK(op::softplus.value(-40, 0) == Approx(tiny).epsilon(1e-14));
  CHECK(op::expm1.value(1e-20, 0) == 1e-20);
  CHECK(op::log1p.value(1e-20, 0) == 1e-20);
  CHECK(op::elu.value(-1e-20, 0) == -1e-20);
  CHECK(op::gelu.value(-12, 0) == Approx(-6 * std::erfc(12 / std::sqrt(2.0))).epsilon(1e-14));
}

TEST_CASE("log_sum_exp does not overflow, and its slopes stay probabilities", "[op]") {
  struct Row {
    std::vector<double> operands;
    double value;
    std::vector<double> slopes;
  };
  const Row table[] = {
      {{1000, 1000}, 1000 + std::log(2.0), {0.5, 0.5}},
      {{-1000, -1000}, -1000 + std::log(2.0), {0.5, 0.5}},
      {{1000, -1000}, 1000, {1, 0}},
      {{1e308, -1e308, 0}, 1e308, {1, 0, 0}},
      {{-infinity, 3}, 3, {0, 1}},
      {{7}, 7, {1}},
  };
  for (const auto& [operands, value, slopes] : table) {
    const double y = op::log_sum_exp.value_of_all(operands);
    INFO("the first operand is " << operands[0]);
    CHECK(y == value);
    for (std::size_t i = 0; i < operands.size(); ++i)
      CHECK(op::log_sum_exp.slope[0](operands[i], 0, y) == Approx(slopes[i]).epsilon(1e-12));
  }
  CHECK(op::log_sum_exp.value_of_all(std::vector{infinity, 1.0}) == infinity);
  CHECK(op::log_sum_exp.value_of_all(std::vector{-infinity, -infinity}) == -infinity);
}

TEST_CASE("powers at the edges of their domain", "[op]") {
  struct Row {
    double a, b, value, slope_in_a, slope_in_b;
  };
  const Row table[] = {
      {0, 0, 1, 0, 0},           // 0^0 = 1, constant in a
      {0, 0.5, 0, infinity, 0},  // as steep as sqrt
      {0, 1, 0, 1, 0},
      {0, 2, 0, 0, 0},
      {0, -1, infinity, -infinity, -infinity},
      {-2, 3, -8, 12, not_a_number},  // no slope in b for a negative base
      {-2, -1, -0.5, -0.25, not_a_number},
      {-2, 0, 1, 0, not_a_number},
      {-2, 0.5, not_a_number, not_a_number, not_a_number},  // no real root
      {2, 0, 1, 0, std::log(2.0)},
      {1, 1000, 1, 1000, 0},
  };
  for (const auto& [a, b, value, slope_in_a, slope_in_b] : table) {
    INFO(a << " ^ " << b);
    const double y = op::pow.value(a, b);
    CHECK(same_number(y, value));
    CHECK(same_number(op::pow.slope[0](a, b, y), slope_in_a));
    CHECK(same_number(op::pow.slope[1](a, b, y), slope_in_b));
  }
}

TEST_CASE("not a number is never hidden", "[op]") {
  for (const op::Op* row : op::all) {
    if (*row == op::greater || *row == op::equal) continue;  // a comparison is true or not
    INFO(row->name);
    const double first[] = {not_a_number, 0.5}, second[] = {0.5, not_a_number};
    CHECK(std::isnan(op::value(*row, std::span(first).first(row->arity == 1 ? 1 : 2))));
    if (row->arity != 1) CHECK(std::isnan(op::value(*row, second)));
  }
}
