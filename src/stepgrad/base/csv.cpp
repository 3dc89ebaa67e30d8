#include <stepgrad/base/csv.hpp>

#include <string_view>
#include <vector>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// A cell as it stands among others.
std::string quoted_where_needed(const std::string& cell) {
  const bool plain =
      cell.empty() ||
      (cell.find_first_of(",;\t\"\r\n") == cell.npos && cell.front() != ' ' && cell.back() != ' ' &&
       cell.find_first_of("#[{<%@") != 0 && !cell.starts_with("sep="));
  return plain ? cell : '"' + replaced(cell, "\"", "\"\"") + '"';
}

std::string without_formula(const std::string& cell) {
  return cell.find_first_of("=+-@\t\r") == 0 && !read_number(cell) ? "'" + cell : cell;
}

}  // namespace

std::string csv_line(std::span<const std::string> cells) {
  if (cells.size() == 1 && cells[0].empty()) return "\"\"\n";
  std::string line;
  for (const std::string& cell : cells) line += quoted_where_needed(cell) + ',';
  if (!line.empty()) line.pop_back();
  return line + '\n';
}

std::string spreadsheet_line(std::span<const std::string> cells) {
  std::vector<std::string> safe;
  for (const std::string& cell : cells) safe.push_back(without_formula(cell));
  return csv_line(safe);
}

}  // namespace stepgrad
