#include <stepgrad/data/csv_numbers.hpp>

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/whole.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view decimal_digits = "0123456789";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without(std::string_view given, char sign) {
  std::string text(given);
  text.erase(std::remove(text.begin(), text.end(), sign), text.end());
  return text;
}

std::string with_point(std::string_view given) {
  std::string text(given);
  std::replace(text.begin(), text.end(), ',', '.');
  return text;
}

/// With commas where there were blanks of any kind, apostrophes or underscores.
std::string with_commas(std::string_view given) {
  std::string text(given);
  for (const char* gap : {"\u00a0", "\u202f", "\u2009", "'", "’", "_", " "})
    text = replaced(std::move(text), gap, ",");
  return text;
}

/// What is left of "$ 0.095", "5%" and "12 kg" without the sign or the unit.
std::string_view number_within(std::string_view text) {
  const std::size_t begin = text.find_first_of("0123456789.+-");
  const std::size_t end = text.find_last_of(decimal_digits);
  if (begin == text.npos || end == text.npos || end < begin) return "";
  const bool word_before =
      std::any_of(text.begin(), text.begin() + static_cast<long>(begin),
                  [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
  const std::string_view unit = text.substr(end + 1);
  const bool is_unit = unit.size() <= 3 || unit.front() == ' ';
  return word_before || !is_unit ? "" : text.substr(begin, end + 1 - begin);
}

}  // namespace

bool has_one_comma(std::string_view text) {
  const std::size_t comma = text.find(',');
  return comma != text.npos && text.find(',', comma + 1) == text.npos &&
         text.find_first_not_of("+-0123456789,eE") == text.npos;
}

bool has_thousands(std::string_view text, char sign) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t first = text.find(sign);
  if (first == text.npos || first < 1 || first > 3 || text.substr(0, first).starts_with('0'))
    return false;
  const char decimal = sign == ',' ? '.' : ',';
  const std::string_view whole = text.substr(0, text.find(decimal));
  if (whole.size() < first || (whole.size() - first) % 4 != 0) return false;
  for (std::size_t i = 0; i < whole.size(); ++i)
    if (i >= first && (i - first) % 4 == 0 ? whole[i] != sign : !is_digit(whole[i])) return false;
  const std::string_view rest = text.substr(std::min(whole.size() + 1, text.size()));
  return rest.find_first_not_of(decimal_digits) == rest.npos;
}

std::optional<double> read_number(std::string_view text, Decimal decimal) {
  constexpr std::string_view minus = "\u2212";
  if (text.starts_with(minus))
    return read_number("-" + std::string(text.substr(minus.size())), decimal);
  switch (decimal) {
    case Decimal::plain:
      break;
    case Decimal::either:
      if (has_one_comma(text)) return read_number(with_point(text));
      break;
    case Decimal::point:
      if (has_thousands(text, ',')) return read_number(without(text, ','));
      break;
    case Decimal::comma:
      if (has_thousands(text, '.')) return read_number(with_point(without(text, '.')));
      if (text.find('.') != text.npos) return std::nullopt;
      return read_number(with_point(text));
  }
  return read_number(text);
}

bool is_too_large(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != text.npos)
    return read_number(text.substr(0, exponent)) &&
           read_number(std::string(text.substr(exponent + 1)) + "e0");
  return text.size() > 300 && read_number("0." + std::string(text));
}

bool is_same_number(std::string_view a, std::string_view b) {
  const auto plain = [](std::string_view text) {
    const bool other_zeros = text.size() > 1 && text[0] == '0' && text[1] != '.';
    return !other_zeros && text.find_first_not_of("0123456789.-") == text.npos;
  };
  return plain(a) && plain(b) && read_number(a) && read_number(a) == read_number(b);
}

std::string_view kind_of_time(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() > longest) return "";
  static const std::string number = "([012]?\\d|3[01])";  // of a day or a month
  static const std::string month =
      "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|"
      "oct(ober)?|nov(ember)?|dec(ember)?)\\.?";
  static const std::string time =
      "\\d\\d?:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?( ?[ap]m)?( ?(z|utc|[+-]\\d\\d:?\\d\\d))?";
  const auto is = [&](const std::string& form) {
    return std::regex_match(text.begin(), text.end(), std::regex(form, std::regex::icase));
  };
  if (is(time)) return "a time";
  const std::string with_time = "([t ] ?" + time + ")?";
  for (const std::string& date :
       {"\\d{4}([-/.])" + number + "\\1" + number,           // 2020-01-31
        number + "([-/.])" + number + "\\2(\\d{4}|\\d\\d)",  // 31.01.2020, 1/31/20
        "(" + number + "\\.?[-/ ])?" + month + "[-/, ]{1,2}(" + number +
            "(st|nd|rd|th)?[-/, ]{1,2})?(\\d{4}|\\d\\d)"})  // 31 Jan 2020, Jan 31, 2020
    if (is(date + with_time)) return "a date";
  return "";
}

std::string advice_for_number(std::string_view text) {
  if (has_thousands(text, ',')) {
    const bool sure =
        text.find('.') != text.npos || has_thousands(text.substr(0, text.rfind(',')), ',');
    return fmt::format("Leave the commas between thousands out: {}; or say --decimal point.{}",
                       without(text, ','),
                       sure ? "" : " If the comma is decimal, say --decimal comma.");
  }
  if (has_thousands(text, '.'))
    return fmt::format("Write {}, or say --decimal comma.", with_point(without(text, '.')));
  if (has_one_comma(text) && read_number(with_point(text)))
    return fmt::format("Write a decimal point: {}, not {}; or say --decimal comma.",
                       with_point(text), text);
  if (text.starts_with('(') && text.ends_with(')') && read_number(text.substr(1, text.size() - 2)))
    return fmt::format("Brackets make a number negative in bookkeeping: write -{}.",
                       text.substr(1, text.size() - 2));
  if (const std::string grouped = with_commas(text); grouped != text && has_thousands(grouped, ','))
    return fmt::format("Leave out what stands between the thousands: {}.", without(grouped, ','));
  if (const std::string within(number_within(text));
      !within.empty() && within.size() < text.size() &&
      (read_number(within) || has_one_comma(within) || has_thousands(within, ',')))
    return fmt::format("Leave '{}' out: {}.", trimmed(replaced(std::string(text), within, "")),
                       within);
  return "";
}

bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 9> signs{"",    "?",    "NA",   "N/A", "nan",
                                                  "NaN", "-nan", "null", "NULL"};
  return std::find(signs.begin(), signs.end(), text) != signs.end();
}

std::optional<std::size_t> whole_number(std::string_view text) {
  return read_whole(text, 0, 999'999'999);
}

}  // namespace stepgrad
