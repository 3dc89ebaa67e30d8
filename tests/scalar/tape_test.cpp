// Values, their gradients and what the reverse sweep promises.
#include <cmath>
#include <limits>
#include <stepgrad/scalar/fast/sweep.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

std::vector<Step> steps_of(Value output) {
  std::vector<Step> steps;
  fast::sweep(tape(), output, [&](const Step& step) { steps.push_back(step); });
  return steps;
}

}  // namespace

// ---- Values -------------------------------------------------------------------------------------

TEST_CASE("a new Value has its number, its name and no gradient", "[value]") {
  const Value x(3.5, "x"), nameless(-2);
  CHECK(x.data() == 3.5);
  CHECK(x.grad() == 0);
  CHECK(x.name() == "x");
  CHECK(nameless.data() == -2);
  CHECK(nameless.name() == "");
}

TEST_CASE("a result is named and renamed", "[value]") {
  const Value x(2.0, "x");
  const Value y = named(x * x, "y");
  CHECK(y.name() == "y");
  CHECK(y.data() == 4);
  named(y, "area");
  CHECK(y.name() == "area");
  CHECK(x.name() == "x");
}

TEST_CASE("copies of a handle are one Value", "[value]") {
  const Value x(2.0);
  const Value copy = x;
  backward(x * copy);
  CHECK(x.grad() == 4);
  CHECK(copy.grad() == 4);
}

TEST_CASE("assigning to a handle leaves the old Value as it was", "[value]") {
  const Value x(2.0);
  Value y = x;
  y = y * x;
  CHECK(x.data() == 2);
  CHECK(y.data() == 4);
}

TEST_CASE("an unset Value says so wherever it is used", "[value]") {
  const Value unset, x(1.0);
  const std::string text =
      "a Value is used before it was given a number\n"
      "Make it with Value x(2.0, \"x\"), or assign the result of an operation to it first.";
  CHECK(error_of([&] { unset.data(); }) == text);
  CHECK(error_of([&] { unset.grad(); }) == text);
  CHECK(error_of([&] { unset.name(); }) == text);
  CHECK(error_of([&] { unset.set(1); }) == text);
  CHECK(error_of([&] { named(unset, "x"); }) == text);
  CHECK(error_of([&] { x + unset; }) == text);
  CHECK(error_of([&] { unset * 2; }) == text);
  CHECK(error_of([&] { -unset; }) == text);
  CHECK(error_of([&] { sum({x, unset}); }) == text);
  CHECK(error_of([&] { backward(unset); }) == text);
}

// ---- backward -----------------------------------------------------------------------------------

TEST_CASE("gradient flows back along every operation", "[backward]") {
  const Value x(-2.0), y(5.0), z(-4.0);
  const Value q = x + y;
  const Value f = q * z;
  backward(f);
  CHECK(f.grad() == 1);
  CHECK(q.grad() == -4);
  CHECK(z.grad() == 3);
  CHECK(x.grad() == -4);
  CHECK(y.grad() == -4);
}

TEST_CASE("a value used twice gathers both shares", "[backward]") {
  const Value x(3.0);
  backward(x * x);
  CHECK(x.grad() == 6);  // 3 from each side of the product
}

TEST_CASE("a + a has two edges", "[backward]") {
  const Value a(3.0);
  const std::vector<Step> steps = steps_of(a + a);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].operand == 0);
  CHECK(steps[0].total == 1);
  CHECK(steps[1].operand == 1);
  CHECK(steps[1].total == 2);
  CHECK(a.grad() == 2);
}

TEST_CASE("a value reused at every level gathers exponentially many paths", "[backward]") {
  const Value x(1.0);
  Value y = x;
  for (int level = 0; level < 50; ++level) y = y + y;
  backward(y);
  CHECK(x.grad() == std::ldexp(1.0, 50));
}

TEST_CASE("an output that is an input has the gradient 1", "[backward]") {
  const Value x(3.0);
  backward(x);
  CHECK(x.grad() == 1);
}

TEST_CASE("backward twice doubles the leaves and nothing else", "[backward]") {
  const Value x(2.0), y(3.0);
  const Value product = x * y;
  const Value f = tanh(product * 0.1);
  backward(f);
  const double x_grad = x.grad(), y_grad = y.grad(), product_grad = product.grad();
  backward(f);
  CHECK(x.grad() == 2 * x_grad);
  CHECK(y.grad() == 2 * y_grad);
  CHECK(product.grad() == product_grad);
  CHECK(f.grad() == 1);
}

