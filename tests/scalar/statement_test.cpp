// Statements: two or three operations in one entry of the tape, of which nobody sees anything but
// the memory that they save.
#include <string>
#include <utility>
#include <vector>

#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/scalar/unfolded.hpp>
#include <stepgrad/scalar/values.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// How many entries of the tape a piece of a program takes.
template <class F>
std::size_t entries_of(F&& f) {
  const std::size_t before = tape().size();
  f();
  return tape().size() - before;
}

std::string told(const Trace& trace) {
  std::string text;
  for (const Trace::Node& node : trace.nodes) {
    text += node.name + " = " + (node.row ? std::string(node.row->name) : "");
    for (const Id operand : node.operands) text += " " + trace.node(operand).name;
    text += " = " + std::to_string(node.value) + ", " + std::to_string(node.grad) + "\n";
  }
  for (const Step& step : trace.steps)
    text += trace.node(step.from).name + " gives " + trace.node(step.to).name + " " +
            std::to_string(step.contribution) + "\n";
  return text;
}

}  // namespace

TEST_CASE("what an expression computes on its way needs no entry of its own", "[statement]") {
  const Value w(2.0), x(3.0), y(0.5);
  Value sum = w * x;
  CHECK(entries_of([&] { sum += x * y; }) == 1);
  CHECK(entries_of([&] { sum = sum * y + x; }) == 1);
  CHECK(entries_of([&] { sum = sum * (1.0 + x * y); }) == 1);
  CHECK(sum.data() == ((6 + 1.5) * 0.5 + 3) * 2.5);
  CHECK(entries_of([&] { sum = x + w * y; }) == 2);  // x does not stand before it
}

TEST_CASE("what a Value holds keeps its entry", "[statement]") {
  const Value w(2.0), x(3.0), b(0.5);
  const Value sum = w + b;
  const Value product = w * x;
  const Value f = sum + product;
  backward(f * f);
  CHECK(product.data() == 6);
  CHECK(product.grad() == 17);
  CHECK(sum.grad() == 17);
}

TEST_CASE("what a function returns keeps its entry if somebody else holds it", "[statement]") {
  const Value w(2.0), x(3.0);
  const Value sum = w + x;
  Value held;
  const auto product = [&](bool is_named) {
    Value result = w * x;
    held = result;
    if (is_named) named(result, "product");
    return result;
  };
  const Value f = sum + product(false);
  backward(f);
  CHECK(held.data() == 6);
  CHECK(held.grad() == 1);

  const Value g = f + product(true);
  CHECK(held.name() == "product");
  CHECK(g.name() == "");
  CHECK(g.data() == 17);

  const auto moved = [&] {
    Value result = w * x;
    const Values one(result, 1);
    return std::pair{result, one};
  };
  const auto [a, all] = moved();
  Value again = g + Value(a);
  CHECK(all[0].data() == 6);
  again = again + all[0];
  CHECK(again.data() == 29);
}

TEST_CASE("what was recorded before a comparison or a scope does not grow", "[statement]") {
  const Value w(2.0), x(3.0);
  const auto number = [](const Value& a) { return a > 0 ? 1.0 : -1.0; };
  const Value sum = w + x;
  const Value product = w * x;
  const Value f = product * number(product) + sum;
  const Trace trace = stepgrad::trace(f);
  REQUIRE(trace.comparisons.size() == 1);
  CHECK(trace.node(trace.comparisons[0].before).row->name == "mul");

  const auto scoped = [&](Value inner) {
    const Scope scope;
    return (std::move(inner) + sum).data();
  };
  const Value last = w + w;
  CHECK(scoped(w * x) == 11);
  CHECK((last + w).data() == 6);
}

TEST_CASE("an expression is told as its operations one by one are", "[statement]") {
  const Scope scope;
  const Value w(2.0, "w"), x(3.0, "x"), b(0.5, "b");
  const std::size_t before = tape().size(), operations = tape().operations();
  const Value s = named(w * x, "s");
  const Value t = named(s + x * b, "t");
  const Value u = named(t * w + b, "u");
  const Value f = named(u * (2.0 + w * b), "f");
  CHECK(tape().size() == before + 4);
  CHECK(tape().operations() == operations + 8);
  const std::string in_statements = told(trace(f));

  const Scope other;
  const Value s1 = named(compute<op::mul>(w, x), "s");
  const Value t1 = named(compute<op::add>(s1, compute<op::mul>(x, b)), "t");
  const Value u1 = named(compute<op::add>(compute<op::mul>(t1, w), b), "u");
  const Value v1 = compute<op::add>(2.0, compute<op::mul>(w, b));
  CHECK(in_statements == told(trace(named(compute<op::mul>(u1, v1), "f"))));
  CHECK(tape().operations() == operations + 16);
}

TEST_CASE("statements have second derivatives", "[statement]") {
  const auto f = [](const auto& x) {
    auto y = x[0] * x[1];
    y = y * (1.0 + x[0] * x[1]);
    y += x[1] * x[1];
    return y * x[0] + x[1];
  };
  // x y (1 + x y) x + x y^2 + y
  const auto second = hessian(f, {2.0, 3.0});
  CHECK(second[0][0] == Approx(2 * 3 + 6 * 2.0 * 9));
  CHECK(second[0][1] == Approx(2 * 2.0 + 6 * 4.0 * 3 + 2 * 3));
  CHECK(second[1][1] == Approx(2 * 8.0 + 2 * 2.0));
}

TEST_CASE("where operands are too many for the room of a node, there are two entries",
          "[statement]") {
  const Scope scope;
  const Value x(2.0), y(3.0);
  for (int i = 0; i < 300; ++i) [[maybe_unused]] const Value other = x * (0.5 + i);
  Value z;
  CHECK(entries_of([&] { z = 1234.0 + x * y; }) == 2);
  CHECK(z.data() == 1240);
  CHECK(entries_of([&] { z = 0.5 + x * y; }) == 1);
  CHECK(z.data() == 6.5);
}
