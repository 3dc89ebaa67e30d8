// Is 0.001 a large difference? Between slopes of 1000 it is nothing, between slopes of 0.002 it is
// half of all. That is why the difference is divided by the size of the slopes: the same limit then
// fits every function. 1e-5 lies between what a central difference cannot help (1e-8 or so) and
// what real mistakes make (mostly more than 1e-2).
//
// Not a number is the trap: it is neither larger nor smaller than anything, so a search for the
// largest error walks past it. Whoever writes a check has to think about what a check overlooks.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

using Function = std::function<double(const std::vector<double>&)>;

inline double relative_error(double a, double b) {
  const double larger = std::max(std::abs(a), std::abs(b));
  return larger == 0 ? 0 : std::abs(a - b) / larger;
}

inline std::optional<std::size_t> wrong_entry(const Function& f,
                                              const std::vector<double>& gradient,
                                              const std::vector<double>& x) {
  const double h = 1e-5;
  double worst = 1e-5;
  std::optional<std::size_t> place;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double> left = x, right = x;
    left[i] -= h;
    right[i] += h;
    const double numerical = (f(right) - f(left)) / (2 * h);
    const double error = relative_error(gradient[i], numerical);
    if (std::isnan(error)) return i;
    if (error > worst) {
      worst = error;
      place = i;
    }
  }
  return place;
}
