// How numbers are written for people and for programs, and how they are read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stepgrad {

/// For people: at most `digits` significant digits, no trailing zeros, no minus before a zero;
/// "inf", "-inf", "nan".
std::string shown(double number, int digits = 6);

/// For programs: the shortest text that reads back as the same double, bit for bit.
std::string exact(double number);

/// The same of several, with blanks between them.
std::string exact(std::span<const double> numbers);

/// Reads a whole text as a decimal number: "2", "-.5", "1e-3", "inf", "-inf", "nan". Nothing if it
/// is not one, or if it is too large for a double.
std::optional<double> read_number(std::string_view text);

}  // namespace stepgrad
