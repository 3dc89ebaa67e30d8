// The reader: a lesson on a terminal, one screen at a time. It asks before it reveals, gives hints
// one by one, waits before unread lines leave a small terminal, keeps a figure small enough to be
// seen with its question and shows it again with f, goes back, and can be left at any moment.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <stepgrad/course/lesson_text.hpp>

namespace stepgrad {

/// What the reader talks to: a terminal, or a test.
struct Console {
  std::function<void(std::string_view text)> write;
  std::function<std::optional<std::string>()> read;  // a line; nothing when there is no more
  std::function<void()> clear;                       // begins a new screen

  /// Waits for the time that a frame of a film is seen. May be empty: then films do not play.
  std::function<void()> pause = {};

  /// Makes a picture of a Diagram, Chart, Player or Film, the n-th figure of the lesson, and returns what
  /// to tell of it: its path, as a link; "" if there is none. May be empty.
  std::function<std::string(const Piece& figure, std::size_t number)> picture = {};
  /// Opens the picture that was made last; returns what to tell of it. May be empty.
  std::function<std::string()> open = {};

  /// How text is set; asked each time, for windows change their size.
  std::function<Typesetting()> set = [] { return Typesetting{}; };
};

/// How a reading ended.
enum class Ending {
  finished,  // the last screen has been read
  left,      // with q, Ctrl-D or Ctrl-C
};

/// Reads the lesson from this screen on; `reached` is called for each screen when it is shown, so
/// that the place is kept whatever happens next.
Ending read(const Lesson& lesson, std::size_t from, const Console& console,
            const std::function<void(std::size_t screen)>& reached);

}  // namespace stepgrad
