#include <stepgrad/course/exercise.hpp>

#include <algorithm>
#include <optional>
#include <regex>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/check_result.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

/// "// Exercise 4. The chain rule: by hand." has the title "The chain rule: by hand".
std::string title_of(const fs::path& file, const std::string& otherwise) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return otherwise;
  const std::vector<std::string> lines = opening_comment(read_file(file));
  if (lines.empty()) return otherwise;
  const std::string& first = lines[0];
  const std::size_t start = first.find(". ");
  if (!first.starts_with("Exercise ") || start == std::string::npos) return otherwise;
  return first.substr(start + 2, first.size() - start - 2 - first.ends_with('.'));
}

/// Nothing if the folder's name has no number, or there is no exercise in it.
std::optional<Exercise> exercise_in(const fs::path& folder) {
  const std::string name = folder.filename().string();
  const std::size_t digits = name.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos || digits > 4) return std::nullopt;
  if (!fs::exists(folder / "untouched.hpp")) return std::nullopt;
  Exercise exercise{folder, name, std::stoi(name.substr(0, digits)), ""};
  exercise.title = title_of(exercise.untouched(), name);
  return exercise;
}

}  // namespace

std::vector<Exercise> exercises(const fs::path& checkout) {
  std::vector<Exercise> all;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(checkout / "lessons", ignored))
    if (const std::optional<Exercise> exercise = exercise_in(entry.path()))
      all.push_back(*exercise);
  if (all.empty())
    throw Error(fmt::format("there are no exercises in '{}'", (checkout / "lessons").string()), "",
                "Is the checkout complete?", Fault::machine);
  std::ranges::sort(all, {}, &Exercise::name);
  return all;
}

const Exercise& find_exercise(const std::vector<Exercise>& all, std::string_view which) {
  const bool is_number = !which.empty() && which.size() < 5 &&
                         which.find_first_not_of("0123456789") == std::string_view::npos;
  std::vector<std::string> names;
  for (const Exercise& exercise : all) {
    names.push_back(exercise.name);
    if (is_number ? exercise.number == std::stoi(std::string(which))
                  : !which.empty() && exercise.name.find(which) != std::string::npos)
      return exercise;
  }
  throw Error(fmt::format("there is no exercise '{}'", which), "",
              did_you_mean(which, names, fmt::format("The exercises are {}.", listed(names))));
}

bool Exercise::needs_matrices() const {
  static const std::regex of_matrices(
      R"(#\s*include\s*<(Eigen/|stepgrad/(matrix|data|train|run)/))");
  return std::regex_search(read_file(untouched()), of_matrices) ||
         std::regex_search(read_file(check()), of_matrices);
}

unsigned Exercise::seconds() const {
  constexpr std::string_view mark = "Seconds: ";
  for (const std::string& line : opening_comment(read_file(check())))
    if (const auto number = read_number(line.substr(std::min(line.size(), mark.size())));
        line.starts_with(mark) && number && *number >= 1 && *number <= most_check_seconds)
      return static_cast<unsigned>(*number);
  return check_seconds;
}

std::vector<std::string> Exercise::hints() const {
  std::vector<std::string> hints(1);
  const std::string text = read_file(folder / "hints.txt");
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty())
      hints.back() += std::string(line) + '\n';
    else if (!hints.back().empty())
      hints.emplace_back();
  }
  if (hints.back().empty()) hints.pop_back();
  return hints;
}

std::vector<fs::path> Exercise::mistakes() const {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "mistakes", error))
    if (entry.path().extension() == ".hpp") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> opening_comment(std::string_view source) {
  std::vector<std::string> lines;
  for (std::string_view line : split(source, '\n')) {
    if (!line.starts_with("//")) break;
    line.remove_prefix(std::min(line.size(), std::size_t{line.starts_with("// ") ? 3u : 2u}));
    lines.emplace_back(line);
  }
  return lines;
}

std::string after_opening_comment(std::string_view source) {
  const std::vector<std::string_view> lines = split(source, '\n');
  const auto first = std::ranges::find_if(
      lines, [](std::string_view line) { return !line.starts_with("//") && !line.empty(); });
  return fmt::format("{}", fmt::join(first, lines.end(), "\n"));
}

std::size_t line_to_open(std::string_view source, std::string_view untouched) {
  const std::vector<std::string_view> lines = split(source, '\n');
  const auto is_hole = [](std::string_view line) {
    const std::size_t hole = line.find("todo();");
    return hole != std::string_view::npos && line.substr(0, hole).find("//") == line.npos;
  };
  auto line = std::ranges::find_if(lines, is_hole);
  const auto without_return = [](std::string_view text) { return text.substr(0, text.find('\r')); };
  if (line == lines.end())
    line = std::ranges::mismatch(lines, split(untouched, '\n'), {}, without_return).in1;
  return line == lines.end() ? 1 : static_cast<std::size_t>(line - lines.begin()) + 1;
}

std::size_t line_to_open(const Exercise& exercise) {
  std::error_code ignored;
  if (!fs::exists(exercise.file(), ignored)) return 1;
  return line_to_open(read_file(exercise.file()), read_file(exercise.untouched()));
}

std::string declarations(std::string_view untouched) {
  std::string all;
  bool inside = false;
  for (const std::string_view line : split(untouched, '\n')) {
    inside = inside || line.starts_with("inline ");
    if (inside) all += std::string(line.substr(0, line.find(" {"))) + '\n';
    inside = inside && !line.ends_with('{');
  }
  return all;
}

std::size_t line_of_borrowed_work(std::string_view source, std::string_view untouched) {
  const std::vector<std::string_view> lines = split(source, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = trimmed(lines[i]);
    if (!line.starts_with('#') || line.find("include") == std::string::npos) continue;
    const std::size_t kit = line.find("stepgrad/");
    const std::string header = line.substr(std::min(kit, line.size()), line.find(".hpp") - kit);
    const bool of_kit = kit != std::string::npos && untouched.find(header) == untouched.npos;
    if (of_kit || line.find("solution.hpp") != std::string::npos) return i + 1;
  }
  return 0;
}

fs::path reset(const Exercise& exercise) {
  const std::string untouched = read_file(exercise.untouched());
  std::error_code ignored;
  fs::path kept;
  if (fs::exists(exercise.file(), ignored)) {
    const std::string mine = read_file(exercise.file());
    if (mine == untouched) return "";
    kept = exercise.folder / "exercise.mine.hpp";
    for (int number = 2; fs::exists(kept, ignored); ++number)
      kept = exercise.folder / fmt::format("exercise.mine.{}.hpp", number);
    write_file(kept, mine);
  }
  write_file(exercise.file(), untouched);
  return kept;
}

}  // namespace stepgrad
