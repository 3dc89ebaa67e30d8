#include <stepgrad/course/build_instructions.hpp>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {

namespace fs = std::filesystem;

std::vector<fs::path> BuildInstructions::places() const {
  std::vector<fs::path> all;
  const auto add = [&](const fs::path& path) {
    if (path.is_absolute() && *++path.begin() != "usr") all.push_back(path);
  };
  add(fs::path(compiler).parent_path());
  for (std::size_t i = 0; i < options.size(); ++i) {
    const bool is_header = i > 0 && options[i - 1] == "-include";
    const fs::path path = options[i];
    add(is_header ? path.parent_path() : path);  // compiled, it lies beside
  }
  for (const std::string& library : libraries) add(library);
  return all;
}

BuildInstructions read_build_instructions(const fs::path& file) {
  const std::string text =
      replaced(read_file(file), "@HERE@", fs::absolute(file).parent_path().string());
  BuildInstructions result;
  std::vector<std::string>* part = &result.options;
  for (const std::string_view line : split(text, '\n')) {
    if (result.compiler.empty())
      result.compiler = line;
    else if (line == "--")
      part = &result.libraries;
    else if (!line.empty())
      part->emplace_back(line);
  }
  return result;
}

}  // namespace stepgrad
