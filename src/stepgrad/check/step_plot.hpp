// The error of difference quotients over their step, as a plot: the V-shaped curve.
#pragma once

#include <stepgrad/check/step_sweep.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// Both axes logarithmic, the best step of either formula marked. `title` says what was
/// differentiated.
Plot plot(const StepSweep& sweep, const std::string& title);

}  // namespace stepgrad
