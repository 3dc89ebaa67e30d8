#include <stepgrad/course/drill_review.hpp>

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr std::array waits{1, 3, 7, 21};  // days

/// A whole number of digits alone; nothing if there is another sign in it, or too many digits.
std::optional<std::uint64_t> read_digits(std::string_view text) {
  constexpr std::size_t most = 18;
  if (text.empty() || text.size() > most) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

}  // namespace

Day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

std::optional<DrillReview> reviewed(std::optional<DrillReview> before, Grade grade, Day day) {
  const auto in = [&](int days) { return DrillReview{day + std::chrono::days(days), days}; };
  if (grade != Grade::at_once) return in(waits.front());
  if (!before || before->due > day) return before;
  const auto next = std::ranges::upper_bound(waits, before->after);
  if (next == waits.end()) return std::nullopt;
  return in(*next);
}

std::string as_text(const DrillReview& review) {
  const std::chrono::year_month_day date(review.due);
  return fmt::format("{:04}-{:02}-{:02}/{}d", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     review.after);
}

std::optional<DrillReview> read_review(std::string_view text) {
  constexpr std::string_view date = "0000-00-00/";
  if (text.size() <= date.size() || text[4] != '-' || text[7] != '-' || text[10] != '/' ||
      text.back() != 'd')
    return std::nullopt;
  const auto year = read_digits(text.substr(0, 4)), month = read_digits(text.substr(5, 2)),
             day = read_digits(text.substr(8, 2)),
             after = read_digits(text.substr(date.size(), text.size() - date.size() - 1));
  if (!year || !month || !day || !after || *after > static_cast<std::uint64_t>(waits.back()))
    return std::nullopt;
  const std::chrono::year_month_day due(std::chrono::year(static_cast<int>(*year)),
                                        std::chrono::month(static_cast<unsigned>(*month)),
                                        std::chrono::day(static_cast<unsigned>(*day)));
  if (!due.ok()) return std::nullopt;
  return DrillReview{due, static_cast<int>(*after)};
}

std::string name_of(const Turn& turn) {
  return fmt::format("{}-{}-{}", row_of(turn.kind).name, turn.level, turn.seed);
}

std::optional<Turn> read_turn(std::string_view name) {
  const std::vector<std::string_view> parts = split(name, '-');
  if (parts.size() != 3) return std::nullopt;
  const auto row = std::ranges::find(problem_kinds, parts[0], &ProblemKind::name);
  const auto level = read_digits(parts[1]), seed = read_digits(parts[2]);
  if (row == std::end(problem_kinds) || !level || !seed) return std::nullopt;
  if (*level < easiest_level || *level > hardest_level) return std::nullopt;
  return Turn{row->kind, static_cast<int>(*level), *seed};
}

}  // namespace stepgrad
