// A network that is too large for its samples, and remedies: what lesson 21 trains.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad::large_network {

using Numbers = std::vector<double>;

struct Sample {
  double x1, x2, label;  // 1: the lower moon
};
using Samples = std::vector<Sample>;

/// Two moons, blurred until they overlap.
inline Samples moons(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Samples all;
  for (std::size_t i = 0; i < count; ++i) {
    const bool lower = i % 2 == 1;
    const double t = std::numbers::pi * random.uniform();
    const double c = elementary::cos(t), s = elementary::sin(t);
    const double x1 = lower ? 1 - c : c, x2 = lower ? 0.5 - s : s;
    all.push_back({x1 + 0.35 * random.normal(), x2 + 0.35 * random.normal(), lower ? 1.0 : 0.0});
  }
  return all;
}

constexpr std::size_t hidden = 48;

/// Two inputs, 48 tanh units, one output f; p = sigmoid(f).
struct Network {
  struct Unit {
    double w1, w2, b, u;
  };
  std::vector<Unit> units = std::vector<Unit>(hidden, Unit{0, 0, 0, 0});
  double c = 0;

  /// What the hidden units say.
  std::array<double, hidden> activations(double x1, double x2) const {
    std::array<double, hidden> h;
    for (std::size_t i = 0; i < hidden; ++i)
      h[i] = units[i].w1 * x1 + units[i].w2 * x2 + units[i].b;
    elementary::tanh(h);
    return h;
  }
  double operator()(double x1, double x2) const {
    const std::array<double, hidden> h = activations(x1, x2);
    double f = c;
    for (std::size_t i = 0; i < hidden; ++i) f += units[i].u * h[i];
    return f;
  }
};

inline Network drawn(Random& random) {
  Network network;
  for (Network::Unit& unit : network.units) {
    unit.w1 = 2 * random.normal(), unit.w2 = 2 * random.normal(), unit.b = 2 * random.normal();
    unit.u = random.normal() / std::sqrt(1.0 * hidden);
  }
  return network;
}

inline double loss(const Network& network, const Samples& samples) {
  double sum = 0;
  for (const auto& [x1, x2, label] : samples) {
    const double f = network(x1, x2);
    sum += softplus(f) - label * f;
  }
  return sum / static_cast<double>(samples.size());
}

inline double accuracy(const Network& network, const Samples& samples) {
  double right = 0;
  for (const auto& [x1, x2, label] : samples) right += (network(x1, x2) > 0) == (label > 0.5);
  return right / static_cast<double>(samples.size());
}

/// How it is trained; as it stands, without any remedy.
struct Remedy {
  double l2 = 0;       // adds l2/2 * w^2 for all weights w, not for biases
  double dropout = 0;  // the share of hidden units that is deleted, for each sample anew
  double blur = 0;     // how far samples are moved, each time they are seen
  std::size_t samples = 24;
};

/// The slopes of the mean log loss of a batch, with what the remedy adds.
inline Network slopes(const Network& network, const Samples& batch, const Remedy& remedy,
                      Random& random) {
  Network all;
  for (std::size_t i = 0; i < hidden; ++i) {
    const auto& [w1, w2, b, u] = network.units[i];
    all.units[i] = {remedy.l2 * w1, remedy.l2 * w2, 0, remedy.l2 * u};
  }
  Numbers mask(hidden, 1.0);
  for (Sample sample : batch) {
    if (remedy.dropout > 0)
      for (double& factor : mask)
        factor = random.uniform() < remedy.dropout ? 0 : 1 / (1 - remedy.dropout);
    if (remedy.blur > 0) {
      sample.x1 += remedy.blur * random.normal();
      sample.x2 += remedy.blur * random.normal();
    }
    const std::array<double, hidden> h = network.activations(sample.x1, sample.x2);
    double f = network.c;
    for (std::size_t i = 0; i < hidden; ++i) f += network.units[i].u * mask[i] * h[i];
    const double of_f = (sigmoid(f) - sample.label) / static_cast<double>(batch.size());
    all.c += of_f;
    for (std::size_t i = 0; i < hidden; ++i) {
      const double of_a = of_f * network.units[i].u * mask[i] * (1 - h[i] * h[i]);
      all.units[i].u += of_f * mask[i] * h[i];
      all.units[i].w1 += of_a * sample.x1;
      all.units[i].w2 += of_a * sample.x2;
      all.units[i].b += of_a;
    }
  }
  return all;
}

/// A step with momentum: speed <- 0.9 speed + slopes, network <- network - 0.1 speed.
inline void step(Network& network, Network& speed, const Network& slopes) {
  const auto move = [](double& w, double& v, double slope) {
    v = 0.9 * v + slope;
    w -= 0.1 * v;
  };
  move(network.c, speed.c, slopes.c);
  for (std::size_t i = 0; i < hidden; ++i) {
    Network::Unit &unit = network.units[i], &at = speed.units[i];
    const Network::Unit& of = slopes.units[i];
    move(unit.w1, at.w1, of.w1), move(unit.w2, at.w2, of.w2);
    move(unit.b, at.b, of.b), move(unit.u, at.u, of.u);
  }
}

/// A run, looked at from time to time.
struct Run {
  std::vector<int> rounds;
  std::vector<Network> networks;
  Numbers training, validation;  // losses
  std::size_t best = 0;          // the place of the lowest validation loss
};

constexpr std::uint64_t seed = 4;
constexpr int every = 20;

inline Samples watched() { return moons(200, 1000); }

/// Rounds of batches of 24 samples, momentum 0.9, rate 0.1.
inline Run trained(const Remedy& remedy, int rounds = 800, std::uint64_t from = seed,
                   const Samples& validation = watched()) {
  constexpr std::size_t most = 24;
  const Samples samples = moons(remedy.samples, from);
  Random random(from);
  Run run;
  Network network = drawn(random), speed;
  for (int round = 0; round <= rounds; ++round) {
    if (round % every == 0 && (!validation.empty() || round == rounds)) {
      run.rounds.push_back(round);
      run.networks.push_back(network);
      run.training.push_back(loss(network, samples));
      run.validation.push_back(validation.empty() ? 0 : loss(network, validation));
      if (run.validation.back() < run.validation[run.best]) run.best = run.rounds.size() - 1;
    }
    Samples batch;
    const std::size_t first = static_cast<std::size_t>(round) * most;
    for (std::size_t i = 0; i < std::min(most, samples.size()); ++i)
      batch.push_back(samples[(first + i) % samples.size()]);
    step(network, speed, slopes(network, batch, remedy, random));
  }
  return run;
}

}  // namespace stepgrad::large_network
