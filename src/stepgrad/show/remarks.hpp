// Remarks with mathematics in them: what happens at a kink, and where inf and nan came from.
//
// They are sentences; how their mathematics is set, as $…$ or as <math>, the page says.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <stepgrad/show/mathematics.hpp>

namespace stepgrad {

/// Sets mathematics within a sentence.
using Setter = std::function<std::string(const Math&)>;

/// "at the kink x = 0 the slope 0 is taken", or "".
std::string kink_remark(const Trace& trace, const Trace::Node& node, const Setter& set);

/// "the slope log(x) is taken as 0 here" where the rule has no number but the slope has, or "".
std::string rule_remark(const Trace& trace, const Step& step, const Setter& set);

/// What a raised (1) or (2) means, in a sentence, if one of these steps has it, or "".
std::string operand_remark(const Trace& trace, const std::vector<std::size_t>& steps,
                           const Setter& set);

/// Where inf or nan first arose, in a sentence with the likely reason, or "".
std::string non_finite_remark(const Trace& trace, const Setter& set);

}  // namespace stepgrad
