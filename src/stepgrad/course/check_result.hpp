// What the check of an exercise has to say: the text that passes from the check, which is a program
// of its own, to whoever started it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// What a check may take. It is counted in what the code does, so that the same is told of it on a
/// fast and on a slow machine, with or without others at work.
inline constexpr unsigned check_seconds = 5;        // of the processor's time, if it needs no more
inline constexpr unsigned most_check_seconds = 60;  // that a check may say it needs
inline constexpr std::size_t most_printed = 1u << 20;   // bytes
inline constexpr std::size_t much_printed = 64u << 10;  // bytes: no end, and so many: a loop prints
/// Seconds by the clock, for code that sleeps, where the check may take so many of the processor's.
constexpr unsigned longest_wait(unsigned seconds) { return 12 * seconds; }

struct CheckResult {
  enum class State {
    busy,     // in the middle of what `text` says: the check has not come to its end
    empty,    // the hole is untouched; `text` is its line
    not_yet,  // `text` is the disagreement
    threw,    // the learner's code threw an exception; `text` says which, and where
    solved,   // `text` is sealed (below); on the lines behind that is what is told of it
  };
  State state = State::busy;
  std::string text;
  /// Where the code ended before its time: the calls that had not returned, the innermost first, as
  /// hexadecimal addresses in the program's file.
  std::vector<std::string> calls = {};
};

/// Stands between the result and its calls, which a handler of signals tells without `written`.
inline constexpr std::string_view calls_mark = "\n\x1f calls\n";

/// The state on a line, then the text.
std::string written(const CheckResult& result);

/// What stands beside "solved": the secret that the check was started with, and how many steps it
/// has gone. Code that only says that it is solved has gone none.
std::string sealed(std::string_view secret, std::size_t steps);

/// The steps, if the text's first line is sealed with this secret.
std::optional<std::size_t> steps_of(std::string_view text, std::string_view secret);

/// Reads what `written` wrote; busy with nothing if it is anything else.
CheckResult read_check_result(std::string_view text);

}  // namespace stepgrad
