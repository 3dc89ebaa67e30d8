// Numbers as people write them in tables: with a decimal point or comma, with a true minus sign,
// with signs between the thousands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepgrad {

/// What may stand in a number.
enum class Decimal {
  plain,   // 1.5, as programs write
  either,  // 1.5 or 1,5
  point,   // 1,234.5: asked for, so commas may stand between thousands
  comma,   // 1.234,5
};

/// The number, or nothing. A true minus sign (U+2212) is as good as a hyphen.
std::optional<double> read_number(std::string_view text, Decimal decimal);

/// Is it a number in which the sign stands as it does between thousands: 1,100 or 12,345,678.5?
bool has_thousands(std::string_view text, char sign);

/// A number with exactly one comma, and no point: 1,5.
bool has_one_comma(std::string_view text);

/// Would it be a number if its exponent were smaller, or its digits fewer?
bool is_too_large(std::string_view text);

/// Is it the same number, written with other zeros behind its point? 007 is not 7, nor is 1e5
/// 100000.
bool is_same_number(std::string_view a, std::string_view b);

/// "a date" for 2020-01-31, 31.01.2020, 1/31/20, 31 Jan 2020, with a time or without; "a time" for
/// 12:30:05; else nothing.
std::string_view kind_of_time(std::string_view text);

/// How to mend a text that is nearly a number: "Leave '%' out: 5." Nothing for a word.
std::string advice_for_number(std::string_view text);

/// Does the text stand for a value that nobody knows: nothing, ?, NA, N/A, nan, null?
bool is_missing(std::string_view text);

/// The number, if the text is 0, 1, 2, … up to a thousand million.
std::optional<std::size_t> whole_number(std::string_view text);

}  // namespace stepgrad
