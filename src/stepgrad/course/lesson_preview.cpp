#include <stepgrad/course/lesson_preview.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/lesson_text.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr char end_of_screen = '\f', end_of_sentence = '\v';

std::vector<std::string> parts_of(std::string_view text, char end) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, end)) parts.emplace_back(part);
  parts.pop_back();  // what stands behind the last end
  return parts;
}

/// Writes the page, then the script beside it, which says that it is there.
void write_page(const Lesson& lesson, const fs::path& page) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string number = std::to_string(now / std::chrono::milliseconds(1));
  const fs::path script = fs::path(page).replace_extension(".js");
  write_file(page, reloading_page(lesson_page(lesson), script.filename().string(), number));
  write_file(script, fmt::format("written(\"{}\");\n", number));
}

}  // namespace

std::string written(const LessonPreview& preview) {
  std::string text;
  for (const std::string& screen : preview.screens) text += screen + end_of_screen;
  for (const std::string& sentence : preview.missing) text += sentence + end_of_sentence;
  return text;
}

LessonPreview read_lesson_preview(std::string_view text) {
  const std::size_t end = text.rfind(end_of_screen);
  const std::size_t screens = end == text.npos ? 0 : end + 1;
  return {parts_of(text.substr(0, screens), end_of_screen),
          parts_of(text.substr(screens), end_of_sentence)};
}

std::string reloading_page(std::string page, const std::string& beside, const std::string& number) {
  constexpr std::string_view end = "</body>";
  const std::string script = fmt::format(R"(<script>
function written(number) {{
  if (number !== "{}") location.reload();
}}
setInterval(() => {{
  const script = document.createElement("script");
  script.src = "{}?" + Date.now();
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}}, 1000);
</script>
)",
                                         number, beside);
  return page.insert(std::min(page.rfind(end), page.size()), script);
}

int write_preview(int count, char** words, const Chapter& chapter) try {
  if (count < 5) return 2;
  const fs::path folder = words[1], page = words[2];
  const Typesetting set{.width = std::stoul(words[3]), .color = std::string(words[4]) == "color"};
  const Lesson lesson = open(chapter);
  LessonPreview preview{{}, verify(chapter, folder)};
  for (std::size_t i = 0; i < lesson.screens.size(); ++i)
    preview.screens.push_back(screen_text(lesson, i, set));
  write_page(lesson, page);
  const std::string text = written(preview);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}

}  // namespace stepgrad
