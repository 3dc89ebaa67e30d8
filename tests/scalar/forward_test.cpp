// Forward mode over a graph, and second derivatives: worked out by hand, and by nudging gradients.
#include <cmath>

#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/forward.hpp>
#include <stepgrad/scalar/operation.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "numerical.hpp"

using namespace stepgrad;

TEST_CASE("forward mode along each input is the gradient", "[forward]") {
  const Trace traced = trace(parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}});
  CHECK(forward_gradient(traced) == std::vector<double>{-4, -4, 3});
  const double along[] = {1, 2, 3};  // -4·1 - 4·2 + 3·3
  CHECK(forward(traced, along)[traced.output].tangent == -3);
}

TEST_CASE("second derivatives worked out by hand", "[forward]") {
  // f = x²y + yz: f_xx = 2y, f_xy = 2x, f_yz = 1, the others 0
  const Trace traced = trace(parse("x^2*y + y*z"), {{"x", 3}, {"y", 2}, {"z", 5}});
  CHECK(hessian(traced) == std::vector<std::vector<double>>{{4, 6, 0}, {6, 0, 1}, {0, 1, 0}});
  const double direction[] = {1, -1, 2};
  CHECK(hessian_vector_product(traced, direction) == std::vector<double>{-2, 8, -1});
}

TEST_CASE("the second derivative of every operation is what a nudge of its slope says",
          "[forward]") {
  for (const op::Op* row : op::all)
    for (const auto [a, b] : row->probes) {
      const std::size_t count = row->arity == 1 ? 1 : 2;
      const std::vector<double> at = count == 1 ? std::vector<double>{a} : std::vector{a, b};
      const auto traced = [&](const std::vector<double>& x) {
        const Scope scope;
        const std::vector<Value> inputs(x.begin(), x.end());
        return trace(tape().record(*row, inputs), inputs);
      };
      const auto second = hessian(traced(at));
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j) {
          const double nudged = numerical_slope(
              [&](double t) {
                std::vector<double> there = at;
                there[j] = t;
                const Trace nudged_trace = traced(there);
                return nudged_trace.node(nudged_trace.inputs()[i]).grad;
              },
              at[j]);
          INFO(row->name << " at " << a << ", " << b << ": " << i << j);
          CHECK(second[i][j] == Approx(nudged).epsilon(1e-6).margin(1e-8));
        }
    }
}

TEST_CASE("functions written in C++ have second derivatives too", "[forward]") {
  const Scope scope;
  const Value w(0.5, "w"), x(2.0, "x");
  const double s = std::tanh(1.0), slope = 1 - s * s;
  const auto second = hessian(trace(tanh(w * x)));
  CHECK(second[0][0] == Approx(-2 * s * slope * 4));         // x² tanh''
  CHECK(second[0][1] == Approx(slope - 2 * s * slope * 1));  // tanh' + w x tanh''
  CHECK(second[1][0] == Approx(second[0][1]).epsilon(1e-15));
}

TEST_CASE("a direction needs a number for each input", "[forward]") {
  const Trace traced = trace(parse("x * y"), {{"x", 3}, {"y", 2}});
  const double direction[] = {1, 2, 3};
  CHECK(error_of([&] { forward(traced, direction); }) ==
        "a direction of 3 numbers for 2 inputs\n"
        "Give one number for each input, in the order in which they were made.");
}

TEST_CASE("the gradient of forty inputs, run in lanes, is that of forty runs", "[forward]") {
  const auto f = [](const std::vector<Value>& x) {
    Value total = sum(x) + detach(x[7]);  // and what stands still beside a slope of inf:
    for (std::size_t i = 0; i < x.size(); ++i) total += sqrt(x[i] - x[(i * i) % 40]) * x[i];
    return total;
  };
  std::vector<double> x;
  for (int i = 0; i < 40; ++i) x.push_back(0.3 * i - 2);
  const Trace trace = traced(f, x);
  const std::vector<double> gradient = forward_gradient(trace);
  REQUIRE(gradient.size() == 40);
  std::vector<double> direction(40);
  for (std::size_t i = 0; i < 40; ++i) {
    direction[i] = 1;
    CHECK(same_bits(gradient[i], forward(trace, direction)[trace.output].tangent));
    direction[i] = 0;
  }
}
