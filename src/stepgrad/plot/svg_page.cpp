#include <stepgrad/plot/svg_page.hpp>

namespace stepgrad {

std::vector<std::string> lines_within(std::string_view text, double room, double font_size) {
  constexpr double letter = 0.6;  // of the font's size
  const std::string bound = replaced(std::string(text), " = ", "\u00a0=\u00a0");
  const std::string lines =
      wrapped(bound, static_cast<std::size_t>(std::max(1.0, room / (letter * font_size))));
  std::vector<std::string> result;
  for (const std::string_view line : split(lines, '\n')) result.emplace_back(line);
  result.pop_back();  // of the empty piece behind the last line's end
  return result;
}

}  // namespace stepgrad
