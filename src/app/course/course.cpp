// The command course: how far you are, and for teachers, what is missing.
#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/checkout.hpp>
#include <stepgrad/course/exercise_text.hpp>
#include <stepgrad/course/verify.hpp>

#include "app/commands.hpp"
#include "app/course/desk.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

constexpr int wanting = 1;

int list(const Desk& desk, const CourseArguments& arguments) {
  const std::size_t current = desk.place_of(arguments.which);
  const std::string found =
      list_text(desk.exercises, desk.progress, arguments.search, current, wants_color("auto"));
  if (found.empty()) {
    deliver(fmt::format("No exercise has '{}' in it.\n", arguments.search));
    return wanting;
  }
  if (!arguments.search.empty()) {
    deliver(found);
    return 0;
  }
  const Exercise& exercise = desk.exercises[current];
  deliver(fmt::format(
      "{}\n\n{}\n> {}\n  {}\n  ./stepgrad lesson {}   ./stepgrad watch {}   ./stepgrad hint {}\n",
      progress_bar(solved_count(desk.exercises, desk.progress), desk.exercises.size()), found,
      heading(exercise, desk.exercises), place_in_file(exercise.file(), line_to_open(exercise)),
      exercise.number, exercise.number, exercise.number));
  return 0;
}

/// What is missing of the lesson in the exercise's folder.
std::vector<std::string> verify_lesson(const Exercise& exercise) {
  for (const Chapter* chapter : chapters())
    if (exercise.name == chapter->name)
      return stepgrad::verify(*chapter, checkout() / "lessons" / chapter->name);
  return {"there is no lesson.cpp, or the kit was not built since it is there"};
}

int verify(const Desk& desk, const CourseArguments& arguments) {
  const Workbench bench = workbench();
  std::size_t faults = 0;
  for (const Exercise& exercise : desk.exercises) {
    if (!arguments.which.empty() &&
        exercise.name != desk.exercises[desk.place_of(arguments.which)].name)
      continue;
    std::vector<std::string> found = verify_lesson(exercise);
    const std::vector<std::string> of_exercise = stepgrad::verify(exercise, bench);
    found.insert(found.end(), of_exercise.begin(), of_exercise.end());
    deliver(fmt::format("{}: {}\n", exercise.name, found.empty() ? "complete" : "not yet"));
    for (const std::string& fault : found) deliver(wrapped("  - " + fault, terminal_width(), 4));
    faults += found.size();
  }
  return faults == 0 ? 0 : wanting;
}

}  // namespace

int course(const CourseArguments& arguments) {
  if (!arguments.html.empty()) return book(arguments.html, arguments.open);
  const Desk desk;
  return arguments.verify ? verify(desk, arguments) : list(desk, arguments);
}

}  // namespace stepgrad::app
