// A session of the drill: which problem comes next, and what an answer changes.
//
//   Drill drill = begin({.seed = 7, .problems = 3});
//   while (const auto turn = next(drill)) drill = after(drill, grade_of(*turn));
//
// A Drill is plain data and these are pure functions: the same plan and the same grades lead to the
// same problems. The k-th new problem at a level is the same for everybody with the seed, whatever
// they have answered before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/drill.hpp>
#include <stepgrad/story/made_up.hpp>

namespace stepgrad {

/// A problem's turn: make_problem(kind, level, seed).
struct Turn {
  Problem::Kind kind;
  int level;
  std::uint64_t seed;
  bool again = false;  // is it one that did not come at once?
};

/// The kinds about one formula, which need no lesson.
std::vector<Problem::Kind> kinds_of_formulas();

/// What is fixed before the first problem.
struct DrillPlan {
  std::uint64_t seed = 1;
  int level = easiest_level;                               // to begin with
  std::vector<Problem::Kind> kinds = kinds_of_formulas();  // in turn, in rounds
  std::size_t problems = 0;       // new ones, then the session ends; 0: endless
  bool steady = false;            // stays at the level
  std::vector<Turn> missed = {};  // on earlier days, to be asked again
};

/// How a problem was answered.
enum class Grade {
  at_once,  // at the first try, without a hint
  later,    // after a hint or another look
  shown,    // not
};

struct Drill {
  static constexpr int rise_after = 3;  // in a row at once, and the next level begins
  static constexpr int fall_after = 2;  // in a row not at once, and the level before comes back
  static constexpr std::size_t review_in = 3;  // so many problems later it is asked again

  DrillPlan plan;
  int level;
  int rising = 0, falling = 0;         // towards the next level, and towards the one before
  std::size_t asked = 0;               // new problems
  std::size_t turns = 0;               // and those that came again
  std::size_t at_once = 0, later = 0;  // of the new ones
  std::size_t mastered = 0;            // at once, when they came again
  std::size_t streak = 0, best_streak = 0;
  std::size_t score = 0;  // at once: the level's number of points; later: one

  struct Review {
    Turn turn;
    std::size_t due;  // at this turn
  };
  std::vector<Review> reviews;  // to be asked again, the earliest first
  bool was_again = false;       // was the last turn one of them? Then a new problem comes first
  std::vector<Turn> missed;     // new problems that did not come at once
};

/// Throws Error if there is no such level, or no kind.
Drill begin(const DrillPlan& plan);

/// The turn that comes now; nothing if the session is at its end.
std::optional<Turn> next(const Drill& drill);

/// The drill when that turn has been answered.
Drill after(Drill drill, Grade grade);

}  // namespace stepgrad
