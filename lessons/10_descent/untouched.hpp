// Exercise 10. Gradient descent: a line through points.
//
// You have seen descent find the line w*x + b through four points. Now write it for any points: the
// gradient, one step, and the loop that knows when to stop.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// The line w*x + b; or the slope of the loss in both.
struct Fit {
  double w, b;
};

/// The slopes of the loss in w and b. The loss is the mean of (w*x + b - y)^2 over all points; x
/// and y are equally long, and there is at least one point.
inline Fit gradient(const std::vector<double>& x, const std::vector<double>& y, Fit fit) {
  todo();  // replace this line; it ends with: return {dL_dw, dL_db};
}

/// The line after one step downhill: each number moves by rate times its slope.
inline Fit step(const std::vector<double>& x, const std::vector<double>& y, Fit fit, double rate) {
  todo();  // replace this line
}

/// Where descent has come to, and after how many steps.
struct Descent {
  Fit fit;
  std::size_t steps;
};

/// Takes steps from `start` until both slopes are nearly 0: nearer to it than `enough`, whatever
/// their sign. Look before every step, also before the first: where it is flat already, no step is
/// taken. In any case it ends after `most` steps.
inline Descent descend(const std::vector<double>& x, const std::vector<double>& y, Fit start,
                       double rate, double enough, std::size_t most) {
  todo();  // replace this line; it ends with: return {fit, steps};
}
