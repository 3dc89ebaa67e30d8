// The sweep keeps gradients of neighbours in registers and has ways of its own for the commonest
// nodes; whatever it does, the numbers are those of the plain loop, to the last bit.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <stepgrad/scalar/functions.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// The reverse sweep as one would write it first: rows by pointer, every gradient in memory.
std::vector<double> plain_sweep(const Tape& tape, Id output) {
  std::vector<double> gradients(tape.size());
  gradients[output] = 1;
  for (Id from = output + 1; from-- > 0;) {
    const Node& node = tape.node(from);
    if (node.code().is_leaf()) continue;
    const op::Op& row = node.code().row();
    const Form form = node.code().form();
    const double a =
        form == Form::left_constant ? tape.pooled_constant(node.a()) : tape.node(node.a()).value;
    const double b =
        form == Form::right_constant ? tape.pooled_constant(node.b()) : tape.node(node.b()).value;
    if (form != Form::left_constant)
      gradients[node.a()] += gradients[from] * row.slope[0](a, b, node.value);
    if (form != Form::right_constant && row.arity == 2)
      gradients[node.b()] += gradients[from] * row.slope[1](a, b, node.value);
  }
  return gradients;
}

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
    const std::vector<double> plain = plain_sweep(tape(), output);
    for (Id id = 0; id <= output; ++id)
      if (std::bit_cast<std::uint64_t>(tape().grad(id)) !=
          std::bit_cast<std::uint64_t>(plain[id] + 0.0))
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

TEST_CASE("watching a sweep changes no bit of it", "[sweep]") {
  const Scope scope;
  std::mt19937 random(7);
  std::vector<Value> values{Value(0.5), Value(-0.25), Value(0.125)};
  while (values.size() < 2000) values.push_back(next_of(values, random));
  backward(values.back());
  std::vector<double> unwatched;
  for (const Value v : values) unwatched.push_back(v.grad());
  zero_grad();
  std::vector<double> totals(tape().size());
  tape().backward(values.back(), [&](const Step& step) { totals[step.to] = step.total; });
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    REQUIRE(values[i].grad() == unwatched[i]);
    REQUIRE(totals[tape().id(values[i])] == unwatched[i]);
  }
}
