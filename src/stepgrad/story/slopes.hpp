// The slope of a step as the operation table has it: a rule in the letters a, b and y, and the
// nodes that these letters stand for.
//
// What is written of a slope, as text or as mathematics, is this rule with its letters replaced.
#pragma once

#include <string_view>

#include <stepgrad/scalar/formula.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// The rule of this step's slope, parsed: "1 - y^2".
const Formula& slope_rule(const Trace& trace, const Step& step);

/// The node that a letter of the rule stands for: `a` and `b` are operands of the step's operation,
/// `y` its result.
const Trace::Node& meant_by(std::string_view letter, const Trace& trace, const Step& step);

/// Has the slope a number where its rule, at 0 * inf or the like, has none?
bool outdoes_its_rule(const Trace& trace, const Step& step);

}  // namespace stepgrad
