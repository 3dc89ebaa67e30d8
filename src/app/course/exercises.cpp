// The commands check-exercise, hint, solution and reset: an exercise, from the command line.
#include <iostream>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/course/exercise_text.hpp>

#include "app/commands.hpp"
#include "app/course/desk.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// Asks on the terminal. Where nobody can answer, the answer is no.
bool agrees(const std::string& question) {
  deliver(question + " (y/n) ");
  std::string answer;
  std::getline(std::cin, answer);
  if (!std::cin) deliver("\n");
  return answer == "y" || answer == "Y" || answer == "yes";
}

int check_once(const ExerciseArguments& arguments) {
  Desk desk;
  const std::size_t place = desk.place_of(arguments.which);
  const Exercise& exercise = desk.exercises[place];
  const Attempt attempt = workbench().attempt(exercise);
  const bool solved = attempt.state == Attempt::State::solved;
  if (solved) desk.progress.set_solved(exercise.name);
  std::string told = fmt::format("{}\n  {}\n\n{}\n", heading(exercise, desk.exercises),
                                 place_in_file(exercise.file(), attempt.line),
                                 attempt_text(attempt, wants_color("auto")));
  told += solved ? payoff(desk, place)
                 : fmt::format(
                       "A hint: ./stepgrad hint {0}\nA check at every save: "
                       "./stepgrad watch {0}\n",
                       exercise.number);
  deliver(told);
  return solved ? 0 : wanting;
}

int show_hint(const ExerciseArguments& arguments) {
  Desk desk;
  const Exercise& exercise = desk.exercises[desk.place_of(arguments.which)];
  deliver(fmt::format("{}\n\n{}", heading(exercise, desk.exercises),
                      next_hint(desk, exercise, "There is another one when you need it.")));
  return 0;
}

int show_solution(const ExerciseArguments& arguments) {
  const Desk desk;
  const Exercise& exercise = desk.exercises[desk.place_of(arguments.which)];
  if (!desk.progress.solved(exercise.name)) {
    deliver(
        fmt::format("{}\n\n"
                    "Its solution is for afterwards, to compare it with yours: it comes when "
                    "your own passes.\n"
                    "Until then there are hints: ./stepgrad hint {}\n",
                    heading(exercise, desk.exercises), exercise.number));
    return wanting;
  }
  deliver(fmt::format("{}\n\n{}\n{}", heading(exercise, desk.exercises),
                      reason(exercise, terminal_width()),
                      after_opening_comment(read_file(exercise.solution()))));
  return 0;
}

struct ResetArguments {
  Options& options;
  Options::Text which = exercise_word(options);
  const bool& yes = options.flag("--yes", "Do not ask");
};

int give_hole_back(const ResetArguments& arguments) {
  const Desk desk;
  const Exercise& exercise = desk.exercises[desk.place_of(arguments.which)];
  if (!arguments.yes && !agrees(fmt::format("Give exercise {} its hole back? What you have written "
                                            "is kept beside it.",
                                            exercise.number))) {
    deliver("Nothing is changed.\n");
    return wanting;
  }
  const std::filesystem::path kept = stepgrad::reset(exercise);
  const std::string file = place_in_file(exercise.file(), line_to_open(exercise));
  deliver(kept.empty() ? fmt::format("It is as it came already: {}\n", file)
                       : fmt::format("It is as it came: {}\nYours is kept in {}\n", file,
                                     place_in_file(kept, 1)));
  return 0;
}

}  // namespace

Action check_exercise(Options& options) { return action<ExerciseArguments>(options, check_once); }

Action hint(Options& options) { return action<ExerciseArguments>(options, show_hint); }

Action solution(Options& options) { return action<ExerciseArguments>(options, show_solution); }

Action reset(Options& options) { return action<ResetArguments>(options, give_hole_back); }

}  // namespace stepgrad::app
