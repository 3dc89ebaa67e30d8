// What the check of an exercise has to say: the text that passes from the check, which is a program
// of its own, to whoever started it.
#pragma once

#include <string>
#include <string_view>

namespace stepgrad {

/// So many seconds of the processor's time a check may take.
inline constexpr unsigned check_seconds = 5;

struct CheckResult {
  enum class State {
    busy,     // in the middle of what `text` says: the check has not come to its end
    empty,    // the hole is untouched; `text` is its line
    not_yet,  // `text` is the disagreement
    threw,    // the learner's code threw an exception; `text` says which, and where
    solved,
  };
  State state = State::busy;
  std::string text;
};

/// The state on a line, then the text.
std::string written(const CheckResult& result);

/// Reads what `written` wrote; busy with nothing if it is anything else.
CheckResult read_check_result(std::string_view text);

}  // namespace stepgrad
