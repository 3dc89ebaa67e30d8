// Neurons, layers and networks: what they compute, what they are called, and that they learn.
#include <stepgrad/scalar/neurons.hpp>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "numerical.hpp"

using namespace stepgrad;

namespace {

std::vector<std::string> names(const std::vector<Value>& values) {
  std::vector<std::string> names;
  for (const Value& v : values) names.push_back(v.name());
  return names;
}

std::vector<double> numbers(const std::vector<Value>& values) {
  std::vector<double> numbers;
  for (const Value& v : values) numbers.push_back(v.data());
  return numbers;
}

/// The squared error of the network over the four rows of XOR.
Value xor_loss(const MLP& network) {
  std::vector<Value> errors;
  for (const double a : {0.0, 1.0})
    for (const double b : {0.0, 1.0})
      errors.push_back(square(network({constant(a), constant(b)})[0] - (a == b ? 0.0 : 1.0)));
  return sum(errors);
}

using Names = std::vector<std::string>;

}  // namespace

// ---- what they compute --------------------------------------------------------------------------

TEST_CASE("a neuron is an activation of a weighted sum", "[neurons]") {
  Random random(1);
  const Value x1(0.5), x2(-1.5);
  for (const UnaryFunction activation :
       {UnaryFunction{tanh}, UnaryFunction{relu}, UnaryFunction{sigmoid}, UnaryFunction{linear}}) {
    const Neuron neuron(2, activation, random);
    const std::vector<Value> p = neuron.parameters();
    REQUIRE(p.size() == 3);
    p[2].set(0.25);
    const Value by_hand = activation(constant(p[0].data() * 0.5 + p[1].data() * -1.5 + 0.25));
    CHECK(neuron({x1, x2}).data() == by_hand.data());
  }
}

TEST_CASE("a layer has one output a neuron", "[neurons]") {
  Random random(1), again(1);
  const NeuronLayer layer(2, 3, tanh, random);
  const Value x1(0.5), x2(-1.5);
  const std::vector<Value> y = layer({x1, x2});
  REQUIRE(y.size() == 3);
  for (const Value& output : y) CHECK(output.data() == Neuron(2, tanh, again)({x1, x2}).data());
}

TEST_CASE("a network is its layers one after the other", "[neurons]") {
  const MLP network({2, 4, 3}, {.hidden = relu, .output = sigmoid, .seed = 5});
  Random random(5);
  const NeuronLayer first(2, 4, relu, random), second(4, 3, sigmoid, random);
  const Value x1(0.5), x2(-1.5);
  CHECK(numbers(network({x1, x2})) == numbers(second(first({x1, x2}))));
}

TEST_CASE("the output layer is linear unless said otherwise", "[neurons]") {
  const MLP network({1, 1});
  const std::vector<Value> p = network.parameters();
  p[0].set(10);
  p[1].set(3);
  CHECK(network({Value(2.0)})[0].data() == 23);
}

TEST_CASE("each neuron takes exactly as many inputs as it has weights", "[neurons]") {
  const MLP network({2, 1});
  CHECK(error_of([&] { network({Value(1.0)}); }) ==
        "a neuron with 2 weights got 1 input\nlayer1.neuron1\nGive it one Value for each weight.");
}

TEST_CASE("a network needs inputs, outputs and neurons in every layer", "[neurons]") {
  const std::string mend =
      "\nGive the number of inputs, then of neurons in each layer: MLP({2, 4, 1}).";
  using Sizes = std::vector<std::size_t>;
  CHECK(error_of([] { MLP(Sizes{}); }) == "a network cannot have the sizes {}" + mend);
  CHECK(error_of([] { MLP(Sizes{2}); }) == "a network cannot have the sizes {2}" + mend);
  CHECK(error_of([] {
          MLP(Sizes{2, 0, 1});
        }) == "a network cannot have the sizes {2, 0, 1}" + mend);
}

// ---- parameters ---------------------------------------------------------------------------------

TEST_CASE("parameters are named by their place", "[neurons]") {
  CHECK(names(MLP({2, 2, 1}).parameters()) ==
        Names{"layer1.neuron1.w1", "layer1.neuron1.w2", "layer1.neuron1.b", "layer1.neuron2.w1",
              "layer1.neuron2.w2", "layer1.neuron2.b", "layer2.neuron1.w1", "layer2.neuron1.w2",
              "layer2.neuron1.b"});
}

