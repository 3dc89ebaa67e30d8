// The command course: how far you are; the whole course as a small book; and for teachers, what is
// missing.
#include <filesystem>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/exercise_text.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/verify.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/course/desk.hpp"
#include "app/course/playground.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct CourseArguments {
  Options& options;
  Options::Text which = exercise_word(options);
  Options::Text search = options.text("--search", "WORD", "Only exercises with this word in them");
  const bool& verify = options.flag(
      "--verify",
      "For teachers: are lessons and exercises complete, and do the checks catch mistakes?");
  Options::Text html = options.text("--html", "DIR", "Write all lessons as a small book of pages");
  const bool& live = options.flag(
      "--live",
      "With --html: the engine beside the book, so that its formulas and experiments can be changed");
  const bool& open = options.flag("--open", "With --html: open the book");
};

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
      return stepgrad::verify(*chapter, course_home().folder / "lessons" / chapter->name);
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

/// All lessons as pages, with a table of contents, index.html; in a live book with the engine, which
/// all of them share.
int write_book(const std::filesystem::path& directory, bool is_live, bool open_it) {
  const std::string engine = is_live ? read_file(built_for_browser("engine.js")) : "";
  make_directory(directory);
  if (is_live) write_file(directory / "engine.js", engine);
  const auto chapters = stepgrad::chapters();
  std::vector<Lesson> lessons;
  for (std::size_t i = 0; i < chapters.size(); ++i) {
    lessons.push_back(open(*chapters[i]));
    const Neighbours neighbours{.previous = i == 0 ? nullptr : chapters[i - 1],
                                .next = i + 1 == chapters.size() ? nullptr : chapters[i + 1],
                                .in_book = true,
                                .is_live = is_live};
    write_file(directory / page_name(*chapters[i]), lesson_page(lessons.back(), neighbours));
  }
  const std::filesystem::path contents = directory / "index.html";
  write_file(contents, contents_page(lessons, parts));
  deliver(fmt::format("{}: the contents of {} lessons\n", contents.string(), lessons.size()));
  if (open_it) deliver(open_file(contents.string()));
  return 0;
}

int show_course(const CourseArguments& arguments) {
  if (!arguments.html.empty()) return write_book(arguments.html, arguments.live, arguments.open);
  if (arguments.live)
    throw Error("--live makes a book of pages, but where?", "",
                "Give a folder for it: stepgrad course --html book --live.");
  const Desk desk;
  return arguments.verify ? verify(desk, arguments) : list(desk, arguments);
}

}  // namespace

Action course(Options& options) { return action<CourseArguments>(options, show_course); }

}  // namespace stepgrad::app
