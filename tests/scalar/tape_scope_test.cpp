// Scopes: what was recorded in one is given back when it ends, and nothing that is left notices.
#include <cmath>
#include <memory>
#include <stdexcept>
#include <stepgrad/scalar/functions.hpp>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

const std::string stale_text =
    "a Value is used after the scope in which it was made has ended\n"
    "Read the numbers that you need (data(), grad()) before the Scope ends, or make the Value "
    "before the Scope begins.";

Value made_in_a_scope() {
  const Scope scope;
  return Value(7.0, "gone");
}

}  // namespace

TEST_CASE("a scope gives back what was recorded in it", "[scope]") {
  const Value x(2.0);
  const std::size_t size = tape().size(), bytes = tape().bytes();
  {
    const Scope scope;
    backward(sum({x * 2.5, x, exp(x)}));
    CHECK(tape().size() > size);
  }
  CHECK(tape().size() == size);
  CHECK(tape().bytes() <=
        bytes + size * sizeof(double));  // the gradients of those that were there before
}

TEST_CASE("memory is the same after the thousandth step as after the first", "[scope]") {
  const Value w(0.5);
  std::size_t after_first = 0;
  for (int step = 0; step < 1000; ++step) {
    const Scope scope;
    const Value target(step * 0.001);
    backward(square(dot({w, w}, {target, w}) - 0.123 / (1 + step)));
    if (step == 0) after_first = tape().bytes();
    REQUIRE(tape().bytes() == after_first);
  }
}

TEST_CASE("gradients gathered in a scope stay in the Values made before it", "[scope]") {
  const Value x(3.0);
  {
    const Scope scope;
    backward(x * x);
  }
  CHECK(x.grad() == 6);
  {
    const Scope scope;
    backward(x * 2);
  }
  CHECK(x.grad() == 8);
}

TEST_CASE("a Value in a place that was given back has no old name and no old gradient", "[scope]") {
  {
    const Scope scope;
    const Value old = named(Value(7.0) * 1.0, "old");
    backward(old);
  }
  const Value x(1.0);
  const Value result = x * 1.0;
  CHECK(x.name() == "");
  CHECK(result.name() == "");
  CHECK(x.grad() == 0);
  CHECK(result.grad() == 0);
}

TEST_CASE("scopes nest: each gives back its own", "[scope]") {
  const Value x(2.0);
  const Scope outer;
  const Value y = named(x * x, "y");
  {
    const Scope inner;
    backward(y * y);
    CHECK(y.grad() == 8);
  }
  CHECK(y.data() == 4);
  CHECK(y.name() == "y");
  backward(y + 1);
  CHECK(y.grad() == 1);
}

TEST_CASE("a scope left by an exception gives back as well", "[scope]") {
  const std::size_t size = tape().size();
  try {
    const Scope scope;
    const Value x(1.0);
    throw std::runtime_error("x");
  } catch (const std::runtime_error&) {
  }
  CHECK(tape().size() == size);
}

TEST_CASE("a Value from an ended scope says so wherever it is used", "[scope]") {
  const Value x(1.0);
  const Value stale = made_in_a_scope();
  CHECK(error_of([&] { stale.data(); }) == stale_text);
  CHECK(error_of([&] { stale.grad(); }) == stale_text);
  CHECK(error_of([&] { stale.name(); }) == stale_text);
  CHECK(error_of([&] { stale.set(1); }) == stale_text);
  CHECK(error_of([&] { named(stale, "x"); }) == stale_text);
  CHECK(error_of([&] { x + stale; }) == stale_text);
  CHECK(error_of([&] { 2 / stale; }) == stale_text);
  CHECK(error_of([&] { sum({x, stale}); }) == stale_text);
  CHECK(error_of([&] { backward(stale); }) == stale_text);
}

TEST_CASE("a stale handle is known even after new Values took its place", "[scope]") {
  const Value stale = made_in_a_scope();
  std::vector<Value> others;
  for (int i = 0; i < 10; ++i) others.emplace_back(i);
  CHECK(error_of([&] { stale.data(); }) == stale_text);
  CHECK(others[0].data() == 0);
}

TEST_CASE("of many scopes, each handle knows whether its own has ended", "[scope]") {
  std::vector<Value> stale, alive;
  {
    const Scope outer;
    for (int i = 0; i < 10; ++i) {
      alive.emplace_back(i);
      const Scope inner;
      stale.emplace_back(-i);
      if (i % 3 == 0) {
        const Scope innermost;
        stale.emplace_back(-i);
      }
    }
    for (int i = 0; i < 10; ++i) CHECK(alive[static_cast<std::size_t>(i)].data() == i);
    for (const Value& v : stale) CHECK(error_of([&] { v.data(); }) == stale_text);
  }
  for (const Value& v : alive) CHECK(error_of([&] { v.data(); }) == stale_text);
  for (const Value& v : stale) CHECK(error_of([&] { v.data(); }) == stale_text);
}

TEST_CASE("plain numbers used in a scope can be used again after it", "[scope]") {
  const Value x(2.0);
  for (int step = 0; step < 3; ++step) {
    const Scope scope;
    zero_grad();
    backward(x * 12.75 + 0.5);
    CHECK(x.grad() == 12.75);
  }
  const Value y = x * 12.75;
  {
    const Scope scope;
    exp(x * 100.25);
  }
  const Value z = x * 99.5;
  zero_grad();
  backward(y + z);
  CHECK(x.grad() == 12.75 + 99.5);
}

TEST_CASE("sums recorded in a scope can be recorded again after it", "[scope]") {
  const Value x(2.0), y(3.0);
  for (int step = 0; step < 3; ++step) {
    const Scope scope;
    CHECK(dot({x, x, x}, {y, y, y}).data() == 18);
  }
  const Value s = sum({x, y});
  backward(s);
  CHECK(x.grad() == 1);
  CHECK(y.grad() == 1);
}

TEST_CASE("what was set in a scope is replayed after it", "[scope]") {
  const Value x(2.0);
  const Value y = x * x;
  {
    const Scope scope;
    exp(y + 1);
    x.set(5);
  }
  replay();
  CHECK(x.data() == 5);
  CHECK(y.data() == 25);
}

TEST_CASE("a scope that ends in another thread leaves that thread's tape alone", "[scope]") {
  auto scope = std::make_unique<Scope>();
  bool there = false;
  std::thread([&] {
    const Value x(1.0);
    scope.reset();
    there = x.data() == 1;
  }).join();
  CHECK(there);
}
