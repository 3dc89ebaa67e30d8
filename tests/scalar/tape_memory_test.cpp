// Memory: as deep as one likes, and constant over any number of gradients.
#include <cmath>
#include <numbers>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// One layer of three neurons on one sample, with every kind of thing that a tape keeps: nodes,
/// plain numbers, operands of n-ary operations, names.
Value loss_of(const std::vector<Value>& weights, double sample) {
  std::vector<Value> neurons;
  for (std::size_t i = 0; i + 1 < weights.size(); i += 2)
    neurons.push_back(tanh(weights[i] * sample + weights[i + 1]));
  return named(square(log_sum_exp(neurons) - 0.25 * sum(neurons)), "loss");
}

}  // namespace

TEST_CASE("a chain of a million steps is recorded, swept and given back", "[memory]") {
  constexpr int steps = 1'000'000;
  const Value x(0.5), a(1e-6);
  const std::size_t size = tape().operations();
  {
    const Scope scope;
    Value y = x;
    for (int step = 0; step < steps; ++step) y = sin(y) * a + y;
    CHECK(tape().operations() == size + 3 * steps);
    backward(y);
    // dy/dt = sin(y) over the time steps * a = 1, nearly: tan(y/2) grows by the factor e.
    const double exact = 2 * std::atan(std::tan(0.25) * std::exp(1.0));
    CHECK(y.data() == Approx(exact).epsilon(1e-5));
    CHECK(x.grad() == Approx(std::sin(exact) / std::sin(0.5)).epsilon(1e-5));
    CHECK(a.grad() == Approx(steps * std::sin(exact)).epsilon(1e-5));
  }
  CHECK(tape().operations() == size);
  CHECK(a.data() == 1e-6);
}

TEST_CASE("an operation takes at most 25 bytes, its gradient included", "[memory]") {
  constexpr int operations = 100'000;
  const Scope scope;
  const std::size_t before = tape().bytes();
  const Value x(1.0);
  Value y = x;
  for (int i = 0; i < operations; i += 2) y = y * 0.999 + x;
  backward(y);
  CHECK(tape().bytes() - before <= 25 * operations);
}

TEST_CASE("what stands in a statement takes less", "[memory]") {
  constexpr int operations = 100'000;
  const Scope scope;
  const std::size_t before = tape().bytes();
  const Value x(1.0);
  Value sum = x;
  for (int i = 0; i < operations; i += 2) sum += x * 0.5;
  for (int i = 0; i < operations; i += 2) sum = sum * 0.999 + x;
  for (int i = 0; i < operations; i += 2) sum += x * x;
  backward(sum);
  CHECK(tape().bytes() - before <= 13 * 3 * operations);
}

TEST_CASE("a number used again and again takes its place once", "[memory]") {
  const Scope scope;
  Value y(1.0);
  y = y * 0.75 + 0.5;
  const std::size_t before = tape().bytes();
  for (int i = 0; i < 100; ++i) y = y * 0.75 + 0.5;
  CHECK(tape().bytes() == before + 200 * (sizeof(Node) + sizeof(double)));
}

TEST_CASE("memory is constant over ten thousand gradients", "[memory]") {
  const std::vector<Value> weights{Value(0.1),  Value(-0.2), Value(0.3),
                                   Value(-0.4), Value(0.5),  Value(-0.6)};
  std::size_t inside = 0, after = 0;
  for (int repeat = 0; repeat < 10'000; ++repeat) {
    {
      const Scope scope;
      zero_grad();
      const Value loss = loss_of(weights, std::numbers::pi + repeat);  // never the same number
      backward(loss);
      for (const Value& weight : weights) weight.set(weight.data() - 0.01 * weight.grad());
      if (repeat == 0) inside = tape().bytes();
      REQUIRE(tape().bytes() == inside);
    }
    if (repeat == 0) after = tape().bytes();
    REQUIRE(tape().bytes() == after);
  }
}

TEST_CASE("ten thousand gradients of one recording take the memory of one", "[memory]") {
  const Scope scope;
  const std::vector<Value> weights{Value(0.1), Value(-0.2), Value(0.3), Value(-0.4)};
  const Value loss = loss_of(weights, 1.5);
  backward(loss);
  const std::size_t bytes = tape().bytes();
  for (int repeat = 0; repeat < 10'000; ++repeat) {
    weights[0].set(1e-4 * repeat);
    replay();
    zero_grad();
    backward(loss);
    REQUIRE(tape().bytes() == bytes);
  }
}
