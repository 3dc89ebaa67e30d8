#include <stepgrad/course/class_table.hpp>

#include <algorithm>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::size_t widest_name = 22;

std::string filled(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, columns(text)), ' ');
}

/// The digit of each number at this power of ten.
std::string digits_of(const std::vector<Exercise>& exercises, int power) {
  std::string row;
  for (const Exercise& exercise : exercises)
    row += exercise.number < power && power > 1
             ? ' '
             : static_cast<char>('0' + exercise.number / power % 10);
  return row;
}

std::string in_colors(const ClassLine& line) {
  std::string signs;
  for (std::size_t i = 0; i < line.signs.size(); ++i)
    signs += colored(line.colors[i], std::string(1, line.signs[i]), true);
  return signs;
}

}  // namespace

std::string class_table(const std::vector<Exercise>& exercises, const std::string& rest,
                        std::span<const ClassLine> lines, std::size_t width, bool color) {
  std::size_t name = 0;
  for (const ClassLine& line : lines) name = std::max(name, columns(line.name));
  name = std::min(name, widest_name);
  const std::string before(name + 2, ' ');
  const std::string tens = digits_of(exercises, 10);
  std::string text;
  if (const std::size_t last = tens.find_last_not_of(' '); last != tens.npos)
    text = before + tens.substr(0, last + 1) + '\n';
  text += before + colored("1", digits_of(exercises, 1) + "  " + rest, color) + '\n';
  const std::size_t used = before.size() + exercises.size() + 2;
  for (const ClassLine& line : lines) {
    const std::string end = shortened(line.rest, width > used + 20 ? width - used : 20);
    const std::string signs = filled(line.signs, exercises.size());
    std::string whole = filled(shortened(line.name, name), name) + "  " +
                        (color && !line.colors.empty() ? in_colors(line) : signs) + "  " + end;
    while (whole.ends_with(' ')) whole.pop_back();
    text += whole + '\n';
  }
  return text;
}

}  // namespace stepgrad
