// Golden files: what the kit is expected to print, kept in tests/golden and read by people too.
//
// A difference fails with the first line that differs. To accept what is printed now, run the test
// again with STEPGRAD_ACCEPT=1 in the environment, and read the change in the diff before you
// commit it.
#pragma once

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <string>

namespace stepgrad::test {

/// What differs between the text and the file, or "" if nothing does.
inline std::string difference_from_file(const std::filesystem::path& path,
                                        const std::string& text) {
  const std::string name = path.filename().string();
  if (std::getenv("STEPGRAD_ACCEPT")) {
    std::filesystem::create_directories(path.parent_path());
    write_file(path, text);
  }
  if (!std::filesystem::exists(path))
    return fmt::format("there is no golden file {}; STEPGRAD_ACCEPT=1 makes it", name);
  const std::string golden = read_file(path);
  if (golden == text) return "";
  const auto expected = split(golden, '\n'), printed = split(text, '\n');
  std::size_t line = 0;
  while (line < expected.size() && line < printed.size() && expected[line] == printed[line]) ++line;
  const auto at = [&](const auto& lines) {
    return line < lines.size() ? lines[line] : "(the end)";
  };
  return fmt::format(
      "{} differs in line {}\n  expected: {}\n  printed:  {}\nSTEPGRAD_ACCEPT=1 accepts it.", name,
      line + 1, at(expected), at(printed));
}

/// What differs between the text and tests/golden/<name>, or "" if nothing does.
inline std::string difference_from_golden(const std::string& name, const std::string& text) {
  return difference_from_file(std::filesystem::path(STEPGRAD_TEST_DIR) / "golden" / name, text);
}

}  // namespace stepgrad::test
