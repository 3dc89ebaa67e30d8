#include "app/terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <sys/ioctl.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad::app {

namespace {

void require_written(bool written) {
  if (!written)
    throw Error(std::string("cannot write to standard output: ") + std::strerror(errno), "",
                "Is the disk full, or the program that reads it gone?", Fault::machine);
}

}  // namespace

Delivery::Delivery(const std::string& path) {
  if (!path.empty() && path != "-") file_.emplace(path);
}

void Delivery::write(std::string_view piece) {
  if (file_) return file_->write(piece);
  require_written(std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size());
}

void Delivery::finish() {
  if (file_) return file_->finish();
  require_written(std::fflush(stdout) == 0);
}

void deliver(std::string_view text, const std::string& path) {
  Delivery delivery(path);
  delivery.write(text);
  delivery.finish();
}

bool obeys_escapes(int descriptor) {
  const char* terminal = std::getenv("TERM");
  const bool able = terminal && *terminal && std::string_view(terminal) != "dumb";
  return able && ::isatty(descriptor);
}

bool wants_color(std::string_view choice) {
  if (choice != "auto") return choice == "always";
  const char* no_color = std::getenv("NO_COLOR");
  const bool refused = no_color && *no_color;
  return !refused && obeys_escapes();
}

namespace {

/// Nothing, where neither COLUMNS nor a terminal says.
std::optional<std::size_t> known_width() {
  constexpr std::size_t least = 20, most = 100;
  const char* wished = std::getenv("COLUMNS");
  if (const std::optional<double> columns = read_number(wished ? wished : ""); columns > 0)
    return static_cast<std::size_t>(std::clamp<double>(*columns, least, most));
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return std::clamp<std::size_t>(size.ws_col, least, most);
}

}  // namespace

std::size_t terminal_width() { return known_width().value_or(80); }

std::string fitted(std::string_view sentence) {
  const std::optional<std::size_t> width = known_width();
  return width ? wrapped(sentence, *width, 2) : std::string(sentence) + "\n";
}

std::size_t terminal_height() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return 24;
  return size.ws_row;
}

}  // namespace stepgrad::app
