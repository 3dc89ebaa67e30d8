// Worksheets: both passes of a formula as a problem sheet with blanks, or as its answer key.
//
// A Worksheet says what is asked; four pages set it: text, Markdown, LaTeX and HTML for a printer.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

struct Worksheet {
  bool answers;                  // is it the answer key?
  std::vector<Math> statements;  // the formula
  std::vector<Math> inputs;      // x = -2
  std::vector<Math> forward;     // q = x + y = ____, with answers q = x + y = -2 + 5 = 3
  Math start;                    // ∂f/∂f = 1
  Sentence numbered = {};  // what the number in a slope such as ∂q/∂x⁽²⁾ means, or nothing
  std::vector<Math> backward;  // ∂f/∂x = ∂f/∂q · ∂q/∂x = ____ · ____ = ____
  std::string origin = "";     // the command that makes it again, or ""
};

/// The sheet of this trace: a row for every result, and one for every gradient, in the order in
/// which they can be found.
Worksheet worksheet(const Trace& trace, bool answers);

std::string as_text(const Worksheet& sheet);

/// With a picture where `diagram` is the path of one.
std::string as_markdown(const Worksheet& sheet, const std::string& diagram = "");

/// A whole document, with a picture where `diagram` is the path of one.
std::string as_latex(const Worksheet& sheet, const std::string& diagram = "");

/// A whole page for a browser and its printer, with a picture where `svg` is one.
std::string as_html(const Worksheet& sheet, const std::string& svg = "");

}  // namespace stepgrad
