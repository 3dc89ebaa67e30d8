// What the pictures of decision regions share with the map for a terminal.
#pragma once

#include <string>

#include <stepgrad/plot/decision_regions.hpp>
#include <stepgrad/plot/palette.hpp>

namespace stepgrad {

/// Throws Error for cells that are not columns × rows, a label without a class name, and an area
/// that is empty or not finite.
void check(const DecisionRegions& regions);

/// 0 where the model guesses (all classes are as likely), 1 where it is certain.
double certainty(const DecisionRegions& regions, const DecisionRegions::Cell& cell);

/// The colour of the class, lighter where the model is less certain.
Color region_color(const DecisionRegions& regions, const DecisionRegions::Cell& cell);

/// The title, and how many samples the model is right about.
std::string caption(const DecisionRegions& regions);

}  // namespace stepgrad
