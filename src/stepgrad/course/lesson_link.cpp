#include <stepgrad/course/lesson_link.hpp>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

#include <fmt/format.h>

namespace stepgrad {
namespace {

constexpr std::string_view link_begins = "[[", link_ends = "]]";

/// Digits, and a name behind them: 06_backpropagation.
bool is_lesson_name(std::string_view text) {
  const auto is = [](auto&& kind) {
    return [kind](char c) { return kind(static_cast<unsigned char>(c)) != 0; };
  };
  const std::size_t line = text.find('_');
  return line != text.npos && line > 0 && line + 1 < text.size() &&
         std::ranges::all_of(text.substr(0, line), is(isdigit)) &&
         std::ranges::all_of(text.substr(line), [&](char c) { return c == '_' || is(isalnum)(c); });
}

/// "lesson 6" where it was typed; "" if there is none.
std::string lesson_typed_in(std::string_view sentence) {
  static const std::regex typed(R"(\b[Ll]essons? \d+)");
  std::cmatch match;
  if (!std::regex_search(sentence.begin(), sentence.end(), match, typed)) return "";
  return match.str();
}

}  // namespace

std::string lesson_called(std::string_view name) {
  const std::string_view number = name.substr(0, name.find('_'));
  return fmt::format("lesson {}",
                     number.substr(std::min(number.find_first_not_of('0'), number.size() - 1)));
}

std::string link_to_page(std::string_view name) {
  return fmt::format("<a href=\"{}.html\">{}</a>", name, lesson_called(name));
}

std::string set_links(std::string_view sentence,
                      const std::function<std::string(std::string_view name)>& setter) {
  std::string result;
  while (true) {
    const std::size_t begin = sentence.find(link_begins);
    const std::size_t end = begin == sentence.npos ? begin : sentence.find(link_ends, begin);
    if (end == sentence.npos) return result + std::string(sentence);
    const std::size_t behind = end + link_ends.size();
    const std::string_view name =
        sentence.substr(begin + link_begins.size(), end - begin - link_begins.size());
    result += sentence.substr(0, begin);
    result += is_lesson_name(name) ? setter(name) : sentence.substr(begin, behind - begin);
    sentence.remove_prefix(behind);
  }
}

std::vector<std::string> builds_on(const Lesson& lesson) {
  std::set<std::string> earlier;
  const auto look = [&](std::string_view sentence) {
    set_links(sentence, [&](std::string_view name) {
      if (name < lesson.name) earlier.emplace(name);
      return std::string();
    });
  };
  for (const Screen& screen : lesson.screens)
    for (const Piece& piece : screen.pieces) std::ranges::for_each(sentences_of(piece), look);
  return {earlier.begin(), earlier.end()};
}

std::vector<std::string> broken_links(const Lesson& lesson, const std::filesystem::path& lessons) {
  std::vector<std::string> faults;
  const auto check = [&](std::string_view sentence) {
    set_links(sentence, [&](std::string_view name) {
      if (!std::filesystem::exists(lessons / name))
        faults.push_back(fmt::format("it refers to [[{}]], and there is no such lesson", name));
      return std::string();
    });
    if (const std::string typed = lesson_typed_in(sentence); !typed.empty())
      faults.push_back(fmt::format("it says \"{}\"; write its name in brackets, as in [[{}]]",
                                   typed, lesson.name));
  };
  for (const Screen& screen : lesson.screens)
    for (const Piece& piece : screen.pieces) std::ranges::for_each(sentences_of(piece), check);
  return faults;
}

}  // namespace stepgrad
