// Where a class stands, from everybody's progress.txt: who is at which lesson, and which exercise
// is the hardest. It runs nobody's code, and so it believes what the files say.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/course/submissions.hpp>

namespace stepgrad {

struct ClassOverview {
  /// What a learner has done of a lesson and its exercise.
  struct Stage {
    bool begun = false, read = false, solved = false;
    std::size_t hints = 0;
  };
  struct Learner {
    std::string name;
    std::vector<Stage> stages;  // as the exercises
    int drill_level = 0;        // 0: has not practised
    std::string last;           // "2026-03-14", when something was last finished or solved; or ""
  };
  std::vector<Exercise> exercises;
  std::vector<Learner> learners;
  std::vector<std::string> notices;  // of files that are damaged
};

ClassOverview class_overview(const Submissions& submissions,
                             const std::vector<Exercise>& exercises);

/// The place of the exercise that most have begun and not solved; of several, the one with the most
/// hints. exercises.size() if none is open and no hint was asked for.
std::size_t hardest(const ClassOverview& overview);

/// A line for each learner, and what is hardest.
std::string as_text(const ClassOverview& overview, std::size_t width, bool color);

/// A line for each learner, for a spreadsheet.
std::string as_csv(const ClassOverview& overview);

/// {"exercises": […], "students": [{"student", "solved", "drill_level", "last", "exercises":
/// [{"exercise", "begun", "read", "solved", "hints"}]}]}. Throws Error (machine) if the kit was
/// built without nlohmann-json.
std::string as_json(const ClassOverview& overview);

}  // namespace stepgrad
