#include <stepgrad/course/spreadsheet.hpp>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

std::string csv_cell(const std::string& given) {
  const bool is_formula = given.find_first_of("=+-@\t\r") == 0 && !read_number(given);
  const std::string text = (is_formula ? "'" : "") + given;
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  return '"' + replaced(text, "\"", "\"\"") + '"';
}

}  // namespace

std::string spreadsheet_line(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  return line + '\n';
}

}  // namespace stepgrad
