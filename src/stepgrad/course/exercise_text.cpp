#include <stepgrad/course/exercise_text.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view green = "32", yellow = "33";

/// Paragraphs broken anew; what is indented stays as it is.
std::string reflowed(const std::vector<std::string>& lines, std::size_t width) {
  std::string result, paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) result += wrapped(paragraph, width);
    paragraph.clear();
  };
  for (const std::string& line : lines) {
    const bool flows = !line.empty() && line[0] != ' ';
    if (flows) {
      paragraph += (paragraph.empty() ? "" : " ") + line;
      continue;
    }
    end_paragraph();
    result += line + '\n';
  }
  end_paragraph();
  return result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) lines.emplace_back(line);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

bool matches(const Exercise& exercise, const std::string& search) {
  if (search.empty()) return true;
  const std::string all = exercise.name + '\n' + read_file(exercise.untouched());
  return lower(all).find(lower(search)) != std::string::npos;
}

std::string state_of(const Exercise& exercise, const Progress& progress) {
  if (const auto when = progress.solved(exercise.name)) return "solved " + when->substr(0, 10);
  const std::size_t hints = progress.hints(exercise.name);
  return hints == 0 ? "not yet" : "not yet, " + counted(hints, "hint");
}

}  // namespace

std::string progress_bar(std::size_t done, std::size_t all, std::size_t width) {
  const std::size_t filled = all == 0 ? width : done * width / all;
  return fmt::format("[{}{}] {} of {} solved", std::string(filled, '#'),
                     std::string(width - filled, '-'), done, all);
}

std::size_t solved_count(const std::vector<Exercise>& all, const Progress& progress) {
  return static_cast<std::size_t>(std::ranges::count_if(
      all, [&](const Exercise& exercise) { return progress.solved(exercise.name).has_value(); }));
}

std::size_t next_open(const std::vector<Exercise>& all, const Progress& progress,
                      std::size_t from) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t place = (from + i) % all.size();
    if (!progress.solved(all[place].name)) return place;
  }
  return all.size();
}

std::string place_in_file(const fs::path& file, std::size_t line) {
  std::error_code error;
  const fs::path below = fs::relative(file, fs::current_path(error), error);
  const bool near = !error && !below.empty() && *below.begin() != "..";
  return fmt::format("{}:{}", (near ? below : file).string(), line);
}

std::string heading(const Exercise& exercise, const std::vector<Exercise>& all) {
  return fmt::format("Exercise {} of {}. {}", exercise.number, all.back().number, exercise.title);
}

std::string attempt_text(const Attempt& attempt, bool color) {
  const bool solved = attempt.state == Attempt::State::solved;
  std::string result = solved ? colored(green, "solved!", color) + '\n'
                              : colored(yellow, "not yet:", color) + ' ' + attempt.text;
  if (!attempt.told.empty()) result += '\n' + attempt.told;
  if (!attempt.built_on.empty()) result += '\n' + earlier_work_text(attempt.built_on);
  if (!attempt.printed.empty()) result += "\nYour code printed:\n" + attempt.printed;
  return result;
}

std::string reason(const Exercise& exercise, std::size_t width) {
  return reflowed(opening_comment(read_file(exercise.solution())), width);
}

std::string hints_text(const std::vector<std::string>& hints, std::size_t shown,
                       std::size_t width) {
  std::string result;
  for (std::size_t i = 0; i < std::min(shown, hints.size()); ++i)
    result += fmt::format("{}Hint {} of {}\n{}", i == 0 ? "" : "\n", i + 1, hints.size(),
                          reflowed(lines_of(hints[i]), width));
  return result;
}

std::string list_text(const std::vector<Exercise>& all, const Progress& progress,
                      const std::string& search, std::size_t current, bool color) {
  std::size_t widest = 0;
  for (const Exercise& exercise : all) widest = std::max(widest, columns(exercise.title));
  std::string result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!matches(all[i], search)) continue;
    const std::string state = state_of(all[i], progress);
    result += fmt::format("{} {:>2}  {}{}  {}\n", i == current ? '>' : ' ', all[i].number,
                          all[i].title, std::string(widest - columns(all[i].title), ' '),
                          colored(state.starts_with("solved") ? green : yellow, state, color));
  }
  return result;
}

}  // namespace stepgrad
