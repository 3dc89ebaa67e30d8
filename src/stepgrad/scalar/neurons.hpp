// Neurons, layers of neurons and networks of layers, every weight a Value.
//
//   neuron   y = f(w1 x1 + w2 x2 + ... + b)
//   layer    neurons side by side, all over the same x
//   MLP      layers one after the other, each over what the one before has computed
//
// They are made to be looked at: a trace shows each weight by its name, layer1.neuron2.w1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

/// What a neuron makes of its weighted sum: tanh, relu, sigmoid or any other function of one Value.
using UnaryFunction = Value (*)(Value);

/// The activation that changes nothing.
inline Value linear(Value a) { return a; }

/// y = f(w1 x1 + w2 x2 + ... + b), f being the activation.
class Neuron {
 public:
  /// Each weight is drawn uniformly from +-sqrt(3 / inputs), so that inputs of variance 1 give a
  /// weighted sum of variance 1; the bias is 0. The numbers are the same on every platform. Names
  /// are name.w1, ..., name.b.
  Neuron(std::size_t inputs, UnaryFunction activation, Random& random,
         const std::string& name = "neuron");

  /// Throws Error if x does not have one Value for each weight.
  Value operator()(const std::vector<Value>& x) const;

  /// The weights, then the bias.
  std::vector<Value> parameters() const;

 private:
  std::string name_;
  std::vector<Value> weights_;
  Value bias_;
  UnaryFunction activation_;
};

/// Neurons over the same inputs; y_i is the output of neuron i.
class NeuronLayer {
 public:
  /// Names are name.neuron1.w1 and so on.
  NeuronLayer(std::size_t inputs, std::size_t outputs, UnaryFunction activation, Random& random,
              const std::string& name = "layer");

  std::vector<Value> operator()(const std::vector<Value>& x) const;

  /// Neuron by neuron.
  std::vector<Value> parameters() const;

 private:
  std::vector<Neuron> neurons_;
};

struct MLPOptions {
  UnaryFunction hidden = tanh;
  UnaryFunction output = linear;
  std::uint64_t seed = 1;
};

/// A multilayer perceptron: y = layer_n(... layer_2(layer_1(x))).
class MLP {
 public:
  /// MLP({2, 4, 1}): two inputs, a hidden layer of four neurons, one output. Names are
  /// layer1.neuron1.w1 and so on. Throws Error if there are fewer than two sizes, or one of them is
  /// 0.
  explicit MLP(const std::vector<std::size_t>& sizes, const MLPOptions& options = {});

  std::vector<Value> operator()(const std::vector<Value>& x) const;

  /// Layer by layer.
  std::vector<Value> parameters() const;

 private:
  std::vector<NeuronLayer> layers_;
};

/// One step of gradient descent: p <- p - rate * dL/dp for each parameter p.
void gradient_descent(std::span<const Value> parameters, double rate);

/// The same with gradients that stand elsewhere than on the tape, as those of Lanes. Throws Error if
/// there are not as many.
void gradient_descent(std::span<const Value> parameters, std::span<const double> gradients,
                      double rate);

}  // namespace stepgrad
