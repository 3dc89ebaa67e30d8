// An SVG being written, a line at a time: white paper, dark letters.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {

/// How wide a drawing for a phone is, in units of its SVG: letters are as large there as on a desk.
inline constexpr double narrow_width = 360;

/// The text in lines of so many units at most, of letters of this size. What stands around an =
/// stays together.
std::vector<std::string> lines_within(std::string_view text, double room, double font_size = 13);

class SvgPage {
 public:
  SvgPage(double width, double height, std::string_view title) {
    add(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" )"
        R"(font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="13" fill="#222222">)",
        width, height);
    add("<title>{}</title>", escaped(title));
    add(R"(<rect width="{}" height="{}" fill="#ffffff"/>)", width, height);
  }

  /// A line of SVG, formatted as fmt does. Text that comes from elsewhere must be `escaped`.
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    text_ += '\n';
  }

  std::string finish() && {
    add("</svg>");
    return std::move(text_);
  }

 private:
  std::string text_;
};

}  // namespace stepgrad
