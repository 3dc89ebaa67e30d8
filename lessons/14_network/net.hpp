// A network with one hidden layer of tanh units and one output, as loops over plain numbers: what it
// says, the slopes of a mean loss, and steps downhill.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/scalar/neurons.hpp>

namespace stepgrad::lesson_14 {

using Numbers = std::vector<double>;

/// Inputs, hidden units and one output, its numbers in the order in which the kit's MLP has them:
/// for each hidden unit its weights and its bias, then those of the output.
struct Net {
  std::size_t inputs, hidden;
  Numbers p;
  bool bends = true;  // is there an activation?

  Net(std::size_t inputs, std::size_t hidden, std::uint64_t seed) : inputs(inputs), hidden(hidden) {
    const Scope scope;
    for (const Value& value : MLP({inputs, hidden, 1}, {.seed = seed}).parameters())
      p.push_back(value.data());
  }

  double sum(std::size_t i, const Numbers& x) const {
    const double* w = &p[i * (inputs + 1)];
    double a = w[inputs];
    for (std::size_t j = 0; j < inputs; ++j) a += w[j] * x[j];
    return a;
  }
  /// What the hidden units say.
  Numbers units(const Numbers& x) const {
    Numbers h(hidden);
    for (std::size_t i = 0; i < hidden; ++i) h[i] = sum(i, x);
    if (bends) elementary::tanh(h);
    return h;
  }
  double weight(std::size_t i) const { return p[hidden * (inputs + 1) + i]; }
  double output(const Numbers& units) const {
    double f = p.back();
    for (std::size_t i = 0; i < hidden; ++i) f += weight(i) * units[i];
    return f;
  }
  double operator()(const Numbers& x) const { return output(units(x)); }
};

/// A sample, and what is wanted of the network there.
struct Sample {
  Numbers x;
  double target;
};
using Samples = std::vector<Sample>;

/// The loss of one sample and its slope in the output f.
struct Loss {
  double value, slope;
};
using Judge = Loss (*)(double f, double target);

inline Loss squared(double f, double target) {
  return {(f - target) * (f - target), 2 * (f - target)};
}
inline Loss log_loss(double f, double target) {
  return {softplus(f) - target * f, sigmoid(f) - target};
}

inline double mean_loss(const Net& net, const Samples& samples, Judge judge) {
  double sum = 0;
  for (const auto& [x, target] : samples) sum += judge(net(x), target).value;
  return sum / static_cast<double>(samples.size());
}

/// The slopes of the mean loss in all numbers of the network.
inline Numbers gradient(const Net& net, const Samples& samples, Judge judge) {
  Numbers slopes(net.p.size(), 0.0);
  for (const auto& [x, target] : samples) {
    const Numbers units = net.units(x);
    const double of_f =
        judge(net.output(units), target).slope / static_cast<double>(samples.size());
    slopes.back() += of_f;
    for (std::size_t i = 0; i < net.hidden; ++i) {
      const double h = units[i], of_a = of_f * net.weight(i) * (net.bends ? 1 - h * h : 1);
      slopes[net.hidden * (net.inputs + 1) + i] += of_f * h;
      for (std::size_t j = 0; j < net.inputs; ++j) slopes[i * (net.inputs + 1) + j] += of_a * x[j];
      slopes[i * (net.inputs + 1) + net.inputs] += of_a;
    }
  }
  return slopes;
}

inline void learn(Net& net, const Samples& samples, Judge judge, double rate, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    const Numbers slopes = gradient(net, samples, judge);
    for (std::size_t i = 0; i < slopes.size(); ++i) net.p[i] -= rate * slopes[i];
  }
}

}  // namespace stepgrad::lesson_14
