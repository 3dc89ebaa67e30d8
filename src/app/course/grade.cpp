// The commands grade and class: a folder with the work of a class, for its teacher.
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/class_overview.hpp>
#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/gradebook.hpp>
#include <stepgrad/course/submissions.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// A folder, and how it is told.
struct ClassArguments {
  Options& options;
  Options::Text folder = options.word("folder", "FOLDER", "What the class has handed in", "", true);
  Options::Text format = options.format({"text", "csv", "json"}, "How it is told");
  Options::Text output = options.output();
};

struct GradeArguments {
  Options& options;
  ClassArguments of_class{options};
  Options::Text which = options.word("exercise", "EXERCISE",
                                     "Its number or a part of its name; without it, all of them");
  const std::optional<std::size_t>& at_a_time =
      options.whole("--jobs", "So many at a time; without it, as many as there are processors");
};

void note(const std::string& sentence) {
  std::fprintf(stderr, "%s", wrapped("note: " + sentence, terminal_width(), 2).c_str());
}

void tell_skipped(const Submissions& found) {
  constexpr std::size_t most = 40;
  const std::size_t shown = std::min(most, found.skipped.size());
  for (std::size_t i = 0; i < shown; ++i) note("skipped: " + found.skipped[i]);
  if (shown < found.skipped.size())
    note(fmt::format("skipped: {} more", found.skipped.size() - shown));
}

/// How far the work is, on a line of its own while a person looks on.
class Counter {
 public:
  void operator()(std::size_t done, std::size_t all) const {
    if (is_seen_)
      std::fprintf(stderr, "\r%zu of %zu checked%s", done, all, done == all ? "\n" : "");
  }

 private:
  bool is_seen_ = ::isatty(STDERR_FILENO) == 1;
};

int run_grade(const GradeArguments& arguments) {
  const ClassArguments& of_class = arguments.of_class;
  std::vector<Exercise> all = exercises(course_home().folder);
  std::optional<Exercise> only;
  if (!arguments.which.empty()) only = find_exercise(all, arguments.which);
  const Submissions found = submissions(of_class.folder, all, only);
  tell_skipped(found);
  if (std::ranges::none_of(found.students, [&](const Student& one) {
        return only ? one.files.contains(only->name) : !one.files.empty();
      }))
    throw Error(fmt::format("there are no exercises in '{}'", of_class.folder), "",
                "'stepgrad grade --help' says where they are looked for.");
  const Sandbox sandbox;
  if (!sandbox.is_closed())
    note(
        "bubblewrap is not here, or may not do its work: the code of others runs with limits "
        "alone, and can read, change and delete what you can. Install the package bubblewrap, or "
        "grade on a machine that has nothing to lose.");
  const Workbench bench = workbench(sandbox);
  if (!only)
    std::erase_if(all, [&](const Exercise& exercise) {
      const bool left_out = !bench.can_try(exercise);
      if (left_out)
        note(fmt::format("exercise {} is left out, for stepgrad was built without matrices",
                         exercise.number));
      return left_out;
    });
  const std::size_t at_a_time =
      std::clamp<std::size_t>(arguments.at_a_time.value_or(processors()), 1, 64);
  const Gradebook book =
      stepgrad::grade(found, only ? std::vector{*only} : all, bench, at_a_time, Counter());
  deliver(of_class.format == "csv"    ? as_csv(book)
          : of_class.format == "json" ? as_json(book)
                                      : as_text(book, terminal_width(), wants_color("auto")),
          of_class.output);
  const bool all_solved = std::ranges::all_of(book.rows, [](const Gradebook::Row& row) {
    return std::ranges::all_of(row.marks, [](const Mark& mark) {
      return mark.state == Mark::State::absent || mark.state == Mark::State::solved;
    });
  });
  return all_solved ? 0 : wanting;
}

int run_class(const ClassArguments& arguments) {
  const std::vector<Exercise> all = exercises(course_home().folder);
  const Submissions found = submissions(arguments.folder, all);
  const ClassOverview overview = stepgrad::class_overview(found, all);
  if (overview.learners.empty())
    throw Error(fmt::format("there is no progress.txt in '{}'", arguments.folder), "",
                "'stepgrad class --help' says where they are looked for.");
  for (const std::string& notice : overview.notices) note(notice);
  deliver(arguments.format == "csv"    ? as_csv(overview)
          : arguments.format == "json" ? as_json(overview)
                                       : as_text(overview, terminal_width(), wants_color("auto")),
          arguments.output);
  return 0;
}

}  // namespace

Action grade(Options& options) { return action<GradeArguments>(options, run_grade); }

Action class_overview(Options& options) { return action<ClassArguments>(options, run_class); }

}  // namespace stepgrad::app
