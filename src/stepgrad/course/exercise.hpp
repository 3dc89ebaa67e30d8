// The exercises as they lie in lessons/: each lesson's folder may have one.
//
//   lessons/04_chain_rule/exercise.hpp    what the learner writes; it opens with its title
//                         untouched.hpp   the same as it came, for `reset`
//                         solution.hpp    one solution; it opens with the reason why it is right
//                         hints.txt       from a nudge to nearly there, with a blank line between
//                         check.cpp       the check (exercise_check.hpp); a check that trains opens
//                                         with a line more: // Seconds: 20
//                         mistakes/*.hpp  what learners may write instead; see verify.hpp
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

struct Exercise {
  std::filesystem::path folder;
  std::string name;   // 04_chain_rule
  int number;         // 4
  std::string title;  // of exercise.hpp; of untouched.hpp if that is gone

  std::filesystem::path file() const { return folder / "exercise.hpp"; }
  std::filesystem::path untouched() const { return folder / "untouched.hpp"; }
  std::filesystem::path solution() const { return folder / "solution.hpp"; }
  std::filesystem::path check() const { return folder / "check.cpp"; }

  /// Does it work with matrices? So it does if untouched.hpp or check.cpp includes Eigen, or a room
  /// of the kit that stands above it. Throws Error (machine) if they cannot be read.
  bool needs_matrices() const;
  /// What the check may take of the processor's time: what the comment says that check.cpp opens
  /// with, as "Seconds: 20"; else 5. Throws Error (machine) if it cannot be read.
  unsigned seconds() const;
  /// Throws Error (machine) if they cannot be read.
  std::vector<std::string> hints() const;
  /// Throws Error (machine) if the folder cannot be read.
  std::vector<std::filesystem::path> mistakes() const;
};

/// The exercises of a checkout by their numbers. Throws Error (machine) if there are none.
std::vector<Exercise> exercises(const std::filesystem::path& checkout);

/// The exercise with this number ("4", "04"), name or part of a name ("chain"). Throws Error if
/// there is none, with what there is.
const Exercise& find_exercise(const std::vector<Exercise>& all, std::string_view which);

/// The comment that a file opens with, as lines of text.
std::vector<std::string> opening_comment(std::string_view source);

/// What stands after it.
std::string after_opening_comment(std::string_view source);

/// The line to open a file at, counted from 1: the first hole, else where it begins to differ from
/// the untouched exercise; 1 if it does not.
std::size_t line_to_open(std::string_view source, std::string_view untouched);
/// The same of exercise.hpp; 1 if that is gone.
std::size_t line_to_open(const Exercise& exercise);

/// The functions that the check calls, as they came: a line of "inline double slope(double x)"
/// each.
std::string declarations(std::string_view untouched);

/// The line, counted from 1, that includes a part of the kit which the untouched exercise does not,
/// or the solution: whoever lets others do the work has not done it. 0 if there is none.
std::size_t line_of_borrowed_work(std::string_view source, std::string_view untouched);

/// Gives the hole back. What the learner has written is kept beside it, as exercise.mine.hpp or
/// with the next free number; returns that path, an empty one if there was nothing to keep. Throws
/// Error (machine) if a file cannot be written.
std::filesystem::path reset(const Exercise& exercise);

}  // namespace stepgrad