TEST_CASE("a trace of a network shows its parameters by name", "[neurons]") {
  const MLP network({2, 3, 1});
  const Trace told = trace(network({Value(1.0, "x1"), Value(2.0, "x2")})[0]);
  std::size_t named_inputs = 0;
  for (const Trace::Node& node : told.nodes)
    named_inputs += node.kind == Trace::Kind::input && node.named;
  CHECK(named_inputs == 2 + network.parameters().size());
}

TEST_CASE("the first weights are the same on every platform", "[neurons]") {
  // The standard fixes the generator: the 10000th number of std::mt19937_64 seeded with 5489 is
  // this one.
  Random random(5489);
  for (int i = 1; i < 10000; ++i) random.uniform();
  const double unit = static_cast<double>(9981545732273789042u >> 11) * 0x1p-52 - 1;
  const Neuron neuron(3, linear, random);
  CHECK(neuron.parameters()[0].data() == unit);  // sqrt(3 / 3) = 1
  CHECK(neuron.parameters()[3].data() == 0);
}

TEST_CASE("weights have the variance that keeps signals of one size", "[neurons]") {
  const Scope scope;
  Random random(2);
  const std::size_t inputs = 10000;
  double total = 0, squares = 0, largest = 0;
  for (const double w : numbers(Neuron(inputs, linear, random).parameters())) {
    total += w;
    squares += w * w;
    largest = std::max(largest, std::abs(w));
  }
  CHECK(total / inputs == Approx(0).margin(4e-4));
  CHECK(squares == Approx(1).epsilon(0.03));
  CHECK(largest <= std::sqrt(3.0 / inputs));
}

TEST_CASE("one seed gives one network, another seed another", "[neurons]") {
  const auto weights = [](std::uint64_t seed) {
    return numbers(MLP({3, 5, 2}, {.seed = seed}).parameters());
  };
  CHECK(weights(7) == weights(7));
  CHECK(weights(7) != weights(8));
}

// ---- learning -----------------------------------------------------------------------------------

TEST_CASE("a network's gradients are what a nudge measures", "[neurons]") {
  const Scope scope;
  const MLP network({2, 3, 1}, {.hidden = tanh, .output = sigmoid, .seed = 3});
  const Value loss = xor_loss(network);
  zero_grad();
  backward(loss);
  for (const Value& p : network.parameters()) {
    INFO(p.name());
    const double here = p.data(), gradient = p.grad();
    const double nudged = numerical_slope(
        [&](double there) {
          p.set(there);
          replay();
          return loss.data();
        },
        here);
    p.set(here);
    CHECK(gradient == Approx(nudged).epsilon(1e-7).margin(1e-9));
  }
}

TEST_CASE("a step of gradient descent goes against the gradient", "[neurons]") {
  const Value x(3.0), y(-1.0);
  zero_grad();
  backward(x * x + 2 * y);
  gradient_descent(std::vector{x, y}, 0.1);
  CHECK(x.data() == 3 - 0.1 * 6);
  CHECK(y.data() == -1 - 0.1 * 2);
}

TEST_CASE("a network learns XOR, in constant memory", "[neurons]") {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
    INFO("seed " << seed);
    const MLP network({2, 4, 1}, {.seed = seed});
    const std::vector<Value> parameters = network.parameters();
    std::size_t bytes_of_a_step = 0;
    double loss = 0;
    for (int step = 0; step < 500; ++step) {
      const Scope scope;
      const Value now = xor_loss(network);
      zero_grad();
      backward(now);
      gradient_descent(parameters, 0.1);
      loss = now.data();
      if (step == 0) bytes_of_a_step = tape().bytes();
      REQUIRE(tape().bytes() == bytes_of_a_step);
    }
    CHECK(loss < 0.01);
  }
}

TEST_CASE("descent takes gradients from elsewhere than the tape", "[neurons]") {
  const Scope scope;
  const std::vector<Value> parameters{Value(1.0), Value(2.0)};
  gradient_descent(parameters, std::vector<double>{4.0, -2.0}, 0.5);
  CHECK(parameters[0].data() == -1);
  CHECK(parameters[1].data() == 3);
  CHECK(error_of([&] { gradient_descent(parameters, std::vector<double>{1.0}, 0.5); }) ==
        "1 gradients for 2 parameters\n"
        "Give one gradient for each parameter, in their order.");
}
