// What is said of an entry of a gradient, in sentences: what f is like at the point, and what the
// numerical column can show there.
#pragma once

#include <string>

#include <stepgrad/check/report.hpp>
#include <stepgrad/check/smoothness.hpp>

namespace stepgrad {

inline constexpr const char* beyond_all_numbers =
    "its slope is beyond the largest number that a double can hold.";

/// What is wrong with f itself at x, where it is `here` and its slope was given; "" if it is smooth.
std::string about_nature(const Sampled& sampled, const Curve& f, double x, double here,
                         double given);

/// Why an entry agrees although its relative error is large.
std::string about_far_off(const GradientEntry& entry, double x, bool method_was_chosen);

/// Why a difference that was asked for is no number.
std::string about_difference(double numerical, double h, double x);

}  // namespace stepgrad
