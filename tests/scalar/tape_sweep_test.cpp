// The sweep keeps gradients of neighbours in registers and has ways of its own for the commonest
// nodes; whatever it does, the numbers are those of the plain loop, to the last bit.
#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <stepgrad/scalar/fast/sweep.hpp>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/unfolded.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// A new Value made of some of the last few, so that near and far operands and repeated ones all
/// occur.
Value next_of(const std::vector<Value>& values, std::mt19937& random) {
  const auto pick = [&] {
    const std::size_t reach = std::min<std::size_t>(values.size(), random() % 4 == 0 ? 1000 : 4);
    return values[values.size() - 1 - random() % reach];
  };
  const Value a = pick(), b = pick();
  switch (random() % 9) {
    case 0:
      return a + b;
    case 1:
      return values.back() + b;
    case 2:
      return a * b;
    case 3:
      return a * 0.75;
    case 4:
      return 0.5 - a;
    case 5:
      return tanh(a);
    case 6:
      return sin(a);  // its slope calls a function, so the registers are given up
    case 7:
      return a / (2.0 + square(b));
    default:
      return values.size() < 2 ? -a : values[values.size() - 2] + values.back();
  }
}

/// What the engine's gradients on a new tape of `size` Values and the plain loop's disagree about.
std::string disagreement(std::size_t size, unsigned seed) {
  std::string found;
  std::thread([&] {  // a thread's tape starts with node 0
    std::mt19937 random(seed);
    std::vector<Value> values{Value(0.5)};
    while (values.size() < size)
      values.push_back(random() % 8 == 0 ? Value(0.25) : next_of(values, random));
    const Id output = tape().id(values.back());
    backward(values.back());
    const Unfolded unfolded(tape());
    const std::vector<double> plain = backward(unfolded, unfolded.id(output), [](const Step&) {});
    for (Id id = 0; id <= output; ++id)
      if (std::bit_cast<std::uint64_t>(tape().grad(id)) !=
          std::bit_cast<std::uint64_t>(plain[unfolded.id(id)]))
        found += "node " + std::to_string(id) + " of " + std::to_string(output) + "\n";
  })
      .join();
  return found;
}

}  // namespace

TEST_CASE("the sweep computes what the plain loop computes, to the last bit", "[sweep]") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const std::size_t size = seed < 200 ? 1 + seed % 10 : 200;
    INFO("seed " << seed << ", " << size << " values");
    CHECK(disagreement(size, seed) == "");
  }
}

TEST_CASE("slopes are called simple only if their rules call nothing", "[sweep]") {
  for (const op::Op* row : op::all) {
    if (!row->has_simple_slopes) continue;
    for (const std::string_view rule : row->rule) {
      INFO(row->name << ": " << rule);
      for (std::size_t power = rule.find('^'); power != rule.npos;
           power = rule.find('^', power + 1))
        CHECK(rule.substr(power, 2) == "^2");  // a product
      for (std::size_t i = 1; i < rule.size(); ++i)
        CHECK_FALSE((rule[i] == '(' && std::isalnum(static_cast<unsigned char>(rule[i - 1]))));
    }
  }
}

TEST_CASE("what was touched by -0 alone is told from what was not touched", "[sweep]") {
  const Value x(0.0), y(-2.0), steep(0.0);
  const Value closed = relu(y);             // its slope is 0
  const Value through = sqrt(x) * y * 1.0;  // gets -1 * 0 through `closed`, and hands 0 * inf on
  const Value beside = sqrt(steep);         // gets nothing
  backward(-(closed * through));
  CHECK(std::isnan(x.grad()));
  CHECK(steep.grad() == 0);
  CHECK(beside.grad() == 0);
  CHECK_FALSE(std::signbit(beside.grad()));
}

TEST_CASE("much that the output does not depend on changes nothing, wherever it stands",
          "[sweep]") {
  const Value x(2.0);
  const auto other_work = [](int operations) {
    Value y(0.0);
    for (int i = 0; i < operations; ++i) y = y + std::sqrt(i) * 0.5;
    return y;
  };
  for (const int operations : {0, 1, 2, 1500, 40'000}) {
    const Scope scope;
    other_work(operations);
    const Value early = x * x;
    const Value between = other_work(operations);
    const Value f = early * 3.0 + x;
    other_work(operations);
    zero_grad();
    backward(f);
    INFO(operations << " operations");
    CHECK(x.grad() == 13);
    CHECK(early.grad() == 3);
    CHECK(between.grad() == 0);
    CHECK_FALSE(std::signbit(between.grad()));
  }
}

TEST_CASE("without a scope, a sweep looks at its own step and no further", "[sweep]") {
  const Value w(1.0);
  for (int step = 0; step < 5; ++step) {
    const Id begin = static_cast<Id>(tape().size());
    const Value loss = square(w - step) + 0.5 * w;
    zero_grad();
    backward(loss);
    const Id last = tape().id(loss);
    CHECK(tape().reached_from({&last, 1}).first_operation == begin);
    CHECK(w.grad() == 2 * (1.0 - step) + 0.5);
  }
}

TEST_CASE("what is not used within a step does not end the sweep too early", "[sweep]") {
  const Value w(2.0);
  const Value early = w * w;
  for (int step = 0; step < 3; ++step) {
    const Value used = early * w;
    const Value unused = exp(w) + early;
    zero_grad();
    backward(used + w);
    CHECK(w.grad() == 13);
    CHECK(early.grad() == 2);
    CHECK(unused.grad() == 0);
  }
}
