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
      {&op::sigmoid, 1000, 1, 0},
      {&op::sigmoid, -1000, 0, 0},
      {&op::sigmoid, 1e308, 1, 0},
      {&op::sigmoid, -1e308, 0, 0},
      {&op::tanh, 1000, 1, 0},
      {&op::tanh, -1000, -1, 0},
      {&op::tanh, 1e308, 1, 0},
      {&op::tanh, -1e308, -1, 0},
      {&op::softplus, 1000, 1000, 1},
      {&op::softplus, -1000, 0, 0},
      {&op::softplus, 1e308, 1e308, 1},
      {&op::softplus, -1e308, 0, 0},
      {&op::gelu, 1000, 1000, 1},
      {&op::gelu, -1000, 0, 0},
      {&op::gelu, 1e308, 1e308, 1},
      {&op::gelu, -1e308, 0, 0},
      {&op::elu, 1000, 1000, 1},
      {&op::elu, -1000, -1, 0},
      {&op::selu, -1000, -op::selu_scale * op::selu_alpha, 0},
      {&op::erf, 1e308, 1, 0},
      {&op::erf, -1e308, -1, 0},
      {&op::relu, 1e308, 1e308, 1},
      {&op::relu, -1e308, 0, 0},
      {&op::swish, 1000, 1000, 1},
      {&op::swish, -1000, 0, 0},
      {&op::swish, 1e308, 1e308, 1},
      {&op::swish, -1e308, 0, 0},
      {&op::log_sigmoid, 1000, 0, 0},
      {&op::log_sigmoid, -1000, -1000, 1},
      {&op::log_sigmoid, 1e308, 0, 0},
      {&op::log_sigmoid, -1e308, -1e308, 1},
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

TEST_CASE("functions of one number at the edges of their domains", "[op]") {
  struct Row {
    const op::Op* op;
    double a, value, slope;
  };
  const double half_pi = std::acos(0.0);
  const Row table[] = {
      {&op::asin, 1, half_pi, infinity},
      {&op::asin, -1, -half_pi, infinity},
      {&op::asin, 1.5, not_a_number, not_a_number},
      {&op::acos, 1, 0, -infinity},
      {&op::acos, -1, 2 * half_pi, -infinity},
      {&op::acosh, 1, 0, infinity},
      {&op::acosh, 0.5, not_a_number, not_a_number},
      {&op::atanh, 1, infinity, infinity},
      {&op::atanh, -1, -infinity, infinity},
      {&op::log2, 0, -infinity, infinity},
      {&op::log2, 8, 3, 1 / (8 * std::log(2.0))},
      {&op::log10, 1000, 3, 1 / (1000 * std::log(10.0))},
      {&op::exp2, -1100, 0, 0},
      {&op::cbrt, 0, 0, infinity},
      {&op::cbrt, -8, -2, 1.0 / 12},
      {&op::log1mexp, 0, -infinity, -infinity},
      {&op::log1mexp, -1000, 0, 0},
      {&op::log1mexp, -infinity, 0, 0},
      {&op::log1mexp, 1, not_a_number, not_a_number},
      {&op::floor, 2, 2, 0},
      {&op::floor, std::nextafter(2, 0), 1, 0},
      {&op::floor, -0.5, -1, 0},
      {&op::ceil, 2, 2, 0},
      {&op::ceil, std::nextafter(2, 3), 3, 0},
      {&op::ceil, -0.5, 0, 0},
      {&op::sign, -1e-320, -1, 0},
  };
  for (const auto& [op, a, value, slope] : table) {
    INFO(op->name << " at " << a);
    const double y = op->value(a, 0);
    CHECK((same_number(y + 0.0, value) || y == Approx(value).epsilon(1e-15)));
    const double taken = op->slope[0](a, 0, y) + 0.0;
    CHECK((same_number(taken, slope) || taken == Approx(slope).epsilon(1e-15)));
  }
}

