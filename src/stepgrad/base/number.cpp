#include <stepgrad/base/number.hpp>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>
#if __has_include(<fast_float/fast_float.h>)
#include <fast_float/fast_float.h>
#endif

namespace stepgrad {

std::string shown(double number, int digits) {
  if (std::isnan(number)) return "nan";  // never "-nan"
  if (number == 0) return "0";
  return fmt::format("{:.{}g}", number, digits);
}

std::string exact(double number) { return std::isnan(number) ? "nan" : fmt::format("{}", number); }

std::string exact(std::span<const double> numbers) {
  std::string all;
  for (const double number : numbers) all += (all.empty() ? "" : " ") + exact(number);
  return all;
}

namespace {

/// Reads a finite number as nearly every text has it, many times as fast as strtod. False for all that
/// is to be looked at more closely.
bool read_usual(std::string_view text, double& number) {
#if __has_include(<fast_float/fast_float.h>)
  using fast_float::from_chars;
#elif defined(__cpp_lib_to_chars)
  using std::from_chars;
#else  // libc++ has none for double: strtod reads all
  const auto from_chars = [](const char* begin, const char*, double&) {
    return std::from_chars_result{begin, std::errc::invalid_argument};
  };
#endif
  const char* const end = text.data() + text.size();
  const auto result = from_chars(text.data(), end, number);
  return result.ec == std::errc() && result.ptr == end && std::isfinite(number);
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
  if (double usual = 0; read_usual(text, usual)) return usual;
  const std::string_view unsigned_text =
      text.substr(text.starts_with('-') || text.starts_with('+'));
  if (unsigned_text != "inf" && unsigned_text != "nan" &&
      (unsigned_text.empty() ||
       unsigned_text.find_first_not_of("0123456789.eE+-") != std::string_view::npos))
    return std::nullopt;
  const std::string whole(text);
  char* end = nullptr;
  const double number = std::strtod(whole.c_str(), &end);
  if (end != whole.c_str() + whole.size()) return std::nullopt;
  if (std::isinf(number) && unsigned_text != "inf") return std::nullopt;
  return number;
}

}  // namespace stepgrad
