// Exercise 19. Adam, and a rate that changes.
//
// You have worked out Adam's first rounds by hand. Now write its step for any number of weights, with
// the weight decay of AdamW, and a schedule that warms up.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;

/// What Adam is told, and what it remembers.
struct Adam {
  double rate = 0.001, beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;  // beside the root, so that nothing is divided by 0
  double decay = 0;  // each step takes rate * decay of the weight itself, apart from g, m and v

  int t = 0;     // steps taken so far
  Numbers m, v;  // one for each weight, all 0 before the first step
};

/// One step of Adam: changes the weights w by their slopes g, and what adam remembers. w, g, adam.m
/// and adam.v are equally long.
///
///     w[i] loses rate * decay * w[i], and rate * m^ / (sqrt(v^) + epsilon)
///
/// with m^ and v^, the corrected averages of the slopes and of their squares.
inline void step(Adam& adam, Numbers& w, const Numbers& g) {
  todo();  // replace this line
}

/// The rate at a step, counted from 0, of a run of `steps` steps: half a cosine from `peak` down to 0,
/// peak * (1 + cos(pi * step / steps)) / 2. In the first `warm_up` steps it is only a share of that:
/// 1/warm_up in step 0, 2/warm_up in step 1, and so on, up to all of it. warm_up may be 0.
inline double rate_at(double peak, int warm_up, int steps, int step) {
  todo();  // replace this line
}
