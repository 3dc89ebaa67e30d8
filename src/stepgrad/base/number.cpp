#include <stepgrad/base/number.hpp>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

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

/// Reads a finite number as nearly every text has it, by the standard library where that can. False
/// for all that is to be looked at more closely.
bool read_usual(std::string_view text, double& number) {
#ifdef __cpp_lib_to_chars  // without it (libc++) there is no std::from_chars for double
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(number);
#else
  return false;
#endif
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
