// Derivatives in one call, and gradients of gradients.
#include <cmath>
#include <vector>

#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/operation.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

const auto rosenbrock = [](const auto& x) {
  return square(1 - x[0]) + 100 * square(x[1] - square(x[0]));
};

}  // namespace

TEST_CASE("a derivative, a gradient and a Jacobian in one call", "[derivatives]") {
  CHECK(derivative([](auto x) { return x * x * x; }, 2) == 12);
  const double x = -1.2, y = 1;
  const std::vector<double> slopes = gradient(rosenbrock, {x, y});
  CHECK(slopes[0] == Approx(-2 * (1 - x) - 400 * x * (y - x * x)));
  CHECK(slopes[1] == Approx(200 * (y - x * x)));
  const auto polar = [](const std::vector<Value>& p) {
    return std::vector<Value>{p[0] * cos(p[1]), p[0] * sin(p[1])};
  };
  const auto J = jacobian(polar, {2.0, 0.5});
  CHECK(J[0][0] == Approx(std::cos(0.5)));
  CHECK(J[0][1] == Approx(-2 * std::sin(0.5)));
  CHECK(J[1][0] == Approx(std::sin(0.5)));
  CHECK(J[1][1] == Approx(2 * std::cos(0.5)));
}

TEST_CASE("a Hessian and its product with a direction in one call", "[derivatives]") {
  const double x = -1.2, y = 1;
  const auto H = hessian(rosenbrock, {x, y});
  CHECK(H[0][0] == Approx(2 - 400 * (y - 3 * x * x)));
  CHECK(H[0][1] == Approx(-400 * x));
  CHECK(H[1][0] == Approx(-400 * x));
  CHECK(H[1][1] == Approx(200));
  const auto product = hessian_vector_product(rosenbrock, {x, y}, {1, -2});
  CHECK(product[0] == Approx(H[0][0] - 2 * H[0][1]));
  CHECK(product[1] == Approx(H[1][0] - 2 * H[1][1]));
}

TEST_CASE("a Hessian of many inputs has the product with each direction as its row, kinks and all",
          "[derivatives]") {
  // 20 inputs, more than go side by side; sqrt(0) is steep, relu(0) a kink, and x2 - x2 stands still.
  const auto f = [](const auto& x) {
    auto sum = sqrt(x[1]) * x[0] + relu(x[1]) * x[3] + sqrt(x[2] - x[2]) * x[4];
    for (std::size_t i = 0; i + 1 < x.size(); ++i) sum = sum + tanh(x[i] * x[i + 1]) * exp(x[i]);
    return sum;
  };
  std::vector<double> at(20);
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = 0.1 * static_cast<double>(i) - 0.1;
  const auto H = hessian(f, at);
  REQUIRE(H.size() == at.size());
  int differing = 0, not_a_number = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    std::vector<double> direction(at.size());
    direction[i] = 1;
    const std::vector<double> row = hessian_vector_product(f, at, direction);
    for (std::size_t j = 0; j < at.size(); ++j) {
      const bool same = H[i][j] == row[j] || (std::isnan(H[i][j]) && std::isnan(row[j]));
      differing += !same;
      not_a_number += std::isnan(row[j]);
    }
  }
  CHECK(differing == 0);
  CHECK(not_a_number > 0);
  CHECK(not_a_number < 400);
}

TEST_CASE("nothing of it stays on the tape, and nobody's gradients change", "[derivatives]") {
  const Value before(1.0), captured(3.0);
  backward(2 * before + 5 * captured);
  const std::size_t size = tape().size();
  gradient(rosenbrock, {1, 2});
  hessian(rosenbrock, {1, 2});
  const auto J = jacobian(
      [&](const auto& x) {
        return std::vector{captured * x[0], x[0] * x[0]};
      },
      {2});
  CHECK(J[0][0] == 3);
  CHECK(J[1][0] == 4);
  CHECK(tape().size() == size);
  CHECK(before.grad() == 2);
  CHECK(captured.grad() == 5);
}

TEST_CASE("inputs that a function makes for itself are none of its own", "[derivatives]") {
  const auto f = [](const std::vector<Value>& x) {
    const Value own(3.0);
    return own * x[0] * x[0] + own;
  };
  CHECK(hessian(f, {2}) == std::vector<std::vector<double>>{{6}});
  CHECK(hessian_vector_product(f, {2}, {10}) == std::vector{60.0});
}

TEST_CASE("what depends on nothing has a gradient of zeros", "[derivatives]") {
  CHECK(gradient([](const std::vector<Value>&) { return 3.0; }, {1, 2}) == std::vector{0.0, 0.0});
}

TEST_CASE("a gradient of a gradient is a second derivative", "[derivatives]") {
  const Value x(0.7, "x"), y(1.3, "y");
  const Value f = exp(x * y) + sin(x) / y;
  const std::vector<Value> first = gradient(f, {x, y});
  CHECK(first[0].data() == Approx(1.3 * std::exp(0.91) + std::cos(0.7) / 1.3));
  zero_grad();
  backward(first[0]);
  CHECK(x.grad() == Approx(1.69 * std::exp(0.91) - std::sin(0.7) / 1.3));
  CHECK(y.grad() == Approx((1 + 0.91) * std::exp(0.91) - std::cos(0.7) / 1.69));
}

TEST_CASE("every operation's recorded gradient is that of the sweep, and has the right slope again",
          "[derivatives]") {
  for (const op::Op* row : op::all)
    for (const op::Probe& probe : row->probes) {
      CAPTURE(row->name, probe.a, probe.b);
      const Scope scope;
      std::vector<Value> x{Value(probe.a, "a")};
      if (row->arity != 1) x.push_back(Value(probe.b, "b"));
      const Value y = tape().record(*row, x);
      const std::vector<Value> recorded = gradient(y, x);
      const auto second = hessian(trace(y, x));
      zero_grad();
      backward(y);
      for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(recorded[i].data() == Approx(x[i].grad()).epsilon(1e-12).margin(1e-14));
      for (std::size_t i = 0; i < x.size(); ++i) {
        zero_grad();
        backward(recorded[i]);
        for (std::size_t j = 0; j < x.size(); ++j)
          CHECK(x[j].grad() == Approx(second[i][j]).epsilon(1e-9).margin(1e-12));
      }
    }
}

TEST_CASE("a gradient that is changed on its way back cannot be recorded, and says so",
          "[derivatives]") {
  const Value x(2.0);
  const Value y = on_gradient(x, "reverse", [](double gradient) { return -gradient; }) * 3;
  CHECK(error_of([&] { gradient(y, {x}); }) ==
        "the gradient through reverse cannot be recorded\n"
        "It is changed on its way back, by a function of which nobody knows the slope. "
        "Call backward, which needs none.");
}

TEST_CASE("an operation without a rule has no recorded gradient, and says so", "[derivatives]") {
  const Value x(2.0);
  const Value y = custom(
      x, [](double a) { return a; }, [](double) { return 1.0; }, {.name = "silent"});
  CHECK(error_of([&] { gradient(y, {x}); }) ==
        "the slope of silent cannot be recorded: it is not told as a formula\n"
        "Give its words a rule: {.name = \"cube\", .rule = \"3 * a^2\"}.");
}
