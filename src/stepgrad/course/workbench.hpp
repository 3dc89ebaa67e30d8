// Where an exercise is tried out: its check is compiled with the learner's file, by the compiler
// and with the libraries that this program was built with, and run as a process of its own.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/course/build_instructions.hpp>
#include <stepgrad/course/earlier_work.hpp>
#include <stepgrad/course/exercise.hpp>
#include <stepgrad/course/prepared_check.hpp>
#include <stepgrad/course/sandbox.hpp>
#include <stepgrad/course/verdicts.hpp>

namespace stepgrad {

/// What came of a file.
struct Attempt {
  enum class State { solved, not_yet, does_not_compile, unwanted };
  State state = State::not_yet;
  std::string text;       // what is not as it should be: its first line says it all; "" if solved
  std::string printed;    // what the learner's code wrote, errors too; at most some twenty lines
  std::size_t line = 1;   // where to look in the file
  std::size_t steps = 0;  // of the check, if it is solved
  std::vector<EarlierWork> built_on = {};
  std::string told = "";  // by the check, if it is solved
};

/// What is told of an attempt, in one line: a compiler's complaint rather than that there is one.
std::string in_short(const Attempt& attempt);

class Workbench {
 public:
  /// Reads how to compile (exercise.build), and from training.build beside it how to compile what
  /// needs matrices, if the kit has them; what is made goes to `place`. Throws Error (machine) if the
  /// file is not there. For the code of others there is a sandbox.
  Workbench(const std::filesystem::path& instructions, const std::filesystem::path& place,
            std::optional<Sandbox> sandbox = std::nullopt);

  /// Has the kit what this exercise needs?
  bool can_try(const Exercise& exercise) const;

  /// Whoever is asked now and then while one waits, and may say no.
  using Wanted = std::function<bool()>;

  /// Where the learner has an earlier exercise; "" if nowhere.
  using OwnWork = std::function<std::filesystem::path(const Exercise&)>;

  /// Compiles and checks a file in the place of the exercise's own, as long as that is wanted; in a
  /// sandbox a copy of it, and no file beside it. Where it builds on earlier exercises, the learner's
  /// own are taken if they pass their checks, and otherwise, or if nobody's are given, the kit's.
  /// Throws Error (machine) if there is no compiler, no room for what it makes, or the kit has not
  /// what the exercise needs.
  Attempt attempt(const Exercise& exercise, const std::filesystem::path& file,
                  const Wanted& wanted = {}, const OwnWork& own = {}) const;

  /// The same with the exercises as they stand in the checkout.
  Attempt attempt(const Exercise& exercise, const Wanted& wanted = {}) const {
    return attempt(exercise, exercise.file(), wanted, &Exercise::file);
  }

  /// Compiles the check beforehand (prepared_check.hpp), so that the attempts to come, of the
  /// exercise as it stands in the checkout, take less time. False if that was no longer wanted.
  /// Throws as `attempt` does.
  bool prepare(const Exercise& exercise, const Wanted& wanted = {}) const;

 private:
  class Place;
  class Trial;

  /// Throws Unwanted.
  EarlierWork earlier_work(const Exercise& exercise, const Wanted& wanted,
                           const OwnWork& own) const;

  std::filesystem::path place_;  // for what is made
  Verdicts verdicts_;            // on earlier exercises
  PreparedChecks prepared_;
  BuildInstructions plain_;
  std::optional<BuildInstructions> training_;
  std::optional<Sandbox> sandbox_;
};

/// The bench of this program. Throws Error (machine) if it cannot compile any: an installed program
/// needs the libraries and headers that come in a package of their own.
Workbench workbench(std::optional<Sandbox> sandbox = std::nullopt);

}  // namespace stepgrad
