// A class on a page: who has solved which exercise, and what is not yet right, in its own words.
//
// A Gradebook is plain data; `grade` fills it in, and three pages set it: a table for the terminal,
// CSV, and JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <stepgrad/course/submissions.hpp>
#include <stepgrad/course/workbench.hpp>

namespace stepgrad {

/// A line of a submission that honest work never needs: for the teacher's own eyes.
struct OddLine {
  std::size_t line;  // from 1
  std::string text;
};

/// Lines with `#define`, `asm`, `exit`, /proc and the like. A look at words, no proof of anything:
/// whoever wants to can hide from it.
std::vector<OddLine> odd_lines(const std::string& source);

/// What came of one exercise of one student.
struct Mark {
  enum class State { absent, empty, does_not_compile, not_yet, solved };
  State state = State::absent;
  std::string words;  // one line; "" if there is nothing to say
  std::string text;   // all of it
  std::string printed;
  std::size_t line = 1;
  std::vector<OddLine> odd;
};

struct Gradebook {
  struct Row {
    std::string student;
    std::vector<Mark> marks;  // as the exercises
  };
  std::vector<Exercise> exercises;
  std::vector<Row> rows;
};

/// How many are solved.
std::size_t solved_count(const Gradebook::Row& row);

/// Checks everything, at so many submissions at a time; `done` hears how many marks of how many
/// there are. The bench should have a sandbox. Throws Error (machine) if an exercise's own solution
/// does not pass on this bench.
Gradebook grade(const Submissions& submissions, const std::vector<Exercise>& exercises,
                const Workbench& bench, std::size_t at_a_time,
                const std::function<void(std::size_t, std::size_t)>& done);

/// A line for each student, with the first thing that is not yet right; how many have solved each.
std::string as_text(const Gradebook& book, std::size_t width, bool color);

/// A line for each student: the state of each exercise, and its words. Cells that a spreadsheet
/// would take for a formula begin with '.
std::string as_csv(const Gradebook& book);

/// {"exercises": […], "students": [{"student", "solved", "exercises": [{"exercise", "state",
/// "words", "text", "printed", "line", "odd": [{"line", "text"}]}]}]}. Throws Error (machine) if
/// the kit was built without nlohmann-json.
std::string as_json(const Gradebook& book);

}  // namespace stepgrad
