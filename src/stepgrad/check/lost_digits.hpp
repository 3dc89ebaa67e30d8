// Where digits went, and what helps: sums of numbers that all but cancel, or of which one is lost
// beside the other; and for the best known of them, what to write instead.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/check/rounding.hpp>

namespace stepgrad {

/// An expression that loses digits, and one that is the same and keeps them; u and v stand for
/// expressions. To add one: write a line in lost_digits.cpp.
struct Remedy {
  std::string_view loses, keeps;
};
std::span<const Remedy> remedies();

/// A node as it stands in an expression.
Written written(const Trace::Node& node);

/// Every node as an expression of named ones, as long as that is short enough to read.
std::vector<Written> expressions(const Trace& trace);

/// What has lost the digits of the output or of the gradient, and what helps.
LostDigits where_digits_went(const Trace& trace, std::span<const Rounded> nodes);

}  // namespace stepgrad
