#include "app/course/console.hpp"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>

#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/course/course_home.hpp>
#include <stepgrad/course/lesson_page.hpp>
#include <stepgrad/draw/dot.hpp>
#include <stepgrad/draw/graphviz.hpp>
#include <stepgrad/page/player.hpp>

#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t interrupted = 0;

/// Without SA_RESTART: a read that is waiting ends.
void let_interrupts_end_input() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = 1; };
  ::sigaction(SIGINT, &action, nullptr);
}

/// A line of standard input, as far as it goes; nothing at its end or after Ctrl-C.
std::optional<std::string> read_line() {
  std::string line;
  char c = 0;
  while (!interrupted) {
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 && line.empty()) break;
    if (got <= 0 || c == '\n') {
      if (!::isatty(STDIN_FILENO)) deliver("\n");  // no terminal has echoed it
      return line;
    }
    line += c;
  }
  deliver("\n");
  return std::nullopt;
}

/// A new screen; what stood there stays in the terminal's history.
void clear_screen() {
  if (!obeys_escapes()) return deliver("\n\n");
  deliver(std::string(terminal_height(), '\n') + "\x1b[H\x1b[J");
}

/// Writes a picture, or a player's page, and returns its path.
fs::path write_figure(const Piece& figure, const fs::path& stem) {
  make_directory(stem.parent_path());
  const auto write = [&](const char* ending, const std::string& content) {
    const fs::path path = stem.string() + ending;
    write_file(path, content);
    return path;
  };
  if (const Player* player = std::get_if<Player>(&figure))
    return write(".html", as_html(player->trace));
  if (const Diagram* diagram = std::get_if<Diagram>(&figure))
    return write(".svg", graphviz_picture(dot_source(drawing(*diagram)), PictureFormat::svg));
  if (!std::holds_alternative<Chart>(figure)) return write(".html", figure_page(figure));
  return write(".svg", picture_svg(std::get<Chart>(figure).picture));
}

/// The path as a link that terminals can follow (OSC 8); the others show the path alone.
std::string link(const fs::path& path, bool able) {
  const std::string text = path.string();
  return able ? fmt::format("\x1b]8;;file://{0}\x1b\\{0}\x1b]8;;\x1b\\", text) : text;
}

}  // namespace

Console terminal_console(const std::string& lesson, bool open_all) {
  let_interrupts_end_input();
  const bool color = wants_color("auto");
  const auto latest = std::make_shared<fs::path>();
  const auto make = [=](const Piece& figure, std::size_t number) -> std::string {
    try {
      const fs::path directory = course_home().folder / "build" / "pictures";
      *latest = write_figure(figure, directory / fmt::format("{}-{}", lesson, number));
    } catch (const Error&) {
      return "";  // without Graphviz, or room on the disk, the drawing in text has to do
    }
    const std::string told =
        fmt::format("{}: {}",
                    std::holds_alternative<Diagram>(figure) || std::holds_alternative<Chart>(figure)
                        ? "As a picture"
                        : "As a page to click through",
                    link(*latest, color));
    const std::string trouble = open_all ? open_file(latest->string()) : "";
    return trouble.empty() ? told : told + '\n' + trouble;
  };
  const auto open_latest = [=]() -> std::string {
    const std::string trouble = open_file(latest->string());
    return trouble.empty() ? fmt::format("Opening {} …", latest->string()) : trouble;
  };
  return {.write = [](std::string_view text) { deliver(text); },
          .read = read_line,
          .clear = clear_screen,
          .pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(150)); },
          .picture = make,
          .open = open_latest,
          .set = [color]() -> Typesetting {
            return {.width = std::min<std::size_t>(terminal_width(), 88),
                    .color = color,
                    .height = ::isatty(STDOUT_FILENO) ? terminal_height() : 0};
          }};
}

bool nobody_sees_questions() { return ::isatty(STDIN_FILENO) && !::isatty(STDOUT_FILENO); }

std::string open_file(const std::string& path) {
  // In the background: an opener may wait until the window that it has opened is closed.
  constexpr const char* script =
      "for opener in xdg-open open; do\n"
      "  if command -v $opener >/dev/null; then $opener \"$1\" >/dev/null 2>&1 & exit 0; fi\n"
      "done\n"
      "exit 1\n";
  const Outcome outcome =
      run_program("sh", {"-c", script, "sh", path}, "", std::chrono::seconds(10));
  if (outcome.end == Outcome::End::finished && outcome.status == 0) return "";
  return fmt::format("Nothing here can open it; open {} yourself.\n", path);
}

}  // namespace stepgrad::app
