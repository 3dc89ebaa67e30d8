// Sheets: the diagram of a step player, in pieces that can be looked at.
//
// A small trace is drawn on one sheet. A large one is rolled up into its parts (named_parts.hpp): a
// sheet has the whole, another the inside of each part. Where names make no parts that Graphviz can
// draw, the operations come in stretches, a sheet each, and there is none of the whole. Each sheet
// says what stands on it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <stepgrad/draw/drawing.hpp>
#include <stepgrad/draw/named_parts.hpp>
#include <stepgrad/page/player_moments.hpp>

namespace stepgrad {

/// What stands on a sheet, in words, and its drawing.
struct DiagramSheet {
  std::optional<Id> part;  // the result of its part; none: the whole
  std::string says;        // HTML
  Drawing drawing;
};

struct Sheets {
  bool has_whole = true;
  std::optional<NamedParts> parts = {};  // of a large trace
  std::vector<DiagramSheet> all = {};

  /// For the script: the results of the parts with a space between them, "whole" for the whole.
  std::string parts_in_words() const;
};

/// All sheets. Throws Error for a trace with an operation of so many operands that no sheet can show
/// it.
Sheets sheets(const Trace& trace);

/// Gives a sheet of parts the numbers of a trace of the same formula; all else stays.
void renew(DiagramSheet& sheet, const Sheets& sheets, const Trace& trace);

/// A sheet as it stands on the page, around its <svg>.
std::string sheet_html(const DiagramSheet& sheet, const std::string& svg);

/// The <svg> of each sheet, drawn by Graphviz in one run. Throws Error (machine) as
/// `graphviz_picture` does.
std::vector<std::string> graphviz_svgs(const Sheets& sheets);

/// Tells each moment the part in which it happens.
void find_sheets(std::vector<Moment>& film, const Trace& trace, const Sheets& sheets);

}  // namespace stepgrad