TEST_CASE("log1mexp keeps its digits close to 0 and far from it", "[op]") {
  CHECK(op::log1mexp.value(-1e-20, 0) == Approx(std::log(1e-20)).epsilon(1e-15));
  CHECK(op::log1mexp.value(-1e-300, 0) == Approx(std::log(1e-300)).epsilon(1e-15));
  CHECK(op::log1mexp.value(-50, 0) == Approx(-std::exp(-50.0)).epsilon(1e-15));
  for (const double a : {-1e-300, -1e-20, -0.1, -std::log(2.0), -1.0, -50.0, -700.0}) {
    INFO("at " << a);
    const double y = op::log1mexp.value(a, 0);
    CHECK(op::log1mexp.slope[0](a, 0, y) == Approx(-1 / std::expm1(-a)).epsilon(1e-12));
  }
}

TEST_CASE("asin and acos keep the digits of their slopes close to 1", "[op]") {
  const double a = 1 - 0x1p-40;  // 1 - a^2 = 2^-39 - 2^-80
  const double slope = 1 / std::sqrt(0x1p-39 - 0x1p-80);
  CHECK(op::asin.slope[0](a, 0, 0) == Approx(slope).epsilon(1e-15));
  CHECK(op::acos.slope[0](a, 0, 0) == Approx(-slope).epsilon(1e-15));
  CHECK(op::acosh.slope[0](1 + 0x1p-40, 0, 0) ==
        Approx(1 / std::sqrt(0x1p-39 + 0x1p-80)).epsilon(1e-15));
}

TEST_CASE("the angle of a point is right in all four quadrants", "[op]") {
  const double pi = std::acos(-1.0);
  struct Row {
    double up, right, angle, slope_up, slope_right;
  };
  const Row table[] = {
      {1, 1, pi / 4, 0.5, -0.5},
      {1, -1, 3 * pi / 4, -0.5, -0.5},
      {-1, -1, -3 * pi / 4, -0.5, 0.5},
      {-1, 1, -pi / 4, 0.5, 0.5},
      {0, 2, 0, 0.5, 0},
      {0, -2, pi, -0.5, 0},
      {2, 0, pi / 2, 0, -0.5},
      {-2, 0, -pi / 2, 0, 0.5},
      {1e200, 0, pi / 2, 0, -1e-200},
      {0, 0, 0, not_a_number, not_a_number},
  };
  for (const auto& [a, b, angle, slope_a, slope_b] : table) {
    INFO("up " << a << ", right " << b);
    const double y = op::atan2.value(a, b);
    CHECK(y == Approx(angle));
    const double slopes[] = {op::atan2.slope[0](a, b, y), op::atan2.slope[1](a, b, y)};
    CHECK((std::isnan(slope_a) ? std::isnan(slopes[0]) : slopes[0] == Approx(slope_a)));
    CHECK((std::isnan(slope_b) ? std::isnan(slopes[1]) : slopes[1] == Approx(slope_b)));
  }
}

TEST_CASE("lengths neither overflow nor vanish, and at the origin the slopes are 0", "[op]") {
  for (const double size : {1e-300, 1.0, 1e200, 1e300}) {
    INFO("of vectors as long as " << size);
    const double a = 3 * size, b = 4 * size, y = op::hypot.value(a, b);
    CHECK(y == Approx(5 * size));
    CHECK(op::hypot.slope[0](a, b, y) == Approx(0.6));
    CHECK(op::hypot.slope[1](a, b, y) == Approx(0.8));
    CHECK(op::norm.value_of_all(std::vector{a, b, -a}) == Approx(std::sqrt(34.0) * size));
  }
  CHECK(op::hypot.value(0, 0) == 0);
  CHECK(op::hypot.slope[0](0, 0, 0) == 0);
  CHECK(op::hypot.slope[1](0, 0, 0) == 0);
  CHECK(op::norm.value_of_all(std::vector{0.0, 0.0}) == 0);
  CHECK(op::norm.slope[0](0, 0, 0) == 0);
}

TEST_CASE("a mask hides what it masks, and nothing else", "[op]") {
  CHECK(op::mask.value(not_a_number, 0) == 0);
  CHECK(op::mask.value(infinity, 0) == 0);
  CHECK(op::mask.value(infinity, 1) == infinity);
  CHECK(op::mask.value(5, -0.1) == 5);
  CHECK(op::mask.slope[0](infinity, 0, 0) == 0);
  CHECK(op::mask.slope[0](5, -0.1, 5) == 1);
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
