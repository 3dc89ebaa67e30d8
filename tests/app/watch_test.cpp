// The command watch in a real terminal: it sees saves, keys work, and the terminal is left in
// order.
#include "catch.hpp"
#include "course_copy.hpp"
#include "program.hpp"
#include "terminal.hpp"

using stepgrad::read_file;
using stepgrad::write_file;
using stepgrad::test::CourseCopy;
using stepgrad::test::has_tmux;
using stepgrad::test::Terminal;
namespace fs = std::filesystem;

namespace {

/// Saves as editors do that write the file anew in place.
void save_in_place(const fs::path& file, const std::string& text) {
  std::FILE* opened = std::fopen(file.c_str(), "wb");
  std::fwrite(text.data(), 1, text.size(), opened);
  std::fclose(opened);
}

/// Saves as editors do that write beside the file and rename; with the old date, as if it were
/// copied.
void save_by_renaming(const fs::path& file, const std::string& text) {
  const auto date = fs::last_write_time(file);
  write_file(file, text);
  fs::last_write_time(file, date);
}

std::string part(const CourseCopy& course, int number, const std::string& file) {
  return read_file(course.exercise(number).folder / file);
}

/// Is a terminal as a shell wants it: does it echo, and wait for Enter?
bool is_in_order(Terminal& terminal) {
  terminal.line("stty -a | tr ' ;' '\\n\\n' | grep -c -x -e icanon -e echo | sed 's/^/modes /'");
  return terminal.shows("modes 2");
}

class Watching {
 public:
  explicit Watching(const std::string& which = "") : terminal(course.path()) {
    terminal.line("STEPGRAD_CHECKOUT=. '" STEPGRAD_PROGRAM "' watch " + which);
  }
  fs::path file(int number) const { return course.exercise(number).file(); }

  CourseCopy course;
  Terminal terminal;
};

}  // namespace

TEST_CASE("watch sees a save in place and one that renames, and moves on", "[watch]") {
  if (!has_tmux()) return;
  Watching w;
  REQUIRE(w.terminal.shows("lessons/01_derivative/exercise.hpp:26"));
  REQUIRE(w.terminal.shows("not yet: the hole in line 26 is still empty"));
  CHECK(w.terminal.shows("no sign of a broken"));
  CHECK(w.terminal.shows("h hint   l list   n next   p previous   r reset   q quit"));

  save_in_place(w.file(1), part(w.course, 1, "mistakes/forward.hpp"));
  CHECK(w.terminal.shows("one-sided difference"));
  save_by_renaming(w.file(1), part(w.course, 1, "mistakes/half_the_distance.hpp"));
  CHECK(w.terminal.shows("how far apart are x + h and x - h?"));
  save_in_place(w.file(1), "#pragma once\nint slope(;\n");
  CHECK(w.terminal.shows("exercise.hpp:2:"));
  fs::remove(w.file(1));
  CHECK(w.terminal.shows("The file is gone. r brings it back"));
  save_in_place(w.file(1), part(w.course, 1, "solution.hpp"));
  CHECK(w.terminal.shows("solved!"));
  CHECK(w.terminal.shows("The central difference leans on both sides"));
  CHECK(w.terminal.shows("1 of "));
  CHECK(w.terminal.shows("lessons/02_graph/exercise.hpp"));

  save_by_renaming(w.file(2), part(w.course, 2, "mistakes/not_squared.hpp"));
  CHECK(w.terminal.shows("It is not squared yet"));
  w.terminal.press("q");
  CHECK(w.terminal.shows("Until next time"));
  CHECK(is_in_order(w.terminal));
}

