#include "app/course/desk.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/exercise_text.hpp>

#include "app/terminal.hpp"

namespace stepgrad::app {

Progress own_progress() {
  return Progress(course_home().folder / "progress.txt", [](const std::string& trouble) {
    std::fprintf(stderr, "%s\n", trouble.c_str());
  });
}

Desk::Desk() : exercises(stepgrad::exercises(course_home().folder)), progress(own_progress()) {}

std::size_t Desk::place_of(const std::string& which) const {
  if (!which.empty())
    return static_cast<std::size_t>(&find_exercise(exercises, which) - exercises.data());
  const std::size_t open = next_open(exercises, progress);
  return open < exercises.size() ? open : exercises.size() - 1;
}

std::string next_hint(Desk& desk, const Exercise& exercise, std::string_view how_to_go_on) {
  const std::vector<std::string> hints = exercise.hints();
  const std::size_t shown = std::min(desk.progress.hints(exercise.name) + 1, hints.size());
  desk.progress.set_hints(exercise.name, shown);
  return fmt::format("{}\n{}\n", hints_text(hints, shown, terminal_width()),
                     shown == hints.size() ? "These are all." : how_to_go_on);
}

std::string payoff(const Desk& desk, std::size_t solved) {
  const Exercise& exercise = desk.exercises[solved];
  std::string text =
      fmt::format("{}\nOne solution, to compare with yours: ./stepgrad solution {}\n\n{}\n",
                  reason(exercise, terminal_width()), exercise.number,
                  progress_bar(solved_count(desk.exercises, desk.progress), desk.exercises.size()));
  const std::size_t next = next_open(desk.exercises, desk.progress, solved);
  if (next == desk.exercises.size()) return text + "\nThat was the last one. All are solved!\n";
  const Exercise& following = desk.exercises[next];
  return text + fmt::format("\nNext: {}. {}\n  {}\n", following.number, following.title,
                            place_in_file(following.file(), line_to_open(following)));
}

}  // namespace stepgrad::app
