// stepgrad lesson: a lesson of the course on the terminal, as text or as a page.
#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/course/reader.hpp>

#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// Reads it with the learner and keeps the place.
int read_lesson(const Chapter& chapter, bool open_pictures) {
  const Lesson lesson = open(chapter);
  const Console console = terminal_console(lesson.name, open_pictures);
  const Ending ending = read(lesson, 0, console, [&](std::size_t) {});
  deliver(ending == Ending::finished
              ? fmt::format("That was lesson {}.\n", lesson.number())
              : fmt::format("Your place is kept: `./stepgrad lesson {}` goes on here.\n",
                            lesson.number()));
  return 0;
}

}  // namespace

int lesson(const LessonArguments& arguments) {
  const auto chapters = stepgrad::chapters();
  const Chapter& chapter =
      *chapters[arguments.which.empty() ? 0 : find_chapter(chapters, arguments.which)];
  if (arguments.without_asking || nobody_sees_questions()) {
    deliver(lesson_text(open(chapter), {terminal_width(), wants_color("auto")}));
    return 0;
  }
  return read_lesson(chapter, arguments.open_pictures);
}

}  // namespace stepgrad::app
