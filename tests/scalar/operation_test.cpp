// Operations of one's own, and what lets gradients pass.
#include <cmath>
#include <functional>
#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

const Operation& cube() {
  static const Operation cube(
      {.name = "cube", .rule = "3 * a^2"}, [](double a) { return a * a * a; },
      [](double a) { return 3 * a * a; });
  return cube;
}

/// A row that stands in no table, with the name of one that does.
constexpr op::Op other_square{.name = "square",
                              .definition = "5 * a",
                              .about = "Not a square at all.",
                              .value = [](double a, double) { return 5 * a; },
                              .slope = {[](double, double, double) { return 5.0; }},
                              .rule = {"5"},
                              .probes = {{1}}};

}  // namespace

TEST_CASE("an operation of one's own runs on every kind of number", "[operation]") {
  CHECK(cube()(2.0) == 8);
  CHECK(cube()(Dual(2, 1)).tangent == 12);
  const Value x(2.0);
  const Value y = cube()(x) * x;
  backward(y);
  CHECK(y.data() == 16);
  CHECK(x.grad() == 32);
  x.set(1);
  CHECK(y.data() == 1);
}

TEST_CASE("its lambdas may have captures, and it may have two operands or many", "[operation]") {
  const double factor = 10;
  const Operation scaled(
      {.name = "scaled", .rule = "10 * b", .rule_in_b = "10 * a"},
      [=](double a, double b) { return factor * a * b; },
      [=](double, double b) { return factor * b; }, [=](double a, double) { return factor * a; });
  const Value x(2.0), y(3.0);
  backward(scaled(x, y));
  CHECK(x.grad() == 30);
  CHECK(y.grad() == 20);
  CHECK(scaled(x, 5).data() == 100);

  const Operation first_times_sum = Operation::of_many(
      {.name = "first_times_sum"},
      [](std::span<const double> x) { return x[0] * (x[0] + x[1] + x[2]); },
      [](std::span<const double> x, std::size_t i, double) {
        return i == 0 ? 2 * x[0] + x[1] + x[2] : x[0];
      });
  const Value a(1.0), b(2.0), c(3.0);
  backward(first_times_sum(a, b, c));
  CHECK(a.grad() == 7);
  CHECK(b.grad() == 1);
  CHECK(c.grad() == 1);
}

TEST_CASE("a row that is not in the table is recorded as what it is, whatever its name",
          "[operation]") {
  const Value x(2.0);
  const Value by_place = tape().record<other_square>(x);
  const Value by_row = tape().record(other_square, std::vector{x});
  CHECK(by_place.data() == 10);
  CHECK(by_row.data() == 10);
  backward(by_place + by_row + square(x));
  CHECK(x.grad() == 14);
}

TEST_CASE("an operation is refused with the wrong number of operands", "[operation]") {
  const Value x(2.0);
  CHECK(error_of([&] { cube()(std::vector{x, x}); }) == "cube takes 1 operand, got 2");
}

TEST_CASE("a rule that is no formula of a, b and y is refused", "[operation]") {
  const auto with_rule = [](std::string rule) {
    return error_of([&] {
      Operation(
          {.name = "odd", .rule = rule}, [](double a) { return a; }, [](double) { return 1.0; });
    });
  };
  CHECK(with_rule("3 * t") ==
        "the rule of odd, 3 * t, uses 't'\n"
        "A rule is a formula of a, the first operand, b, the second, and y, the result.");
  CHECK(with_rule("3 *") != "");
}

TEST_CASE("rows of operations are given back with their scope", "[operation]") {
  std::weak_ptr<int> kept;
  const Value x(2.0);
  {
    const Scope scope;
    const auto number = std::make_shared<int>(3);
    kept = number;
    const Value y = custom(
        x, [number](double a) { return *number * a; }, [number](double) { return *number; },
        {.name = "times"});
    backward(y);
    CHECK(x.grad() == 3);
  }
  CHECK(kept.expired());
}

