// Worksheets: both passes of a formula as a problem sheet with blanks, or as its answer key.
//
// A Worksheet says what is asked of one formula; a Sheet has one or several of them; four pages set
// it: text, Markdown, LaTeX and HTML for a printer.
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
  std::string diagram = "";    // a picture: its path, for HTML the <svg> itself; "" for none
};

/// What is handed out, or its key.
struct Sheet {
  bool answers;
  std::vector<Worksheet> problems;
  std::string origin = "";  // the command that makes the sheet; the key alone prints it
};

/// The sheet of this trace: a row for every result, and one for every gradient, in the order in
/// which they can be found.
Worksheet worksheet(const Trace& trace, bool answers);

std::string as_text(const Sheet& sheet);
std::string as_markdown(const Sheet& sheet);
/// A whole document.
std::string as_latex(const Sheet& sheet);
/// A whole page for a browser and its printer.
std::string as_html(const Sheet& sheet);

}  // namespace stepgrad
