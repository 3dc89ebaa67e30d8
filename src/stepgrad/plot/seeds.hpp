// Runs that differ in their seed alone, on one plot: as a curve with a band, with_spread, or as all
// their points, points_of.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

using Run = std::vector<Plot::Point>;

enum class Spread {
  least_to_most,  // every run is within the band
  deviation,  // one standard deviation to each side, √(Σ (y - mean)² / (n - 1)); of one run 0
};

/// The mean of the runs as a line, with a band around it. Throws Error unless there is a run and all
/// have the same x, in the same order.
Plot::Series with_spread(std::string name, std::span<const Run> runs,
                         Spread spread = Spread::least_to_most);

/// The points of all runs, one after the other.
Plot::Series points_of(std::string name, std::span<const Run> runs);

}  // namespace stepgrad
