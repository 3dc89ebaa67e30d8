#include <stepgrad/story/markdown.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/story/latex.hpp>

namespace stepgrad {
namespace {

bool is_letter_or_digit(char c) {
  return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The name with U+FF01 to U+FF5E in the place of ! to ~.
std::string in_full_width(std::string_view name) {
  std::string wide;
  for (const char c : name) {
    if (is_letter_or_digit(c) || c <= ' ' || c == 0x7f) {
      wide += c;
      continue;
    }
    const unsigned point = 0xfee0U + static_cast<unsigned char>(c);
    wide += static_cast<char>(0xe0 | point >> 12);
    wide += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    wide += static_cast<char>(0x80 | (point & 0x3f));
  }
  return wide;
}

/// The same mathematics with names that need no escape.
Math without_signs(Math math) {
  if (math.kind == Math::Kind::name && as_latex(math).find("\\text{") != std::string::npos)
    math.text = in_full_width(math.text);
  for (Math& part : math.parts) part = without_signs(std::move(part));
  return math;
}

}  // namespace

std::string markdown_code(std::string_view text) {
  std::size_t longest = 0, run = 0;
  std::string escaped;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  const std::string fence(longest + 1, '`');
  const std::string_view space = longest > 0 ? " " : "";
  return fmt::format("{}{}{}{}{}", fence, space, escaped, space, fence);
}

std::string markdown_inline(const Math& math) {
  return fmt::format("${}$", as_latex(without_signs(math)));
}

std::string markdown_block(const Math& math) {
  return fmt::format("$$\n{}\n$$\n", as_latex(without_signs(math)));
}

std::string markdown_picture(std::string_view what, const std::string& path) {
  return fmt::format("![{}]({})\n", what,
                     path.find(' ') == std::string::npos ? path : "<" + path + ">");
}

}  // namespace stepgrad
