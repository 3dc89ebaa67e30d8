// Lines of CSV, for a spreadsheet (RFC 4180).
#pragma once

#include <span>
#include <string>

namespace stepgrad {

/// The cells with commas between them and a line's end. A cell that a spreadsheet would take for a
/// formula begins with an apostrophe: somebody else may have written it.
std::string spreadsheet_line(std::span<const std::string> cells);

}  // namespace stepgrad