TEST_CASE("a trace outlives the operations that it tells of", "[operation]") {
  Trace told;
  {
    const Scope scope;
    const Value x(2.0, "x");
    told = trace(custom(
        x, [](double a) { return 7 * a; }, [](double) { return 7.0; },
        {.name = "seven_times", .rule = "7"}));
  }
  CHECK(told.node(told.output).row->name == "seven_times");
  CHECK(told.steps.at(0).local == 7);
}

TEST_CASE("backward within backward is refused", "[operation]") {
  const Value x(2.0), z(1.0);
  const Value inner = z * z;
  const Value y = custom(
      x, [](double a) { return a; }, [&](double) { return backward(inner), 1.0; },
      {.name = "nested"});
  CHECK(error_of([&] { backward(y); }) ==
        "backward was called within backward\n"
        "The slope of an operation of your own gets plain numbers and returns one; "
        "let it compute with these.");
  zero_grad();
  backward(inner);
  CHECK(z.grad() == 2);
}

// ---- what passes --------------------------------------------------------------------------------

TEST_CASE("no gradient passes detach, not even where the slope is infinite", "[operation]") {
  const Value x(3.0);
  const Value y = x * detach(x);
  backward(y);
  CHECK(x.grad() == 3);
  x.set(4);
  CHECK(y.data() == 16);
  const Value zero(0.0);
  backward(sqrt(detach(zero)) + zero);
  CHECK(zero.grad() == 1);
  CHECK(detach(Dual(2, 1)).tangent == 0);
}

TEST_CASE("a gradient is changed on its way back", "[operation]") {
  const Value x(3.0);
  const auto clip = [](double gradient) { return std::clamp(gradient, -1.0, 1.0); };
  backward(5 * on_gradient(x, "clip", clip) + x);
  CHECK(x.grad() == 2);
  zero_grad();
  const Value reversed = on_gradient(x, "reverse", [](double gradient) { return -gradient; });
  backward(reversed * reversed);
  CHECK(x.grad() == -6);
  const Trace told = trace(5 * on_gradient(x, "clip", clip));
  CHECK(told.steps.back().contribution == 1);
}

// ---- checkpoints --------------------------------------------------------------------------------

namespace {

/// A pendulum's state after some small steps.
std::vector<Value> swung(std::vector<Value> state, int steps) {
  for (int i = 0; i < steps; ++i) {
    const Value angle = state[0], speed = state[1];
    state = {angle + 0.01 * speed, speed - 0.01 * sin(angle)};
  }
  return state;
}

}  // namespace

TEST_CASE("a checkpointed chain has the gradients of a recorded one, in far less memory",
          "[operation]") {
  struct Swing {
    double of_angle = 0, of_speed = 0;
    std::size_t bytes = 0;
  };
  const auto swing = [](const std::function<std::vector<Value>(std::vector<Value>)>& run) {
    Swing result;
    std::thread([&] {  // on a tape of its own
      const Value angle(0.5), speed(0.1);
      backward(run({angle, speed})[0]);
      result = {angle.grad(), speed.grad(), tape().bytes()};
    })
        .join();
    return result;
  };
  const Swing recorded = swing([](auto state) { return swung(state, 2000); });
  const Swing checkpoints = swing([](auto state) {
    const auto piece = checkpointed([](const std::vector<Value>& x) { return swung(x, 100); });
    for (int i = 0; i < 20; ++i) state = piece(state);
    return state;
  });
  CHECK(checkpoints.of_angle == Approx(recorded.of_angle).epsilon(1e-12));
  CHECK(checkpoints.of_speed == Approx(recorded.of_speed).epsilon(1e-12));
  CHECK(checkpoints.bytes * 20 < recorded.bytes);
}

TEST_CASE("a checkpointed piece that has thrown can be used again", "[operation]") {
  int calls = 0;
  const auto piece = checkpointed([&](const std::vector<Value>& x) -> std::vector<Value> {
    if (++calls == 1) throw std::runtime_error("not yet");
    return {x[0] * x[0]};
  });
  const Value x(3.0);
  CHECK_THROWS(piece({x}));
  const Value y = piece({x})[0];
  backward(y);
  CHECK(x.grad() == 6);
}
