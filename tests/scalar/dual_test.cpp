// Forward mode: Duals carry the derivative that the row's slopes say.
#include <algorithm>
#include <cmath>

#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"
#include "numerical.hpp"

using namespace stepgrad;

TEST_CASE("a dual number carries its derivative through every operation of the table", "[dual]") {
  for (const op::Op* row : op::all)
    for (const auto [a, b] : row->probes) {
      const std::size_t count = row->arity == 1 ? 1 : 2;
      for (std::size_t i = 0; i < count; ++i) {
        std::vector<Dual> operands{{a, 0}, {b, 0}};
        operands.resize(count);
        operands[i].tangent = 1;
        const double nudged = numerical_slope(
            [&](double t) {
              std::vector<Dual> there = operands;
              there[i].value = t;
              return compute(*row, there).value;
            },
            operands[i].value);
        INFO(row->name << " in operand " << i << " at " << a << ", " << b);
        CHECK(compute(*row, operands).tangent == Approx(nudged).epsilon(1e-7).margin(1e-9));
      }
    }
}

TEST_CASE("one function runs on plain numbers, in forward mode and in reverse mode", "[dual]") {
  const auto f = [](auto x, auto y) { return tanh(x * y + 2.0) / max(x, y) - pow(y, 3) * 0.5; };
  const Scope scope;
  const Value x(0.3), y(0.8);
  const Value reverse = f(x, y);
  backward(reverse);
  CHECK(f(Dual(0.3), Dual(0.8)).value == reverse.data());
  CHECK(f(Dual(0.3, 1), Dual(0.8)).tangent == Approx(x.grad()).epsilon(1e-14));
  CHECK(f(Dual(0.3), Dual(0.8, 1)).tangent == Approx(y.grad()).epsilon(1e-14));
}

TEST_CASE("tangents obey the identities of calculus", "[dual]") {
  for (const double at : {-1.3, 0.0, 0.4, 2.0}) {
    const Dual x(at, 1);
    INFO("at " << at);
    // cos 2x = cos²x - sin²x
    CHECK(cos(2.0 * x).tangent == Approx((square(cos(x)) - square(sin(x))).tangent).margin(1e-14));
    // tanh x = 2 sigmoid(2x) - 1
    CHECK(tanh(x).tangent == Approx((2.0 * sigmoid(2.0 * x) - 1.0).tangent).margin(1e-14));
    // log(exp x) = x
    CHECK(log(exp(x)).tangent == Approx(1).epsilon(1e-14));
  }
}

TEST_CASE("an operand that stands still brings nothing, however steep the operation", "[dual]") {
  CHECK((sqrt(Dual(0)) * Dual(3, 1)).tangent == 0);
  CHECK((pow(Dual(0), Dual(2, 1))).tangent == 0);
  CHECK(std::isinf(sqrt(Dual(0, 1)).tangent));
}

TEST_CASE("programs that use namespace std, too, find max and min", "[dual]") {
  using namespace std;
  const Scope scope;
  const Value a(1), b(2);
  CHECK(max(a, b).data() == 2);
  CHECK(min(Dual(1, 5), Dual(2, 7)).tangent == 5);
}
