// Why a gradient is wrong: mistakes that leave a trace.
//
// A mistake is recognised by what it makes of the right number: turned in its sign, doubled,
// without the share of one path. One number proves little (at y = 2 a missing factor y looks like a
// missing 2), so it has to explain what is seen at several points.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/check/gradient.hpp>

namespace stepgrad {

/// What is seen of a wrong entry at one point.
struct Observation {
  double given, right;
  std::vector<Suspect> suspects;  // the same mistakes, in the same order, at every point
};

/// The mistake that explains all observations, as a sentence, or "".
std::string diagnosis(const std::vector<Observation>& observations);

/// A mistake that explains all wrong entries together, as a sentence, or "": zero everywhere,
/// transposed, two exchanged, the same factor (the batch size?), a factor for each row. `right` are
/// the right entries.
std::string diagnosis(const GradientReport& report, const std::vector<double>& right, Shape shape);

}  // namespace stepgrad