TEST_CASE("the gradients of two outputs add up in their leaves", "[backward]") {
  const Value x(2.0);
  const Value square = x * x, triple = 3 * x;
  backward(square);
  backward(triple);
  CHECK(x.grad() == 4 + 3);
  CHECK(square.grad() == 0);  // the second output does not depend on it
}

TEST_CASE("zero_grad forgets every gradient", "[backward]") {
  const Value x(2.0);
  const Value y = x * x;
  backward(y);
  zero_grad();
  CHECK(x.grad() == 0);
  CHECK(y.grad() == 0);
  backward(y);
  CHECK(x.grad() == 4);
}

TEST_CASE("what the output does not depend on has no gradient", "[backward]") {
  const Value x(2.0), other(5.0);
  const Value before = other * other;
  const Value f = x * x;
  const Value after = f * other;
  backward(f);
  CHECK(other.grad() == 0);
  CHECK(before.grad() == 0);
  CHECK(after.grad() == 0);
  for (const Value& v : {other, before, after}) CHECK_FALSE(std::signbit(v.grad()));  // 0, not -0
}

TEST_CASE("steps come in the order of the sweep: results backwards, operands forwards",
          "[backward]") {
  const Value x(-2.0), y(5.0), z(-4.0);
  const Value q = x + y;
  const Value f = q * z;
  const std::vector<Step> steps = steps_of(f);
  const Id ids[][2] = {{tape().id(f), tape().id(q)},
                       {tape().id(f), tape().id(z)},
                       {tape().id(q), tape().id(x)},
                       {tape().id(q), tape().id(y)}};
  REQUIRE(steps.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(steps[i].from == ids[i][0]);
    CHECK(steps[i].to == ids[i][1]);
    CHECK(steps[i].contribution == steps[i].upstream * steps[i].local);
  }
}

TEST_CASE("a chain of a million steps needs no stack", "[backward]") {
  const Scope scope;
  const Value x(1.0);
  Value y = x;
  for (int i = 0; i < 1000000; ++i) y = y + 1.0;
  y = y * y;
  backward(y);
  CHECK(y.data() == 1000001.0 * 1000001.0);
  CHECK(x.grad() == 2 * 1000001.0);
}

// ---- zero times infinity ------------------------------------------------------------------------

TEST_CASE("nan flows where the output depends on it, even through a zero", "[backward]") {
  for (const double zero : {0.0, -0.0}) {
    const Value x(0.0);  // sqrt is infinitely steep here
    backward(sqrt(x) * zero);
    INFO("zero is " << zero);
    CHECK(std::isnan(x.grad()));
  }
}

TEST_CASE("an infinite slope beside the output's path does no harm", "[backward]") {
  const Value x(0.0), y(3.0);
  const Value steep = sqrt(x);
  const Value f = y * y;
  const Value steep_too = log(x);
  backward(f);
  CHECK(y.grad() == 6);
  CHECK(x.grad() == 0);
  CHECK(steep.grad() == 0);
  CHECK(steep_too.grad() == 0);
}

TEST_CASE("a switch that is closed passes the gradient 0, not nothing", "[backward]") {
  const Value x(-1.0);
  const Value y = relu(x);
  backward(y * 5);
  CHECK(y.grad() == 5);
  CHECK(x.grad() == 0);
}

// ---- operations known only while running --------------------------------------------------------

TEST_CASE("a row is recorded over as many operands as it takes", "[tape]") {
  const Value a(3.0), b(4.0);
  const std::vector<Value> one{a}, two{a, b}, three{a, b, a};
  CHECK(tape().record(op::square, one).data() == 9);
  CHECK(tape().record(op::sub, two).data() == -1);
  CHECK(tape().record(op::sum, three).data() == 10);
}

TEST_CASE("a row over the wrong number of operands is refused", "[tape]") {
  const Value a(3.0);
  const std::vector<Value> none, one{a}, two{a, a}, three{a, a, a};
  const std::size_t size = tape().size();
  CHECK(error_of([&] { tape().record(op::tanh, two); }) == "tanh takes 1 operand, got 2");
  CHECK(error_of([&] { tape().record(op::mul, one); }) == "mul takes 2 operands, got 1");
  CHECK(error_of([&] { tape().record(op::sum, none); }) == "sum needs at least one operand");
  CHECK(error_of([&] { tape().record(op::dot, three); }) ==
        "dot takes two vectors of one length, got 3 numbers\n"
        "Give the first vector, then the second: dot(a1, a2, b1, b2).");
  CHECK(tape().size() == size);
}
