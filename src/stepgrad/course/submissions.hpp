// What a class has handed in: a folder, as it comes from a drive, a mail box or a learning platform.
//
//   FOLDER/ada/04_chain_rule/exercise.hpp           a folder for each student; a whole checkout is
//   FOLDER/ada/lessons/04_chain_rule/exercise.hpp   one, too, and so is what lies deeper
//   FOLDER/ada/04_chain_rule.hpp                    or 04.hpp, 4.hpp, exercise_04.hpp
//   FOLDER/ada_04.hpp                               or ada_04_chain_rule.hpp, all in one folder
//   FOLDER/04_chain_rule/ada.hpp                    or 04_chain_rule/ada/exercise.hpp
//   FOLDER/ada/progress.txt                         or ada_progress.txt
//
// If only one exercise is asked for, a name may leave it out: FOLDER/ada.hpp, FOLDER/ada/any.hpp.
// Files of others are taken all the same: it may build on them.
// Links are never followed: one could lead to the work of others.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/course/exercise.hpp>

namespace stepgrad {

struct Student {
  std::string name;                                    // printable
  std::map<std::string, std::filesystem::path> files;  // by the exercise's name
  std::filesystem::path progress = {};                 // "" if there is none
};

struct Submissions {
  std::vector<Student> students;     // by their names
  std::vector<std::string> skipped;  // sentences: what was not taken, and why
};

/// Looks through a folder. A file whose name does not say of which exercise it is, is of `only`.
/// Throws Error if it cannot be read.
Submissions submissions(const std::filesystem::path& folder, const std::vector<Exercise>& all,
                        const std::optional<Exercise>& only = std::nullopt);

}  // namespace stepgrad
