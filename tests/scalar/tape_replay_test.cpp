// Replay: the same graph with other numbers.
#include <cmath>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <string>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("what was computed from an input follows when it is asked for", "[replay]") {
  const Value x(2.0), y(3.0);
  const Value product = x * y;
  const Value f = product + 1;
  x.set(10);
  CHECK(x.data() == 10);
  CHECK(product.data() == 30);
  CHECK(f.data() == 31);
}

TEST_CASE("a sweep and a trace after set are of the new numbers, without a replay", "[replay]") {
  const Value a(3.0, "a");
  const Value y = a * a * a;
  a.set(1);
  backward(y);
  CHECK(y.data() == 1);
  CHECK(a.grad() == 3);
  a.set(2);
  const Trace told = trace(y);
  CHECK(told.node(told.output).value == 8);
  CHECK(told.node(0).grad == 12);
}

TEST_CASE("what is recorded after set is computed from the new numbers", "[replay]") {
  const Value x(2.0);
  const Value squared = square(x);
  x.set(5);
  const Value more = squared + 1;
  CHECK(more.data() == 26);
  CHECK(sum({squared, x}).data() == 30);
}

TEST_CASE("parameters that are set do not make old steps be computed again", "[replay]") {
  const Value w(1.0);
  for (int step = 1; step <= 3; ++step) {
    const Scope scope;
    const Value loss = square(w - 4);
    zero_grad();
    backward(loss);
    w.set(w.data() - 0.25 * w.grad());
    CHECK(w.data() == 4 - 3 * std::pow(0.5, step));
  }
}

// ---- comparisons --------------------------------------------------------------------------------

TEST_CASE("a replay that would have decided otherwise says so", "[replay]") {
  const Value x(2.0, "x");
  const Value y = x < 0 ? -x : 3 * x;
  x.set(5);
  CHECK(y.data() == 15);
  x.set(-1);
  const std::string text =
      "what was recorded may be the wrong graph now: it was decided when x < 0 was false, and with "
      "-1 < 0 it is true\n"
      "Compute it anew for these inputs, in a Scope; or write the choice as an operation, such as "
      "max, relu or select, which decides again.";
  CHECK(error_of([&] { backward(y); }) == text);
  CHECK(error_of([&] { y.data(); }) == text);
  x.set(1);
  CHECK(y.data() == 3);
}

TEST_CASE("a comparison after which nothing is recorded decides nothing", "[replay]") {
  const Value x(2.0);
  const Value loss = square(x);
  int steps = 0;
  while (loss > 0.5) {
    x.set(x.data() / 2);
    ++steps;
  }
  CHECK(steps == 2);
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
      "Set the inputs: what is computed from them follows.";
  CHECK(error_of([&] { (x * x).set(3); }) == text);
  CHECK(error_of([&] { constant(2).set(3); }) == text);
}

TEST_CASE("a kept slope follows what is set", "[replay]") {
  const Value x(0.5), y(2.0);
  const Value product = sin(x) * cos(y);
  x.set(-1.25);
  y.set(40);
  backward(product);
  CHECK(x.grad() == std::cos(x.data()) * std::cos(y.data()));
  CHECK(y.grad() == std::sin(x.data()) * -std::sin(y.data()));
}
