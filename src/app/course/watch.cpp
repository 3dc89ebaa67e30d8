// The command watch: checks the exercise at every save, and leads on to the next one.
//
// It looks at the file ten times a second (saves.hpp). While a check runs it listens, too: a key or a
// new save is not kept waiting for the end of a loop that never ends.
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/course/exercise_text.hpp>

#include "app/commands.hpp"
#include "app/course/desk.hpp"
#include "app/course/keys.hpp"
#include "app/course/saves.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 100ms;
constexpr const char* keys_line = "h hint   l list   n next   p previous   r reset   q quit\n";
constexpr const char* welcome =
    "Open the file, write, save: what comes of it shows here. \"Not yet\" is meant, and no sign of "
    "a broken installation.";

class Watch {
 public:
  explicit Watch(const std::string& which)
      : bench_(workbench()), current_(desk_.place_of(which)), color_(wants_color("auto")) {}

  void run() {
    check();
    while (!done_) {
      if (const std::optional<char> key = next_key()) press(*key);
      if (done_ || asking_) continue;
      if (saves_.have_come_to_rest())
        check();
      else if (!prepared_)
        prepare();
    }
  }

 private:
  const Exercise& exercise() const { return desk_.exercises[current_]; }
  std::size_t count() const { return desk_.exercises.size(); }
  bool all_solved() const { return next_open(desk_.exercises, desk_.progress) == count(); }

  // ---- what happens

  /// The key that ended a check comes first.
  std::optional<char> next_key() {
    return pressed_ ? std::exchange(pressed_, std::nullopt) : keys_.next(look_every);
  }

  /// Is the check that runs still wanted? A hint is given while it goes on; a key that leads
  /// elsewhere ends it, and so does a save.
  bool wanted() {
    if (!keys_.there()) return true;
    if (const std::optional<char> key = keys_.next(0ms)) {
      if (*key == 'h') hint();
      if (std::string_view("lnprq\n\r").find(*key) != std::string_view::npos || place_of(*key))
        pressed_ = key;
    }
    return !pressed_ && !saves_.have_come();
  }

  /// The exercise with this number.
  std::optional<std::size_t> place_of(char digit) const {
    for (std::size_t i = 0; i < count(); ++i)
      if (digit - '0' == desk_.exercises[i].number) return i;
    return std::nullopt;
  }

  /// From now on the files of the current exercise are looked at: its own, and what it builds on.
  void look() {
    std::vector<std::filesystem::path> files{exercise().file()};
    for (const Exercise& earlier : built_on(exercise())) files.push_back(earlier.file());
    saves_.look_at(files);
  }

  /// While the learner reads and writes, the check is compiled (prepared_check.hpp).
  void prepare() {
    if (saves_.is_there())
      prepared_ = bench_.prepare(exercise(), [this] { return wanted() && !saves_.have_come(); });
  }

  void check() {
    congratulating_ = asking_ = prepared_ = false;
    look();
    line_ = 1;
    hints_.clear();
    if (!saves_.is_there()) return show("The file is gone. r brings it back as it came.\n");
    told_ = "checking …\n";
    if (keys_.there()) show(told_);
    Attempt attempt;
    try {
      attempt = bench_.attempt(exercise(), [this] { return wanted(); });
    } catch (const Error& error) {  // of the machine; with another exercise it may be able to work
      if (!keys_.there()) throw;
      told_ = wrapped(error.what(), terminal_width());
      return show(told_);
    }
    if (attempt.state == Attempt::State::unwanted) return;
    const bool solved = attempt.state == Attempt::State::solved;
    line_ = attempt.line;
    told_ = attempt_text(attempt, color_);
    if (solved && !desk_.progress.solved(exercise().name)) return congratulate();
    if (solved) told_ += '\n' + payoff(desk_, current_);
    show(told_ + hints_);
    done_ = all_solved() && !keys_.there();
  }

  /// Says why it is right, and moves on.
  void congratulate() {
    desk_.progress.set_solved(exercise().name);
    done_ = all_solved();
    const bool typed = keys_.there() && !done_;
    put(fmt::format("{}\n\n{}\n{}{}", heading(exercise(), desk_.exercises), told_,
                    payoff(desk_, current_),
                    typed ? "\nEnter goes on, and so does a save of that file.\n" : ""));
    if (done_) return;
    congratulating_ = true;
    current_ = next_open(desk_.exercises, desk_.progress, current_);
    look();
  }

  void press(char key) {
    if (std::exchange(asking_, false)) return reset(key == 'y' || key == 'Y');
    if (key == 'h') return hint();
    if (key == 'l') return list();
    if (key == 'n') return go(congratulating_ ? current_ : current_ + 1);
    if (key == 'p') return go(current_ + count() - 1);
    if (key == '\n' || key == '\r') return go(current_);
    if (key == 'r') return ask();
    if (key == 'q') return quit();
    if (const std::optional<std::size_t> place = place_of(key)) return go(*place);
  }

  void go(std::size_t place) {
    current_ = place % count();
    check();
  }

  void hint() {
    hints_ = '\n' + next_hint(desk_, exercise(), "h shows another one.");
    show(told_ + hints_);
  }

  void list() {
    show(list_text(desk_.exercises, desk_.progress, "", current_, color_) +
         "\nA number goes to that exercise, Enter back to this one.\n");
  }

  void ask() {
    asking_ = true;
    show("Give this exercise its hole back? What you have written is kept beside it. (y/n)\n");
  }

  void reset(bool agreed) {
    if (agreed) stepgrad::reset(exercise());
    check();
  }

  void quit() {
    done_ = true;
    put("Until next time: ./stepgrad watch goes on from here.\n");
  }

  // ---- what is seen

  /// The current exercise, and what there is to say about it.
  void show(const std::string& said) const {
    const std::string bar = progress_bar(solved_count(desk_.exercises, desk_.progress), count());
    const bool first = solved_count(desk_.exercises, desk_.progress) == 0;
    put(fmt::format("{}\n{}\n  {}\n\n{}{}", bar, heading(exercise(), desk_.exercises),
                    place_in_file(exercise().file(), line_), said,
                    first ? '\n' + wrapped(welcome, terminal_width()) : ""));
  }

  /// A new screen with the keys below it; where there is no terminal, or one that clears no screen,
  /// one text after the other.
  void put(const std::string& screen) const {
    if (!keys_.there()) return deliver(screen + "\n");
    deliver((obeys_escapes() ? "\x1b[H\x1b[2J" : "\n") + screen +
            (done_ ? "" : '\n' + std::string(keys_line)));
  }

  Desk desk_;
  Workbench bench_;
  Keys keys_;
  std::size_t current_;
  bool color_;
  Saves saves_;
  std::string told_ = "";                       // what came of that
  std::string hints_ = "";                      // what stands below it since h was pressed
  std::size_t line_ = 1;                        // and where to look
  std::optional<char> pressed_ = std::nullopt;  // while a check ran, and not yet answered
  bool congratulating_ = false, asking_ = false, done_ = false;
  bool prepared_ = false;  // as the files were at the last check
};

int watch_exercises(const ExerciseArguments& arguments) {
  Watch(arguments.which).run();
  return 0;
}

}  // namespace

Action watch(Options& options) { return action<ExerciseArguments>(options, watch_exercises); }

}  // namespace stepgrad::app
