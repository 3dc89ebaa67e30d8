// stepgrad lesson: a lesson of the course on the terminal, as text or as a page.
#include <fmt/format.h>

#include <lessons/chapters.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/course/reader.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/course/desk.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

struct LessonArguments {
  Options& options;
  Options::Text which =
      options.word("lesson", "LESSON", "Its number or its name; without it, the next one");
  const bool& without_asking = options.flag("--auto", "Print everything, ask nothing");
  Options::Text html = options.text("--html", "FILE", "Write it as a page");
  const bool& open_pictures =
      options.flag("--open", "Open pictures, or the page, with the desktop's program for them");
};

/// The lesson that is asked for; without one, the first that is not read to its end yet, or null if
/// all are. Throws Error if there is no such lesson.
const Chapter* chosen(const std::string& which) {
  if (!which.empty()) return chapters()[find_chapter(chapters(), which)];
  const Progress progress = own_progress();
  for (const Chapter* chapter : chapters())
    if (!progress.finished(chapter->name)) return chapter;
  return nullptr;
}

/// The lesson after this one, or null if it is the last.
const Chapter* next_chapter(const Lesson& lesson) {
  const auto all = chapters();
  const std::size_t next = find_chapter(all, lesson.name) + 1;
  return next < all.size() ? all[next] : nullptr;
}

std::string goodbye(const Lesson& lesson, Ending ending, bool place_is_kept) {
  const int number = std::stoi(lesson.number());
  if (ending == Ending::left && place_is_kept)
    return fmt::format("Your place is kept: ./stepgrad lesson {} goes on here.\n", number);
  if (ending == Ending::left)
    return fmt::format("Your place is not kept: ./stepgrad lesson {} begins anew.\n", number);
  std::string said = fmt::format(
      "That was lesson {0}. Now its exercise: open lessons/{1}/exercise.hpp, and run\n"
      "./stepgrad watch.\n",
      number, lesson.name);
  if (const Chapter* next = next_chapter(lesson))
    said += fmt::format("Then lesson {}, {}: ./stepgrad lesson\n", number + 1, next->title);
  return said;
}

/// Reads it with the learner, from where they left it, and keeps the place.
int read_lesson(const Chapter& chapter, bool open_pictures) {
  Progress progress = own_progress();
  const Lesson lesson = open(chapter);
  const Console console = terminal_console(lesson.name, open_pictures);
  const Ending ending = read(lesson, progress.place(lesson.name), console,
                             [&](std::size_t screen) { progress.set_place(lesson.name, screen); });
  if (ending == Ending::finished) {
    progress.set_finished(lesson.name);
    progress.set_place(lesson.name, 0);
  }
  deliver(goodbye(lesson, ending, progress.is_kept()));
  return 0;
}

int show_lesson(const LessonArguments& arguments) {
  const Chapter* chapter = chosen(arguments.which);
  if (!chapter) {
    deliver(fmt::format(
        "You have read all {} lessons. ./stepgrad lesson 1 reads one again; ./stepgrad course\n"
        "shows which exercises are not solved yet.\n",
        chapters().size()));
    return 0;
  }
  if (!arguments.html.empty()) {
    deliver(lesson_page(open(*chapter)), arguments.html);
    if (arguments.open_pictures) deliver(open_file(arguments.html));
    return 0;
  }
  if (arguments.without_asking || nobody_sees_questions()) {
    deliver(lesson_text(open(*chapter), {terminal_width(), wants_color("auto")}));
    return 0;
  }
  return read_lesson(*chapter, arguments.open_pictures);
}

}  // namespace

Action lesson(Options& options) { return action<LessonArguments>(options, show_lesson); }

}  // namespace stepgrad::app
