// Single keys from the terminal, without waiting for Enter.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace stepgrad::app {

/// While it lives, keys come one by one and are not echoed. However the program ends (but for
/// SIGKILL), the terminal is as it was: at the end of this object's life, after Ctrl-C and other
/// signals that end the program, and while it is stopped by Ctrl-Z. One at a time.
class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  /// Is there a terminal that somebody types on and sees the screen of?
  bool there() const { return there_; }

  /// The next key, if one comes within that time. Keys that send a sequence (arrows) give nothing;
  /// a terminal that is gone gives 'q'.
  std::optional<char> next(std::chrono::milliseconds patience);

 private:
  bool read(std::chrono::milliseconds patience);  // false if the terminal is gone

  bool there_;
  std::string typed_;  // read, and not yet given
};

}  // namespace stepgrad::app
