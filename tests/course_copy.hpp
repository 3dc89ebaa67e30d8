// A checkout of the course for a test, as it is on a learner's first day.
#pragma once

#include <filesystem>
#include <stepgrad/course/exercise.hpp>
#include <string>

#include "workplace.hpp"

namespace stepgrad::test {

/// A copy of lessons/ in which all exercises are untouched. Its path has a blank in it.
class CourseCopy {
 public:
  CourseCopy() {
    namespace fs = std::filesystem;
    const fs::path lessons = fs::path(STEPGRAD_TEST_DIR).parent_path() / "lessons";
    fs::create_directories(path());
    fs::copy(lessons, path() / "lessons", fs::copy_options::recursive);
    for (const Exercise& exercise : exercises(path()))
      fs::copy_file(exercise.untouched(), exercise.file(), fs::copy_options::overwrite_existing);
  }
  std::filesystem::path path() const { return place_ / "check out"; }

  /// "lessons/04_chain_rule/exercise.hpp", for the number 4.
  Exercise exercise(int number) const {
    return find_exercise(exercises(path()), std::to_string(number));
  }
  /// Puts what stands in a file of the exercise's folder into exercise.hpp.
  void write(int number, const std::string& file) const {
    write_file(exercise(number).file(), read_file(exercise(number).folder / file));
  }

 private:
  Workplace place_;
};

}  // namespace stepgrad::test
