// Round numbers on an axis, for its ticks.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/plot/plot.hpp>
#include <stepgrad/plot/range.hpp>

namespace stepgrad {

/// How far apart the ticks stand, in places on the axis, so that there are about as many as `most`
/// over the range: 1, 2 or 5 times a power of ten, and a whole number on an axis that counts or is
/// logarithmic.
double tick_step(const Plot::Axis& axis, const Range& range, int most);

/// The multiples of the step within the range.
std::vector<double> tick_places(const Range& range, double step);

/// The number that stands there on an axis that is not logarithmic; rounding aside, 0 is 0.
std::string tick_label(double place, double step);

/// A range that an axis can show: 0 … 1 in place of nothing, and one to each side of one number.
Range shown_range(const Range& range);

}  // namespace stepgrad
