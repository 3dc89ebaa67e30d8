// Steps in words: what a node computes and what a step of the chain rule does, in names and in
// numbers.
//
// The narrators (text.hpp, markdown.hpp, json.hpp) put these pieces on a page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// The slope of a step as the rule has it: in names "1 - f^2", in numbers "1 - 0.707107^2".
std::string slope_in_names(const Trace& trace, const Step& step);
std::string slope_in_numbers(const Trace& trace, const Step& step);

/// The slope of a step whole: "1 - f^2 = 1 - 0.707107^2 = 0.5"; where the rule has no number but
/// the slope has (0^0), "f * log(x), taken as 0 here".
std::string slope_equation(const Trace& trace, const Step& step);

/// "a = b = c", leaving out what says the same as what stands before it.
std::string equation(const std::vector<std::string>& sides);

/// "df/dx": the gradient of the output with respect to a node.
std::string gradient_name(const Trace& trace, const Trace::Node& node);

/// A factor or term as it stands behind an operator: "(-4)", "3".
std::string operand(double number);

/// How the gradient of each node adds up where paths meet.
struct Paths {
  std::vector<int> into;       // by node: how many steps lead into it
  std::vector<int> order;      // by step: which of them it is, counted from 1
  std::vector<double> before;  // by step: what its node had before
};
Paths paths(const Trace& trace);

/// A step in a sentence: "x gets -4 * 1 = -4 through q = x + y", and where paths meet, what x then
/// has.
std::string sentence(const Trace& trace, std::size_t index, const Paths& paths);

/// "at the kink a = 0 the slope 0 is taken", or "".
std::string kink_remark(const Trace& trace, const Trace::Node& node);

/// Where inf or nan first arose, in a sentence with the likely reason, or "".
std::string non_finite_remark(const Trace& trace);

}  // namespace stepgrad
