// Values and Duals as numbers among numbers: compared, printed, mixed with plain ones.
#include <algorithm>
#include <concepts>
#include <sstream>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <string>
#include <vector>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// Each kind of number, made of a plain one.
template <class T>
T made(double number) {
  return T(number);
}

template <class T>
std::string printed(const T& x) {
  std::ostringstream out;
  out.precision(3);
  out << x;
  return out.str();
}

/// Piecewise, with a start of zero, an assignment, and a choice: written once for every number.
template <class T>
T bent(T x) {
  T total = 0;
  for (int i = 0; i < 3; ++i) total += x < 0 ? -x : 2 * x;
  if (total > 100) total = 100.0;
  return x == 0 ? 0.0 : std::max(total, T(1));
}

}  // namespace

TEMPLATE_TEST_CASE("numbers are compared by their values", "[numbers]", double, Dual, Value) {
  const TestType a = made<TestType>(1), b = made<TestType>(2);
  CHECK((a < b));
  CHECK((a <= 1));
  CHECK((2.5 > b));
  CHECK_FALSE((a >= b));
  CHECK((a == 1));
  CHECK((1 != b));
  CHECK(value_of(std::clamp(b, a, made<TestType>(1.5))) == 1.5);
}

TEMPLATE_TEST_CASE("a function is written once for every kind of number", "[numbers]", double, Dual,
                   Value) {
  CHECK(value_of(bent(made<TestType>(2))) == 12);
  CHECK(value_of(bent(made<TestType>(-2))) == 6);
  CHECK(value_of(bent(made<TestType>(0.1))) == 1);
  CHECK(value_of(bent(made<TestType>(50))) == 100);
  CHECK(value_of(bent(made<TestType>(0))) == 0);
}

TEST_CASE("the branch that was taken is the one that is differentiated", "[numbers]") {
  const Value x(-2.0);
  backward(bent(x));
  CHECK(x.grad() == -3);
  CHECK(bent(Dual(-2, 1)).tangent == -3);
}

TEMPLATE_TEST_CASE("numbers print as a double would", "[numbers]", double, Dual, Value) {
  CHECK(printed(made<TestType>(2.0 / 3)) == "0.667");
  CHECK(fmt::format("{:.2f} {}", made<TestType>(2.0 / 3), made<TestType>(4)) == "0.67 4");
  CHECK(static_cast<double>(made<TestType>(2.5)) == 2.5);
}

TEST_CASE("a Value is no double unless asked, and a double becomes a Value", "[numbers]") {
  STATIC_REQUIRE_FALSE(std::convertible_to<Value, double>);
  STATIC_REQUIRE(std::convertible_to<double, Value>);
  STATIC_REQUIRE(std::convertible_to<int, Value>);
  STATIC_REQUIRE_FALSE(std::convertible_to<std::string, Value>);
}

TEST_CASE("a plain number in the place of a Value is told as a number, an input as an input",
          "[numbers]") {
  const Value x(3.0, "x"), nameless(4.0);
  Value total = 0;
  total += x * nameless;
  const Trace told = trace(total);
  CHECK(told.inputs().size() == 2);
  const auto zero = std::ranges::find(told.nodes, Trace::Kind::constant, &Trace::Node::kind);
  REQUIRE(zero != told.nodes.end());
  CHECK(zero->name == "0");
}

TEST_CASE("a Value that began as a plain number has its gradient, and can be set", "[numbers]") {
  const Value x = 3.0;
  const Value y = x * x;
  backward(y);
  CHECK(x.grad() == 6);
  x.set(5);
  CHECK(y.data() == 25);
}

TEST_CASE("a constant has no gradient", "[numbers]") {
  const Value c = constant(2), x(3.0);
  backward(c * x);
  CHECK(c.grad() == 0);
  CHECK(x.grad() == 2);
}

TEST_CASE("a trace tells the comparisons that led to it, and no others", "[numbers]") {
  const Value x(-1.0, "x"), other(5.0, "other");
  (void)(other > 3);
  const Value y = x < 0 ? -x : x;
  const Trace told = trace(y);
  REQUIRE(told.comparisons.size() == 1);
  CHECK(told.comparisons[0].held);
  CHECK(told.comparisons[0].relation == Relation::less);
  CHECK(told.node(*told.comparisons[0].a.node).name == "x");
  CHECK_FALSE(told.comparisons[0].b.node);
}
