// stepgrad lesson: a lesson of the course on the terminal, as text or as a page.
#include <utility>

#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/course/checkout.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/progress.hpp>
#include <stepgrad/course/reader.hpp>

#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// The first lesson that is not read to its end yet. Throws Error if there is none.
const Chapter& next_chapter(const Progress& progress) {
  for (const Chapter* chapter : chapters())
    if (!progress.finished(chapter->name)) return *chapter;
  throw Error(fmt::format("you have read all {} lessons", chapters().size()), "",
              "Read one again by its number: stepgrad lesson 1.");
}

std::string goodbye(const Lesson& lesson, Ending ending) {
  const int number = std::stoi(lesson.number());
  if (ending == Ending::left)
    return fmt::format("Your place is kept: ./stepgrad lesson {} goes on here.\n", number);
  return fmt::format(
      "That was lesson {0}. Now its exercise: open lessons/{1}/exercise.hpp, and run\n"
      "./stepgrad watch.\n",
      number, lesson.name);
}

/// Reads it with the learner, from where they left it, and keeps the place.
int read_lesson(const Chapter& chapter, Progress progress, bool open_pictures) {
  const Lesson lesson = open(chapter);
  const Console console = terminal_console(lesson.name, open_pictures);
  const Ending ending = read(lesson, progress.place(lesson.name), console,
                             [&](std::size_t screen) { progress.set_place(lesson.name, screen); });
  if (ending == Ending::finished) {
    progress.set_finished(lesson.name);
    progress.set_place(lesson.name, 0);
  }
  deliver(goodbye(lesson, ending));
  return 0;
}

}  // namespace

int lesson(const LessonArguments& arguments) {
  Progress progress(checkout() / "progress.txt");
  const Chapter& chapter = arguments.which.empty()
                               ? next_chapter(progress)
                               : *chapters()[find_chapter(chapters(), arguments.which)];
  if (!arguments.html.empty()) {
    deliver(lesson_page(open(chapter)), arguments.html);
    if (arguments.open_pictures) deliver(open_file(arguments.html));
    return 0;
  }
  if (arguments.without_asking || nobody_sees_questions()) {
    deliver(lesson_text(open(chapter), {terminal_width(), wants_color("auto")}));
    return 0;
  }
  return read_lesson(chapter, std::move(progress), arguments.open_pictures);
}

}  // namespace stepgrad::app
