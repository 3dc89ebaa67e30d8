// LaTeX: mathematics, text, rows of equations, pictures, whole documents.
//
// Mathematics is set in the words that TeX with amsmath, MathJax and GitHub have in common. GitHub
// refuses \operatorname, and Markdown takes \_ \{ and \, apart before mathematics is seen: none of
// them is written for names and functions of the formula language. Indices of a word stand inside
// its braces, and \text has none, because Markdown may take }_ for the start of emphasis.
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

// Ems between the margins: of an article of 10 points, and of a document of our own, whose numbers
// of steps need some.
inline constexpr double narrow_line = 34, own_line = 38;

/// The mathematics for math mode; it needs amsmath, and nothing that GitHub refuses.
std::string as_latex(const Math& math);

/// Text that LaTeX shows as it is.
std::string latex_text(std::string_view text);

/// The mathematics within a line, $…$.
std::string latex_inline(const Math& math);

/// A row of an align* environment, aligned at its first =, and `end` after it; it is broken at
/// another = where it would be broader than `line`.
std::string latex_row(const Math& equation, double line, std::string_view end = "");

/// Rows, with what parts them already between them, in an align* environment; "" for none.
std::string latex_align(std::string_view rows);

/// A picture at its own size, or as wide as the line where it would be wider. It needs graphicx.
std::string latex_picture(const std::string& path);

/// A whole document around a text: what pdflatex, lualatex and xelatex compile as it is. Characters
/// that their usual fonts lack appear as their numbers in a box.
std::string latex_document(const std::string& body);

}  // namespace stepgrad
