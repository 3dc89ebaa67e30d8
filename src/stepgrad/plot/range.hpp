// The least and the largest of some numbers: what an axis has to hold.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace stepgrad {

struct Range {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();

  bool empty() const { return least > most; }

  /// Widens to hold this number, if it is finite.
  void include(double number) {
    if (!std::isfinite(number)) return;
    least = std::min(least, number);
    most = std::max(most, number);
  }
};

}  // namespace stepgrad
