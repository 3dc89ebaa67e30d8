// How good is a difference quotient with the step h? Too large, and the chord is not the tangent;
// too small, and f(x + h) - f(x) is all rounding. Drawn over h, the error is a V.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/check/gradient.hpp>

namespace stepgrad {

/// The error of the whole gradient, made with the step h.
struct StepError {
  double h, forward, central;
};

/// The errors for h = 1 down to 1e-16, four steps to a decade.
struct StepSweep {
  std::vector<StepError> errors;
  StepError best_forward, best_central;  // the ones with the least error
  bool relative;  // ‖numerical - exact‖ / ‖exact‖; else, as exact is 0, not divided
};

inline constexpr std::size_t steps_to_a_decade = 4;

/// Compares both difference formulas with the subject's gradient at x. Throws Error if f or its
/// gradient is not finite there.
StepSweep sweep_steps(const Subject& subject, const std::vector<double>& x);

/// As a table, a line for each decade, with the V drawn beside it.
std::string as_text(const StepSweep& sweep);

}  // namespace stepgrad
