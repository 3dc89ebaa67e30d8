#include <stepgrad/course/progress.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::string_view opening =
    "# How far you are in stepgrad's course. Copy this file to go on in another checkout.";

/// The largest count that makes sense; a screen, a hint.
constexpr double largest_count = 1e6;

struct Line {
  std::string_view kind, name, value;
};

/// Nothing if there are not exactly three words.
std::optional<Line> parsed(std::string_view line) {
  std::vector<std::string_view> words = split(line, ' ');
  std::erase(words, "");
  if (words.size() != 3) return std::nullopt;
  return Line{words[0], words[1], words[2]};
}

bool is_count(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
         read_number(text).value_or(largest_count + 1) <= largest_count;
}

bool is_number(std::string_view text) { return read_number(text).has_value(); }

/// 2026-03-14T09:53Z; any digits will do.
bool is_moment(std::string_view text) {
  constexpr std::string_view pattern = "0000-00-00T00:00Z";
  return text.size() == pattern.size() &&
         std::ranges::equal(text, pattern, [](char given, char wanted) {
           return wanted == '0' ? given >= '0' && given <= '9' : given == wanted;
         });
}

bool is_review(std::string_view text) { return read_review(text).has_value(); }

struct LineKind {
  std::string_view name;
  bool (*fits)(std::string_view value);
};
constexpr LineKind kinds[] = {{"place", is_count},  {"finished", is_moment},
                              {"hints", is_count},  {"solved", is_moment},
                              {"drill", is_number}, {"review", is_review}};

/// Does the line begin as one of ours and then go wrong? Lines of other kinds are not ours to
/// judge, unless they are not even text.
bool is_damaged(std::string_view line) {
  if (invalid_utf8(line) != std::string_view::npos) return true;
  if (line.find('\0') != std::string_view::npos) return true;
  const std::string_view first = line.substr(0, line.find(' '));
  const auto kind = std::ranges::find(kinds, first, &LineKind::name);
  if (kind == std::end(kinds)) return false;
  const std::optional<Line> whole = parsed(line);
  return !whole || !kind->fits(whole->value);
}

std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  char text[sizeof "2026-03-14T09:53Z"];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%MZ", &utc);
  return text;
}

}  // namespace

Progress::Progress(std::filesystem::path file, Tell tell)
    : file_(std::move(file)), tell_(std::move(tell)) {
  try {
    read();
    if (!damaged_.empty()) tell_(complaint());
  } catch (const Error& error) {
    no_longer_kept(error);
  }
}

void Progress::no_longer_kept(const Error& error) {
  is_kept_ = false;
  const std::string why = error.what();
  tell_(fmt::format("your progress is not kept: {}", why.substr(0, why.find('\n'))));
}

void Progress::read() {
  if (!is_kept_) return;
  lines_.clear();
  damaged_.clear();
  std::error_code ignored;
  if (!std::filesystem::exists(file_, ignored)) return;
  const std::string text = read_file(file_);
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);  // it has been on Windows
    lines_.emplace_back(line);
    if (is_damaged(line)) damaged_.push_back(lines_.size());
  }
  while (!lines_.empty() && lines_.back().empty()) lines_.pop_back();
}

std::optional<std::string> Progress::value(std::string_view kind, std::string_view name) const {
  for (auto line = lines_.rbegin(); line != lines_.rend(); ++line)
    if (const std::optional<Line> found = parsed(*line);
        found && found->kind == kind && found->name == name && !is_damaged(*line))
      return std::string(found->value);
  return std::nullopt;
}

double Progress::number(std::string_view kind, std::string_view name) const {
  const std::optional<std::string> text = value(kind, name);
  return text ? *read_number(*text) : 0;
}

std::vector<std::pair<Turn, DrillReview>> Progress::reviews() const {
  std::vector<std::pair<Turn, DrillReview>> found;
  for (const std::string& line : lines_) {
    const std::optional<Line> words = parsed(line);
    if (!words || words->kind != "review") continue;
    const std::optional<Turn> problem = read_turn(words->name);  // none: of a newer stepgrad
    const std::optional<DrillReview> review = read_review(words->value);
    if (problem && review) found.emplace_back(*problem, *review);
  }
  std::ranges::stable_sort(found, {}, [](const auto& one) { return one.second.due; });
  return found;
}

std::optional<DrillReview> Progress::review(const Turn& problem) const {
  const std::optional<std::string> text = value("review", name_of(problem));
  return text ? read_review(*text) : std::nullopt;
}

void Progress::set_review(const Turn& problem, const std::optional<DrillReview>& review) {
  set("review", name_of(problem), review ? as_text(*review) : "");
}

void Progress::set(std::string_view kind, std::string_view name, std::string_view value) {
  const DirectoryLock lock(std::filesystem::absolute(file_).parent_path(),
                           DirectoryLock::IfTaken::wait);
  read();
  for (const std::size_t number : damaged_)
    lines_[number - 1] = "# not understood: " + printable(lines_[number - 1]);
  if (lines_.empty()) lines_.emplace_back(opening);
  std::erase_if(lines_, [&](const std::string& line) {
    const std::optional<Line> found = parsed(line);
    return found && found->kind == kind && found->name == name;
  });
  if (!value.empty()) lines_.push_back(fmt::format("{} {} {}", kind, name, value));
  damaged_.clear();
  write();
}

void Progress::write() {
  if (!is_kept_) return;
  try {
    write_file(file_, fmt::format("{}\n", fmt::join(lines_, "\n")));
  } catch (const Error& error) {
    no_longer_kept(error);
  }
}

void Progress::set_moment(std::string_view kind, std::string_view name) {
  read();
  if (!value(kind, name)) set(kind, name, now());
}

std::string Progress::complaint() const {
  std::vector<std::string> numbers;
  for (const std::size_t number : damaged_) numbers.push_back(std::to_string(number));
  return fmt::format("{}: {} {} could not be read and {} set aside; all others count.",
                     file_.filename().string(), numbers.size() == 1 ? "line" : "lines",
                     listed(numbers), numbers.size() == 1 ? "is" : "are");
}

}  // namespace stepgrad
