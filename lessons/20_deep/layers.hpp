// Ten layers, and batch normalisation of one unit: what lesson 20 looks into.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/layers.hpp>

namespace stepgrad::deep {

using Numbers = std::vector<double>;
using Rows = std::vector<Numbers>;

inline double mean(const Numbers& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  return sum / static_cast<double>(numbers.size());
}

// ---- ten layers

constexpr Index wide = 30, samples = 60;
constexpr std::size_t depth = 10;

/// What a walk through ten layers leaves: the values of each layer, and how large the gradient is
/// that arrives at each, as its root of the mean square; layer 0 is the input.
struct Walk {
  Rows values;
  Numbers gradients;
};

inline Matrix<double> drawn(Index rows, Index columns, double deviation, Random& random) {
  Matrix<double> all(rows, columns);
  for (Index i = 0; i < all.size(); ++i) all.data()[i] = deviation * random.normal();
  return all;
}

inline double root_mean_square(const Matrix<double>& m) {
  return std::sqrt(m.squaredNorm() / static_cast<double>(m.size()));
}

/// Weights with this deviation. The last layer gets random slopes with the root mean square 1.
inline Walk walk(std::string_view activation, double deviation, bool normalised = false) {
  Random random(20);
  Graph<double> graph;
  Tensor<double> h = graph.parameter(drawn(wide, samples, 1, random));
  std::vector<Tensor<double>> layers{h};
  for (std::size_t l = 0; l < depth; ++l) {
    h = matmul(graph.parameter(drawn(wide, wide, deviation, random)), h);
    if (normalised)
      h = batch_norm(h, graph.parameter(Matrix<double>::Ones(wide, 1)),
                     graph.parameter(Matrix<double>::Zero(wide, 1)), 1e-5);
    h = Activation<double>(activation)(h, Pass::training);
    layers.push_back(h);
  }
  backward(sum(h * graph.constant(drawn(wide, samples, 1, random))));
  Walk result;
  for (const Tensor<double>& layer : layers) {
    const Matrix<double>& value = layer.value();
    result.values.emplace_back(value.data(), value.data() + value.size());
    result.gradients.push_back(root_mean_square(layer.grad()));
  }
  return result;
}

/// How first weights are drawn: with this standard deviation.
struct Start {
  const char* name;
  double deviation;
};

inline const std::array<Start, 3>& starts() {
  static const std::array<Start, 3> all{{{"all the same, s = 0.05", 0.05},
                                         {"Glorot: s^2 = 1/n here", std::sqrt(1.0 / wide)},
                                         {"He: s^2 = 2/n", std::sqrt(2.0 / wide)}}};
  return all;
}

// ---- batch normalisation of one unit

inline const Numbers batch{1, 3, 3, 9};

struct Normalised {
  double mean, variance, deviation;
  Numbers x;
};

inline Normalised normalised(const Numbers& x) {
  Normalised all{mean(x), 0, 0, {}};
  Numbers squares;
  for (const double number : x) squares.push_back((number - all.mean) * (number - all.mean));
  all.variance = mean(squares);
  all.deviation = std::sqrt(all.variance);
  for (const double number : x) all.x.push_back((number - all.mean) / all.deviation);
  return all;
}

/// The slopes of L = the sum of g times what is normalised, by the central difference.
inline Numbers nudged(const Numbers& g) {
  constexpr double h = 1e-5;
  Numbers slopes;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto L = [&](double by) {
      Numbers moved = batch;
      moved[i] += by;
      const Numbers n = normalised(moved).x;
      double sum = 0;
      for (std::size_t k = 0; k < n.size(); ++k) sum += g[k] * n[k];
      return sum;
    };
    slopes.push_back((L(h) - L(-h)) / (2 * h));
  }
  return slopes;
}

/// What the three paths bring: straight, through the mean, through the deviation.
inline std::array<Numbers, 3> paths(const Numbers& g) {
  const Normalised n = normalised(batch);
  Numbers products;
  for (std::size_t i = 0; i < g.size(); ++i) products.push_back(g[i] * n.x[i]);
  std::array<Numbers, 3> all;
  for (std::size_t i = 0; i < g.size(); ++i) {
    all[0].push_back(g[i] / n.deviation);
    all[1].push_back(-mean(g) / n.deviation);
    all[2].push_back(-n.x[i] * mean(products) / n.deviation);
  }
  return all;
}

inline Numbers sum_of(const Numbers& a, const Numbers& b) {
  Numbers c;
  for (std::size_t i = 0; i < a.size(); ++i) c.push_back(a[i] + b[i]);
  return c;
}

}  // namespace stepgrad::deep
