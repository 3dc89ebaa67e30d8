// The command preview: for authors, a lesson shown anew at every save.
#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/exercise_text.hpp>
#include <stepgrad/course/preview_bench.hpp>
#include <stepgrad/course/verify.hpp>

#include "app/commands.hpp"
#include "app/course/console.hpp"
#include "app/course/keys.hpp"
#include "app/course/saves.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr std::size_t most_shown = 3;  // screens at once

struct PreviewArguments {
  Options& options;
  Options::Text which = options.word("lesson", "LESSON", "Its number or its name", "", true);
  const bool& open_page = options.flag("--open", "Open the page with the desktop's program for it");
};

class Preview {
 public:
  explicit Preview(const fs::path& folder) : folder_(folder), bench_(preview_bench(folder)) {
    for (const Exercise& exercise : exercises(folder.parent_path().parent_path()))
      if (exercise.folder == folder) exercise_ = exercise;
  }

  /// Returns whether the lesson could be shown at last.
  bool run(bool open_page) {
    look();
    if (open_page && is_shown_) deliver(open_file(bench_.page().string()));
    look_at_exercise();
    if (!keys_.there()) return is_shown_;
    deliver("Save lesson.cpp, and what changes shows here; q leaves.\n");
    while (keys_.next(100ms) != 'q') {
      if (of_lesson_.have_come_to_rest()) look();
      if (of_exercise_.have_come_to_rest()) verify_exercise();
    }
    deliver(fmt::format("The page stays where it is: {}\n", bench_.page().string()));
    return true;
  }

 private:
  fs::path lesson() const { return folder_ / "lesson.cpp"; }

  /// Compiles and shows; a save in the meantime begins again.
  void look() {
    PreviewBench::Look found;
    do {
      of_lesson_.look_at({lesson()});
      deliver(fmt::format("{}: compiling …\n", folder_.filename().string()));
      found = bench_.look({terminal_width(), wants_color("auto")},
                          [this] { return !of_lesson_.have_come(); });
    } while (found.unwanted);
    is_shown_ = found.trouble.empty();
    if (!is_shown_)
      return deliver(fmt::format("{}\n{}\n", place_in_file(lesson(), found.line), found.trouble));
    show(found.lesson.screens);
    for (const std::string& sentence : found.lesson.missing)
      deliver(wrapped("  - " + sentence, terminal_width(), 4));
  }

  /// The screens that are not as they were the last time; of the first time their number alone.
  void show(const std::vector<std::string>& screens) {
    std::vector<std::string> changed;
    for (const std::string& screen : screens)
      if (std::ranges::find(screens_, screen) == screens_.end()) changed.push_back(screen);
    if (!screens_.empty())
      for (std::size_t i = 0; i < std::min(changed.size(), most_shown); ++i)
        deliver('\n' + changed[i]);
    deliver(fmt::format("\n{} screens", screens.size()));
    if (!screens_.empty())
      deliver(fmt::format(
          ", {} changed{}", changed.size(),
          changed.size() > most_shown ? fmt::format(", the first {} are shown", most_shown) : ""));
    deliver(fmt::format(": {}\n", bench_.page().string()));
    screens_ = screens;
  }

  void look_at_exercise() {
    const fs::path folder = folder_;
    std::vector<fs::path> files{folder / "mistakes"};
    for (const char* name : {"untouched.hpp", "solution.hpp", "check.cpp", "hints.txt"})
      files.push_back(folder / name);
    if (exercise_)
      for (const fs::path& mistake : exercise_->mistakes()) files.push_back(mistake);
    of_exercise_.look_at(files);
  }

  void verify_exercise() {
    look_at_exercise();
    if (!exercise_) return;
    deliver("the exercise: checking …\n");
    const std::vector<std::string> faults = stepgrad::verify(*exercise_, workbench());
    deliver(fmt::format("the exercise: {}\n", faults.empty() ? "complete" : "not yet"));
    for (const std::string& fault : faults) deliver(wrapped("  - " + fault, terminal_width(), 4));
  }

  fs::path folder_;
  std::optional<Exercise> exercise_;
  PreviewBench bench_;
  Keys keys_;
  Saves of_lesson_, of_exercise_;
  std::vector<std::string> screens_;  // as they were shown last
  bool is_shown_ = false;
};

int show_preview(const PreviewArguments& arguments) {
  return Preview(lesson_folder(course_home().folder, arguments.which)).run(arguments.open_page)
           ? 0
           : wanting;
}

}  // namespace

Action preview(Options& options) { return action<PreviewArguments>(options, show_preview); }

}  // namespace stepgrad::app
