#include <stepgrad/course/page_sentence.hpp>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/lesson_link.hpp>
#include <stepgrad/course/sentence.hpp>
#include <stepgrad/page/markup.hpp>
#include <stepgrad/story/mathml.hpp>
#include <stepgrad/story/plain_text.hpp>

namespace stepgrad {
namespace {

/// What stands between two marks as an element, and the marks gone.
std::string marked(const std::string& text, std::string_view mark, std::string_view element) {
  constexpr char single = '\x01';
  const std::string with_single = replaced(text, mark, std::string(1, single));
  std::string result;
  bool inside = false;
  for (const std::string_view piece : split(with_single, single)) {
    result += inside ? fmt::format("<{0}>{1}</{0}>", element, piece) : std::string(piece);
    inside = !inside;
  }
  return result;
}

}  // namespace

std::string inline_html(std::string_view sentence) {
  const auto setter = [](const Math& math) { return as_mathml(math); };
  return marked(marked(set_mathematics(sentence, setter, escaped), "`", "code"), "**", "strong");
}

std::string unmarked(std::string_view sentence) {
  const std::string linked = set_links(sentence);
  return replaced(replaced(set_mathematics(linked, as_plain_text), "`", ""), "**", "");
}

std::string paragraph(std::string_view sentence) {
  return fmt::format("<p>{}</p>\n", inline_html(sentence));
}

std::string in_attribute(std::string_view text) {
  return replaced(replaced(std::string(text), "&", "&amp;"), "\"", "&quot;");
}

std::string escaped_lines(std::string_view text) {
  return replaced(replaced(std::string(text), "&", "&amp;"), "<", "&lt;");
}

}  // namespace stepgrad
