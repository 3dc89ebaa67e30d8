// Lines of CSV as they are written (RFC 4180), for programs and for spreadsheets.
#pragma once

#include <span>
#include <string>

namespace stepgrad {

/// The cells with commas between them, and a line's end. Cells that need quotes get them: those that
/// hold what may stand between cells, or that a reader would take for something else (a comment, a
/// page of HTML, the blank line that a single empty cell makes).
std::string csv_line(std::span<const std::string> cells);

/// The same for a spreadsheet: a cell that it would take for a formula, such as "=1+1", begins with
/// an apostrophe, for somebody else may have written it. Numbers stay as they are.
std::string spreadsheet_line(std::span<const std::string> cells);

}  // namespace stepgrad
