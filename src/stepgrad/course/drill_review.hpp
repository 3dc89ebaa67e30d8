// When a problem of the drill that was missed comes again: after one day, three, a week, three
// weeks. Answered at once each time it is known, and forgotten; missed once more it begins again.
//
// A review is a line of progress.txt: "review slope-3-7002 2026-12-03/7d" is problem 7002 of kind
// slope at level 3, due on that day, seven days after it was answered last.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <stepgrad/course/drill_session.hpp>

namespace stepgrad {

using Day = std::chrono::sys_days;

/// The day that it is, in UTC.
Day today();

struct DrillReview {
  Day due;
  int after;  // so many days
};

/// The review that follows when the problem is answered on that day; nothing if there is none to
/// come. `before` is the one that was planned, if one was; who answers at once before it is due
/// changes nothing.
std::optional<DrillReview> reviewed(std::optional<DrillReview> before, Grade grade, Day day);

/// "2026-12-03/7d", and its review; nothing if the text is none.
std::string as_text(const DrillReview& review);
std::optional<DrillReview> read_review(std::string_view text);

/// "slope-3-7002", and its turn; nothing if there is no such problem.
std::string name_of(const Turn& turn);
std::optional<Turn> read_turn(std::string_view name);

}  // namespace stepgrad
