// How many digits has rounding left? A running error analysis of one forward and one backward pass.
//
// A number is carried with what it is known to lack and what else it may be off by. Both travel as
// derivatives do: an operand's error times the slope is the result's, and each operation adds what
// its own rounding takes away. Of + - * / and square roots that is known exactly (Dekker 1971;
// Langlois 2001, "Automatic linear correction of rounding errors"), of the others to a unit in the
// last place. So x + 1e20 is known to lack x, and exp(x) - 1 for a tiny x is known to be in doubt.
#pragma once

#include <span>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// A number as it was computed; to first order the true one is value + lost, give or take doubt.
struct Rounded {
  double value = 0, lost = 0, doubt = 0;

  Rounded() = default;
  Rounded(double value, double lost = 0, double doubt = 0)
      : value(value), lost(lost), doubt(doubt) {}

  /// How far off it may be.
  double error() const;
};

/// The operation of a row, with the errors of its operands and of its own rounding.
Rounded compute(const op::Op& row, std::span<const Rounded> operands);

/// Every node of the trace. The inputs are taken to be exact.
std::vector<Rounded> rounded(const Trace& trace);

/// dL/dx_i for every input, as the backward pass has computed it.
std::vector<Rounded> rounded_gradient(const Trace& trace, std::span<const Rounded> nodes);

}  // namespace stepgrad
