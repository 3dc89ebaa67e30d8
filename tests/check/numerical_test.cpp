// Numerical derivatives, against published estimates and against what theory says of their errors.
#include <cmath>

#include <stepgrad/check/numerical.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("the published slope of a loss is found again", "[numerical]") {
  // CS231n's example: the loss is 1.25347 before and 1.25322 after a step of 0.0001 in one weight.
  const auto loss = [](double w) { return w < 0.34005 ? 1.25347 : 1.25322; };
  CHECK(forward_difference(loss, 0.34, 0.0001) == Approx(-2.5));
}

TEST_CASE("Burden and Faires' table of x*exp(x) at 2 is found again", "[numerical]") {
  // Numerical Analysis, section 4.2: h = 0.2, three levels, 22.168 to the digits shown.
  const Tableau tableau = ridders([](double x) { return x * std::exp(x); }, 2, 0.2, 3);
  REQUIRE(tableau.rows().size() == 3);
  CHECK(tableau.rows()[0][0] == Approx(22.414160).margin(5e-7));
  CHECK(tableau.rows()[0][1] == Approx(22.228786).margin(5e-6));
  CHECK(tableau.rows()[0][2] == Approx(22.182564).margin(5e-6));
  CHECK(tableau.rows()[1][0] == Approx(22.166995).margin(5e-6));
  CHECK(tableau.rows()[1][1] == Approx(22.167157).margin(5e-6));
  CHECK(tableau.rows()[2][0] == Approx(22.167168).margin(5e-6));
  CHECK(tableau.best().value == tableau.rows()[2][0]);
}

TEST_CASE("the error of a difference shrinks with h or h squared", "[numerical]") {
  const auto f = [](double x) { return std::exp(x); };
  const double slope = std::exp(1.0);
  for (const double h : {0.1, 0.01, 0.001}) {
    INFO("h = " << h);
    CHECK(forward_difference(f, 1, h) - slope == Approx(slope * h / 2).epsilon(0.05));
    CHECK(central_difference(f, 1, h) - slope == Approx(slope * h * h / 6).epsilon(0.01));
  }
}

TEST_CASE("the usual steps grow with x, and fit the order of the method", "[numerical]") {
  CHECK(usual_step(Method::forward, 0) == Approx(1.5e-8).epsilon(0.01));
  CHECK(usual_step(Method::central, 0.5) == Approx(6.06e-6).epsilon(0.01));
  CHECK(usual_step(Method::central, -200) == Approx(200 * 6.06e-6).epsilon(0.01));
}

TEST_CASE("extrapolation knows how far off it is", "[numerical]") {
  struct Example {
    Curve f;
    double x, slope;
  };
  const Example examples[] = {
      {[](double x) { return std::sin(x); }, 0.7, std::cos(0.7)},
      {[](double x) { return std::tan(x); }, 1.2, 1 + std::tan(1.2) * std::tan(1.2)},
      {[](double x) { return 1 / x; }, 0.5, -4},
      {[](double x) { return std::exp(3 * x); }, 1, 3 * std::exp(3.0)},
  };
  for (const auto& [f, x, slope] : examples)
    for (const std::size_t levels : {3u, 5u, 8u}) {
      const Estimate best = ridders(f, x, 0.1, levels).best();
      INFO("at " << x << " with " << levels << " levels: " << best.error);
      CHECK(std::abs(best.value - slope) <= 3 * best.error);
    }
}

TEST_CASE("a tableau has one entry fewer in each row", "[numerical]") {
  const auto rows = ridders([](double x) { return x * x * x; }, 1, 0.5, 5).rows();
  REQUIRE(rows.size() == 5);
  for (std::size_t k = 0; k < 5; ++k) CHECK(rows[k].size() == 5 - k);
  CHECK(rows[1][0] == Approx(3).epsilon(1e-15));  // h² is all there is to take out of a cubic
}

TEST_CASE("a vector is nudged entry by entry, or along a line", "[numerical]") {
  const Function f = [](const std::vector<double>& x) { return x[0] * x[0] * x[1]; };
  CHECK(central_difference(along_entry(f, {3, 2}, 0), 3, 1e-5) == Approx(12));
  CHECK(central_difference(along_entry(f, {3, 2}, 1), 2, 1e-5) == Approx(9));
  CHECK(central_difference(along_line(f, {3, 2}, {1, -1}), 0, 1e-5) == Approx(3));
}

TEST_CASE("levels that make no sense are refused", "[numerical]") {
  CHECK(error_of([] { ridders([](double x) { return x; }, 1, 0.1, 0); }) ==
        "a tableau of 0 levels\nChoose from 1 to 30 levels.");
}
