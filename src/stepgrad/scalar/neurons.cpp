#include <stepgrad/scalar/neurons.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// The parameters of all the parts, in their order.
template <class Part>
std::vector<Value> parameters_of(const std::vector<Part>& parts) {
  std::vector<Value> all;
  for (const Part& part : parts) {
    const std::vector<Value> its = part.parameters();
    all.insert(all.end(), its.begin(), its.end());
  }
  return all;
}

}  // namespace

Neuron::Neuron(std::size_t inputs, UnaryFunction activation, Random& random,
               const std::string& name)
    : name_(name), bias_(0.0, name + ".b"), activation_(activation) {
  const double limit = std::sqrt(3.0 / static_cast<double>(inputs));
  for (std::size_t i = 1; i <= inputs; ++i)
    weights_.emplace_back(limit * random.uniform(-1, 1), fmt::format("{}.w{}", name, i));
}

Value Neuron::operator()(const std::vector<Value>& x) const {
  if (x.size() != weights_.size())
    throw Error(fmt::format("a neuron with {} weight{} got {} input{}", weights_.size(),
                            weights_.size() == 1 ? "" : "s", x.size(), x.size() == 1 ? "" : "s"),
                name_, "Give it one Value for each weight.");
  return activation_(dot(weights_, x) + bias_);
}

std::vector<Value> Neuron::parameters() const {
  std::vector<Value> all = weights_;
  all.push_back(bias_);
  return all;
}

NeuronLayer::NeuronLayer(std::size_t inputs, std::size_t outputs, UnaryFunction activation,
                         Random& random, const std::string& name) {
  for (std::size_t i = 1; i <= outputs; ++i)
    neurons_.emplace_back(inputs, activation, random, fmt::format("{}.neuron{}", name, i));
}

std::vector<Value> NeuronLayer::operator()(const std::vector<Value>& x) const {
  std::vector<Value> y;
  for (const Neuron& neuron : neurons_) y.push_back(neuron(x));
  return y;
}

std::vector<Value> NeuronLayer::parameters() const { return parameters_of(neurons_); }

MLP::MLP(const std::vector<std::size_t>& sizes, const MLPOptions& options) {
  if (sizes.size() < 2 || std::find(sizes.begin(), sizes.end(), 0) != sizes.end())
    throw Error(fmt::format("a network cannot have the sizes {{{}}}", fmt::join(sizes, ", ")), "",
                "Give the number of inputs, then of neurons in each layer: MLP({2, 4, 1}).");
  Random random(options.seed);
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const bool is_last = i + 1 == sizes.size();
    layers_.emplace_back(sizes[i - 1], sizes[i], is_last ? options.output : options.hidden, random,
                         fmt::format("layer{}", i));
  }
}

std::vector<Value> MLP::operator()(const std::vector<Value>& x) const {
  std::vector<Value> y = x;
  for (const NeuronLayer& layer : layers_) y = layer(y);
  return y;
}

std::vector<Value> MLP::parameters() const { return parameters_of(layers_); }

void gradient_descent(std::span<const Value> parameters, double rate) {
  for (const Value& p : parameters) p.set(p.data() - rate * p.grad());
}

void gradient_descent(std::span<const Value> parameters, std::span<const double> gradients,
                      double rate) {
  if (gradients.size() != parameters.size())
    throw Error(fmt::format("{} gradients for {} parameters", gradients.size(), parameters.size()),
                "", "Give one gradient for each parameter, in their order.");
  for (std::size_t i = 0; i < parameters.size(); ++i)
    parameters[i].set(parameters[i].data() - rate * gradients[i]);
}

}  // namespace stepgrad
