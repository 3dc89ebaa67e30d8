// Remarks with mathematics in them: what happens at a kink, and where inf and nan came from.
//
// They are sentences; how their mathematics is set, as $…$ or as <math>, the page says.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// Sets mathematics within a sentence.
using Setter = std::function<std::string(const Math&)>;

/// "at the kink x = 0 the slope 0 is taken", or "".
std::string kink_remark(const Trace& trace, const Trace::Node& node, const Setter& set);

/// "the slope log(x) is taken as 0 here" where the rule has no number but the slope has, or "".
std::string rule_remark(const Trace& trace, const Step& step, const Setter& set);

/// The first slope with a number in it, as ∂q/∂x⁽²⁾, among those of these steps.
std::optional<Math> numbered_slope(const Trace& trace, std::span<const std::size_t> steps);

/// What the number in such a slope means, in a sentence; "" without one.
std::string numbered_slope_remark(const std::optional<Math>& slope, const Setter& set);

/// Where inf or nan first arose, in a sentence with the likely reason, or "".
std::string non_finite_remark(const Trace& trace, const Setter& set);

}  // namespace stepgrad
