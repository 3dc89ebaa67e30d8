// Checking a row of the operation table: is each of its slopes the derivative of its value?
#pragma once

#include <stepgrad/base/op.hpp>
#include <stepgrad/check/report.hpp>

namespace stepgrad {

/// Compares the row's slopes with numerical derivatives of its value, for every operand at every
/// probe: an entry is called "tanh in a at 0.7". The diagnosis says what is wrong where that can be
/// seen: the sign, a factor, or a part of the rule that the code has forgotten.
GradientReport check_operation(const op::Op& row);

}  // namespace stepgrad
