// Lesson 24's curvature: H·d from two gradients, the largest of it by power iteration, and a bowl and
// a network to try both on.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>

#include <lessons/14_network/net.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/course/lesson.hpp>
#include <stepgrad/plot/contours.hpp>
#include <stepgrad/scalar/derivatives.hpp>

namespace stepgrad::lesson_24 {

using namespace lesson_14;

using Gradient = std::function<Numbers(const Numbers&)>;

inline Numbers moved(Numbers w, const Numbers& d, double by) {
  for (std::size_t i = 0; i < w.size(); ++i) w[i] += by * d[i];
  return w;
}

inline double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

inline double length(const Numbers& a) { return std::sqrt(dot(a, a)); }

/// H·d by the central difference of two gradients.
inline Numbers curved(const Gradient& gradient, const Numbers& w, const Numbers& d,
                      double h = 1e-5) {
  Numbers change = moved(gradient(moved(w, d, h)), gradient(moved(w, d, -h)), -1);
  for (double& number : change) number /= 2 * h;
  return change;
}

// ---- three ways to differ

/// x³y² + y⁴, and its gradient, in products alone.
inline double height5(const Numbers& w) {
  return w[0] * w[0] * w[0] * w[1] * w[1] + w[1] * w[1] * w[1] * w[1];
}
inline Numbers gradient5(const Numbers& w) {
  return {3 * w[0] * w[0] * w[1] * w[1], 2 * w[0] * w[0] * w[0] * w[1] + 4 * w[1] * w[1] * w[1]};
}

inline Plot three_ways() {
  const Numbers w{1.1, 0.7}, d{1, 1};
  const double right = dot(
      d, hessian_vector_product(traced("x^3*y^2 + y^4", {{"x", w[0]}, {"y", w[1]}}), Numbers(d)));
  Plot plot{.title = "How far off d H d is",
            .x = {.label = "h", .logarithmic = true},
            .y = {.label = "error", .logarithmic = true},
            .series = {{"L three times", {}},
                       {"two gradients, one side", {}},
                       {"two gradients, both sides", {}}},
            .marks = {}};
  for (int k = 2; k <= 24; ++k) {
    const double h = std::pow(10.0, -k / 2.0);
    const double ways[] = {
        (height5(moved(w, d, h)) - 2 * height5(w) + height5(moved(w, d, -h))) / (h * h),
        dot(d, moved(gradient5(moved(w, d, h)), gradient5(w), -1)) / h,
        dot(d, curved(gradient5, w, d, h))};
    for (std::size_t i = 0; i < 3; ++i)
      plot.series[i].points.push_back({h, std::max(1e-13, std::abs(ways[i] - right))});
  }
  return plot;
}

// ---- a bowl that lies askew

inline double bowl(double x, double y) { return (3 * x * x + 2 * x * y + 3 * y * y) / 2; }
inline Numbers bowl_gradient(const Numbers& w) { return {3 * w[0] + w[1], w[0] + 3 * w[1]}; }
inline Numbers bowl_curved(const Numbers& d) { return bowl_gradient(d); }

inline Plot bowl_plot(std::string title) {
  return {.title = std::move(title),
          .x = {.label = "x"},
          .y = {.label = "y"},
          .series = contours("L", bowl, {-3, 3, -2, 2}, {0.6, 2, 5, 9}, 40),
          .marks = {},
          .area = Area{-3, 3, -2, 2},
          .same_units = true};
}

inline Film turning() {
  Film film{{}, "Each round: d becomes H d, and is made as long as 1 again.", {0, 5}};
  Numbers d{1, 0};
  for (int round = 0; round <= 6; ++round) {
    const double along = dot(d, bowl_curved(d));
    Plot plot = bowl_plot(told("Round {}", round));
    plot.series.push_back(arrow("d, drawn twice as long", {0, 0}, {2 * d[0], 2 * d[1]}));
    film.frames.push_back(
        {told("round {}", round), plot,
         told("d = ({}, {}), and d H d = {}.", shown(d[0], 3), shown(d[1], 3), shown(along, 4))});
    d = bowl_curved(d);
    const double by = length(d);
    for (double& number : d) number /= by;
  }
  return film;
}

// ---- a network on XOR

inline const Samples& exclusive_or() {
  static const Samples all{{{0, 0}, 0}, {{0, 1}, 1}, {{1, 0}, 1}, {{1, 1}, 0}};
  return all;
}

inline Gradient gradient_of(Net net) {
  return [net](const Numbers& p) mutable {
    net.p = p;
    return gradient(net, exclusive_or(), log_loss);
  };
}

/// The curvature that is farthest from 0: power iteration.
inline double farthest(const Gradient& g, const Numbers& w) {
  Numbers d(w.size());
  Random random(24);
  for (double& number : d) number = random.normal();
  double along = 0;
  for (int round = 0; round < 300; ++round) {
    const double by = length(d);
    for (double& number : d) number /= by;
    const Numbers Hd = curved(g, w, d);
    along = dot(d, Hd);
    d = Hd;
  }
  return along;
}

/// The least curvature, none of them being above `most`: 65,536 rounds of power iteration with
/// most - H, which is built and squared sixteen times for that.
inline double least(const Gradient& g, const Numbers& w, double most) {
  const std::size_t n = w.size();
  std::vector<Numbers> rows, power;
  for (std::size_t i = 0; i < n; ++i) {
    Numbers unit(n, 0.0);
    unit[i] = 1;
    rows.push_back(moved(Numbers(n, 0.0), curved(g, w, unit), -1));
    rows[i][i] += most;
  }
  power = rows;
  for (int squaring = 0; squaring < 16; ++squaring) {
    double trace = 0;
    for (std::size_t i = 0; i < n; ++i) trace += power[i][i];
    std::vector<Numbers> squared(n, Numbers(n, 0.0));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < n; ++k)
        squared[i] = moved(squared[i], power[k], power[i][k] / (trace * trace));
    power = squared;
  }
  Numbers d = power[0];
  for (const Numbers& row : power)
    if (length(row) > length(d)) d = row;
  double along = 0;
  for (std::size_t i = 0; i < n; ++i) along += d[i] * dot(rows[i], d);
  return most - along / dot(d, d);
}

inline Net after(Net net, int rounds) {
  learn(net, exclusive_or(), log_loss, 0.5, rounds);
  return net;
}

inline Net trained(std::size_t hidden, std::uint64_t seed, int rounds) {
  return after(Net(2, hidden, seed), rounds);
}

}  // namespace stepgrad::lesson_24
