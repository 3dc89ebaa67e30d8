// A line that moves: on a terminal the last line is drawn again and again, as work goes on.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace stepgrad::app {

class MovingLine {
 public:
  /// Where there is no terminal, it is never due.
  explicit MovingLine(bool terminal, std::FILE* out = stdout) : terminal_(terminal), out_(out) {}
  /// Takes the line away, whichever way the work has ended.
  ~MovingLine() { take_away(); }
  MovingLine(const MovingLine&) = delete;
  MovingLine& operator=(const MovingLine&) = delete;

  /// Has a tenth of a second gone by since it was drawn?
  bool is_due() const;
  /// The text must be shorter than the terminal is wide.
  void draw(const std::string& text);
  /// So that other lines can be printed; it comes again when it is drawn.
  void take_away();

 private:
  bool terminal_, drawn_ = false;
  std::FILE* out_;
  std::chrono::steady_clock::time_point last_ = {};
};

}  // namespace stepgrad::app
