// Where the course lives: lessons/, the learner's exercises and progress.txt.
//
// A program that runs where it was built has its checkout. One that was installed looks for none: it
// gives the learner a folder of their own, and copies there what was installed with it.
#pragma once

#include <filesystem>
#include <string_view>

namespace stepgrad {

struct CourseHome {
  std::filesystem::path folder;        // has lessons/, and is written to
  std::filesystem::path instructions;  // how exercises are compiled (build_instructions.hpp)
  std::filesystem::path scratch;       // what compiling them leaves behind
};

/// The folder is what STEPGRAD_CHECKOUT in the environment names; else the checkout, or, of an
/// installed program, stepgrad in XDG_DATA_HOME or in ~/.local/share. Throws Error (machine) if
/// it is not there, or cannot be made.
CourseHome course_home();

/// Copies the lessons of an installed program, of that version, where they are missing or of another
/// one. What the learner writes, exercise.hpp, is kept; what was written and is no exercise any more
/// stays, too. Throws Error (machine) if they cannot be copied.
void bring_lessons(const std::filesystem::path& from, const std::filesystem::path& folder,
                   std::string_view version);

}  // namespace stepgrad
