// Replay: the same graph with other numbers.
#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("what was computed from an input follows at the next replay", "[replay]") {
  const Value x(2.0), y(3.0);
  const Value product = x * y;
  const Value f = product + 1;
  x.set(10);
  CHECK(x.data() == 10);
  CHECK(product.data() == 6);
  replay();
  CHECK(product.data() == 30);
  CHECK(f.data() == 31);
}

TEST_CASE("several inputs are set before one replay, in any order", "[replay]") {
  const Value x(1.0);
  const Value double_x = x + x;
  const Value y(1.0);
  const Value f = double_x * y;
  y.set(5);
  x.set(3);
  replay();
  CHECK(f.data() == 30);
  x.set(4);
  y.set(10);
  replay();
  CHECK(f.data() == 80);
}

TEST_CASE("gradients after a replay are those of the new numbers", "[replay]") {
  const Value x(2.0);
  const Value f = x * x * x;
  backward(f);
  CHECK(x.grad() == 12);
  x.set(-1);
  replay();
  zero_grad();
  backward(f);
  CHECK(x.grad() == 3);
}

TEST_CASE("plain numbers and sums keep their places in a replay", "[replay]") {
  const Value x(2.0), y(3.0);
  const Value f =
      10.0 / (x - 0.5) + dot({x, y, x}, {y, y, x}) + log_sum_exp({x, y}) - sum({x, 1.0 - y});
  x.set(-1);
  y.set(0.5);
  replay();
  const Value u(-1.0), v(0.5);
  const Value anew =
      10.0 / (u - 0.5) + dot({u, v, u}, {v, v, u}) + log_sum_exp({u, v}) - sum({u, 1.0 - v});
  CHECK(f.data() == anew.data());
}

TEST_CASE("a replay with nothing set changes nothing", "[replay]") {
  const Value x(2.0);
  const Value f = exp(x);
  const double before = f.data();
  replay();
  CHECK(f.data() == before);
}

TEST_CASE("handles and names outlive a replay", "[replay]") {
  const Value x(2.0, "x");
  const Value f = named(x * x, "f");
  for (int i = 0; i < 3; ++i) {
    x.set(i);
    replay();
    CHECK(f.data() == i * i);
    CHECK(f.name() == "f");
  }
}

TEST_CASE("only an input can be set", "[replay]") {
  const Value x(2.0);
  const std::string text =
      "only an input can be set to another number; this Value is a result or a constant\n"
      "Set the inputs, then call replay().";
  CHECK(error_of([&] { (x * x).set(3); }) == text);
  CHECK(error_of([&] { constant(2).set(3); }) == text);
}
