// Where a command's output goes, and what the terminal can show.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <stepgrad/base/files.hpp>

namespace stepgrad::app {

/// Where a command's output goes piece by piece: to a file, which is there only when all of it has
/// come, or to standard output where the path is "" or "-". Throws Error (machine) if that is not
/// possible.
class Delivery {
 public:
  explicit Delivery(const std::string& path = "");
  void write(std::string_view piece);
  void finish();

 private:
  std::optional<FileWriter> file_;
};

/// Writes the text to the file, or to standard output where the path is "" or "-". Throws Error
/// (machine) if that is not possible.
void deliver(std::string_view text, const std::string& path = "");

/// Is standard output (or another descriptor) a terminal that obeys escape sequences, as one whose
/// TERM is "dumb" does not?
bool obeys_escapes(int descriptor = 1);

/// Colours for what goes to standard output: "always", "never", or "auto": where escape
/// sequences are obeyed, unless NO_COLOR is set.
bool wants_color(std::string_view choice);

/// The columns of the terminal, or as many as COLUMNS says, between 20 and 100; 80 where there is
/// neither.
std::size_t terminal_width();

/// A sentence with a line's end, in lines that fit the terminal; in one where there is none.
std::string fitted(std::string_view sentence);

/// The rows of the terminal; 24 where there is none.
std::size_t terminal_height();

}  // namespace stepgrad::app
