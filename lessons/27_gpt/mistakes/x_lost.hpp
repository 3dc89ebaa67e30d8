// x becomes what the layer makes.
// Told: x is lost
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include <learned/12_softmax.hpp>
#include <learned/25_counts.hpp>

using Numbers = std::vector<double>;
using Letters = std::vector<std::size_t>;

inline double product(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline double root_of(const Numbers& x) {
  return std::sqrt(product(x, x) / static_cast<double>(x.size()) + 1e-5);
}

inline Numbers norm(const Numbers& x) {
  const double r = root_of(x);
  Numbers y;
  for (const double number : x) y.push_back(number / r);
  return y;
}

inline Numbers norm_backward(const Numbers& x, const Numbers& g) {
  const double r = root_of(x),
               through_r = product(g, x) / (static_cast<double>(x.size()) * r * r * r);
  Numbers slopes;
  for (std::size_t i = 0; i < x.size(); ++i) slopes.push_back(g[i] / r - x[i] * through_r);
  return slopes;
}

struct Layer {
  std::function<Numbers(const Numbers& n)> value;
  std::function<Numbers(const Numbers& n, const Numbers& g)> backward;
};

inline Numbers sum_of(Numbers a, const Numbers& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
  return a;
}

inline Numbers through(const std::vector<Layer>& layers, const Numbers& x) {
  Numbers now = x;
  for (const Layer& layer : layers) now = layer.value(norm(now));
  return now;
}

inline Numbers through_backward(const std::vector<Layer>& layers, const Numbers& x,
                                const Numbers& g) {
  std::vector<Numbers> before{x};
  for (const Layer& layer : layers)
    before.push_back(sum_of(before.back(), layer.value(norm(before.back()))));
  Numbers slopes = g;
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Numbers of_norm = layers[l].backward(norm(before[l]), slopes);
    slopes = sum_of(slopes, norm_backward(before[l], of_norm));
  }
  return slopes;
}

using Model = std::function<Numbers(const Letters& read)>;

inline Letters name(const Model& model, std::size_t end, double temperature, const Numbers& luck) {
  Letters read{end};
  for (const double u : luck) {
    Numbers scores = model(read);
    for (double& score : scores) score /= temperature;
    const std::size_t letter = lesson25::pick(lesson12::softmax(scores), u);
    if (letter == end) break;
    read.push_back(letter);
  }
  return Letters(read.begin() + 1, read.end());
}
