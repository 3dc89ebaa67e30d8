// A program in a real terminal: tmux shows it, and tests read the screen and type.
#pragma once

#include <filesystem>
#include <stepgrad/base/process.hpp>
#include <string>
#include <thread>
#include <vector>

#include "programs.hpp"
#include "workplace.hpp"

namespace stepgrad::test {

inline bool has_tmux() {
  return run_program("tmux", {"-V"}, "", std::chrono::seconds(20)).end != Outcome::End::not_found ||
         has("tmux", "tmux");
}

/// A terminal of 100 by 45 with a shell in it; gone at the end, with all that runs in it.
class Terminal {
 public:
  explicit Terminal(const std::filesystem::path& directory) {
    tmux({"new-session", "-d", "-x", "100", "-y", "45", "-c", directory.string(), "env", "PS1=$ ",
          "sh"});
  }
  ~Terminal() { tmux({"kill-server"}); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Types a line, and Enter.
  void line(const std::string& text) {
    tmux({"send-keys", "-l", text});
    press("Enter");
  }
  /// Presses a key, by its letter or as tmux names it: "C-c", "Up".
  void press(const std::string& key) { tmux({"send-keys", key}); }

  std::string screen() { return tmux({"capture-pane", "-p"}).output; }

  /// Waits until the screen shows this text; false if it does not within so many minutes.
  bool shows(const std::string& text, int minutes = 1) {
    for (int tenths = 0; tenths < 600 * minutes; ++tenths) {
      if (screen().find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }

 private:
  Outcome tmux(std::vector<std::string> words) {
    words.insert(words.begin(), {"-S", place_ / "socket", "-f", "/dev/null"});
    return run_program("tmux", words, "", std::chrono::seconds(20));
  }

  Workplace place_;
};

}  // namespace stepgrad::test
