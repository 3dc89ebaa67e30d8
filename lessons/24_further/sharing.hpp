// Lesson 24's learners that share a batch: their gradients, and the time of a step.
#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <thread>
#include <vector>

#include <lessons/14_network/net.hpp>
#include <stepgrad/base/random.hpp>

namespace stepgrad::lesson_24 {

using namespace lesson_14;

inline const Numbers xs{1, 2, 3, 4}, ys{2, 3, 5, 9};

/// The slope in w of the mean of (w x − y)² over some of the samples, at w = 1.
inline double slope_over(std::size_t from, std::size_t to) {
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) sum += 2 * (xs[i] - ys[i]) * xs[i];
  return sum / static_cast<double>(to - from);
}

/// How many numbers are equal, to 12 decimals, in one net of 40 steps and one of two halves.
inline std::size_t equal_after_steps() {
  Samples left, right, all;
  Random random(7);
  for (int i = 0; i < 32; ++i) {
    const Numbers x{random.uniform(-1, 1), random.uniform(-1, 1)};
    all.push_back({x, x[0] * x[1] > 0 ? 1.0 : 0.0});
    (i % 2 ? left : right).push_back(all.back());
  }
  Net one(2, 4, 1), two = one;
  for (int step = 0; step < 40; ++step) {
    learn(one, all, log_loss, 0.5, 1);
    const Numbers a = gradient(two, left, log_loss), b = gradient(two, right, log_loss);
    for (std::size_t i = 0; i < a.size(); ++i) two.p[i] -= 0.5 * (a[i] + b[i]) / 2;
  }
  std::size_t equal = 0;
  for (std::size_t i = 0; i < one.p.size(); ++i) equal += std::abs(one.p[i] - two.p[i]) < 1e-12;
  return equal;
}

/// Microseconds of one gradient over so many samples, with so many threads.
inline double measured(std::size_t samples, std::size_t learners) {
  const Net net(2, 16, 1);
  const Samples share(samples / learners, Sample{{0.5, -0.5}, 1});
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < learners; ++i)
    threads.emplace_back([&] { gradient(net, share, log_loss); });
  gradient(net, share, log_loss);
  threads.clear();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
      .count();
}

/// Time of a step, in multiplications for each weight: 6 for a sample, 100 for each learner that
/// sends its gradient.
inline double step_time(double batch, double learners) {
  return 6 * batch / learners + (learners > 1 ? 100 * learners : 0);
}

}  // namespace stepgrad::lesson_24