TEST_CASE("the keys of watch do what they say", "[watch]") {
  if (!has_tmux()) return;
  Watching w("3");
  REQUIRE(w.terminal.shows("hole in line"));
  w.terminal.press("h");
  CHECK(w.terminal.shows("Hint 1 of 3"));
  w.terminal.press("h");
  CHECK(w.terminal.shows("Hint 2 of 3"));
  w.terminal.press("l");
  CHECK(w.terminal.shows(">  3  Three slopes"));
  w.terminal.press("n");
  CHECK(w.terminal.shows("Exercise 4 of "));
  w.terminal.press("p");
  CHECK(w.terminal.shows("Exercise 3 of "));
  w.terminal.press("6");
  CHECK(w.terminal.shows("Exercise 6 of "));
  w.terminal.press("Up");  // an arrow is no key of ours
  save_in_place(w.file(6), "// mine\n");
  CHECK(w.terminal.shows("it does not compile"));
  w.terminal.press("r");
  CHECK(w.terminal.shows("(y/n)"));
  w.terminal.press("n");
  CHECK(w.terminal.shows("it does not compile"));
  w.terminal.press("r");
  CHECK(w.terminal.shows("(y/n)"));
  w.terminal.press("y");
  CHECK(w.terminal.shows("hole in line"));
  CHECK(part(w.course, 6, "exercise.mine.hpp") == "// mine\n");
}

TEST_CASE("a check that takes its time keeps nobody waiting", "[watch]") {
  if (!has_tmux()) return;
  Watching w("3");
  REQUIRE(w.terminal.shows("hole in line"));
  const std::string endless =
      "#include <unistd.h>\nstruct Partials { double w, x, b; };\n"
      "inline Partials partials(double, double, double) { for (;;) sleep(1); }\n";
  save_in_place(w.file(3), endless);
  CHECK(w.terminal.shows("checking"));
  w.terminal.press("h");
  CHECK(w.terminal.shows("Hint 1 of 3"));
  w.terminal.press("x");  // no key of ours: the check goes on
  save_in_place(w.file(3), part(w.course, 3, "mistakes/factor.hpp"));
  CHECK(w.terminal.shows("the number in front of x^2"));
  save_in_place(w.file(3), endless);
  CHECK(w.terminal.shows("checking"));
  w.terminal.press("n");
  CHECK(w.terminal.shows("Exercise 4 of "));
  w.terminal.press("p");
  CHECK(w.terminal.shows("checking"));
  w.terminal.press("q");
  CHECK(w.terminal.shows("Until next time"));
  CHECK(is_in_order(w.terminal));
}

TEST_CASE("however watch ends, the terminal is left in order", "[watch]") {
  if (!has_tmux()) return;
  Watching w;
  REQUIRE(w.terminal.shows("h hint"));
  w.terminal.press("C-c");
  CHECK(is_in_order(w.terminal));

  w.terminal.line("clear; STEPGRAD_CHECKOUT=. '" STEPGRAD_PROGRAM "' watch & pid=$!; fg");
  REQUIRE(w.terminal.shows("hole in line"));
  w.terminal.press("C-z");
  CHECK(is_in_order(w.terminal));
  w.terminal.line("clear; fg");
  w.terminal.press("h");
  CHECK(w.terminal.shows("Hint 1 of 3"));
  w.terminal.press("C-z");
  w.terminal.line("clear; (sleep 1; kill $pid) & fg %1; echo ended $?");
  CHECK(w.terminal.shows("ended 143"));
  CHECK(is_in_order(w.terminal));
}

TEST_CASE("without a terminal watch writes line after line, and ends when all is solved",
          "[watch]") {
  const CourseCopy course;
  std::string progress;
  for (const stepgrad::Exercise& exercise : stepgrad::exercises(course.path()))
    if (exercise.number != 1) progress += "solved " + exercise.name + " 2026-03-14T09:53Z\n";
  write_file(course.path() / "progress.txt", progress);
  course.write(1, "solution.hpp");
  const stepgrad::Outcome outcome = stepgrad::run_program(
      "env", {"STEPGRAD_CHECKOUT=" + course.path().string(), STEPGRAD_PROGRAM, "watch"}, "",
      std::chrono::minutes(2));
  CHECK(outcome.end == stepgrad::Outcome::End::finished);
  CHECK(outcome.status == 0);
  CHECK(outcome.output.find("solved!") != std::string::npos);
  CHECK(outcome.output.find("That was the last one. All are solved!") != std::string::npos);
  CHECK(outcome.output.find('\x1b') == std::string::npos);
}
