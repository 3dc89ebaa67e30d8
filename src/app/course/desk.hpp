// Where a learner sits: the checkout's exercises, the progress through them, and what is next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/course/exercise.hpp>
#include <stepgrad/course/progress.hpp>

#include "app/options.hpp"

namespace stepgrad::app {

/// The word that says which exercise: its number or a part of its name; "": the first that is not
/// yet solved.
inline Options::Text exercise_word(Options& options) {
  return options.word(
      "exercise", "EXERCISE",
      "Its number or a part of its name; without it, the first that is not yet solved");
}

struct ExerciseArguments {
  Options& options;
  Options::Text which = exercise_word(options);
};

/// The learner's own progress.txt. What is wrong with the file is said on standard error, once.
Progress own_progress();

struct Desk {
  /// Reads the checkout. Throws Error (machine) if there is no course.
  Desk();

  std::vector<Exercise> exercises;
  Progress progress;

  /// The place of the exercise that the word names; without one, of the first that is not yet
  /// solved, or of the last. Throws Error if there is no such exercise.
  std::size_t place_of(const std::string& which) const;
};

/// Shows one more hint of the exercise, and remembers that: all shown by now, and behind them
/// whether these are all, or else `how_to_go_on`.
std::string next_hint(Desk& desk, const Exercise& exercise, std::string_view how_to_go_on);

/// The reason why a solution is right, and what is next: what is shown when an exercise is solved.
std::string payoff(const Desk& desk, std::size_t solved);

}  // namespace stepgrad::app
