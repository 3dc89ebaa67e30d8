// Text as people type and see it: UTF-8, columns on a terminal, names that were almost right.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// How many columns UTF-8 text takes on a terminal (a code point is one, a wide one two, a
/// combining one none).
std::size_t columns(std::string_view text);

/// The place of the first byte that is not UTF-8 (overlong forms, surrogates included), or npos.
std::size_t invalid_utf8(std::string_view text);

/// What somebody else wrote, such as a name in a file, as every format can carry it and every
/// terminal show it: bytes that are not UTF-8, control characters (C0 and C1), those that turn the
/// direction of writing, U+FFFE and U+FFFF become U+FFFD; tabs and line ends become a space.
std::string printable(std::string_view text);

/// The same of each line: line ends stay.
std::string printable_lines(std::string_view text);

/// Printable, and as it stands in HTML, SVG and MathML, as text or in a quoted attribute: the signs
/// that mean something there become entities.
std::string escaped(std::string_view text);

/// The text with blanks before it, as many as it takes to be so many columns wide.
std::string right_aligned(std::string_view text, std::size_t width);

/// The beginning of UTF-8 text that takes more than `most` columns, and "…".
std::string shortened(std::string_view text, std::size_t most);

/// The name that is most like `word`, or "" if none is near: at most a third of the letters may be
/// missing, extra, exchanged or other (Damerau and Levenshtein's distance).
std::string nearest(std::string_view word, std::span<const std::string> names);

/// How to mend a name that nobody knows: "did you mean 'tanh'?" where one of the names is near,
/// else what `otherwise` says.
std::string did_you_mean(std::string_view word, std::span<const std::string> names,
                         const std::string& otherwise = "");

/// "x", "x and y", "x, y and z".
std::string listed(std::span<const std::string> words);

/// A paragraph in lines of at most `width` columns (a longer word keeps a line to itself), the
/// later ones indented. Escape sequences for colours take no columns.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

/// The text in a terminal's colour or weight, if wished: an SGR code of ECMA-48, such as "1"
/// (bold), "2" (dim), "31" (red).
std::string colored(std::string_view code, std::string_view text, bool wished);

/// The text with `with` wherever `what`, which is not empty, stood.
std::string replaced(std::string text, std::string_view what, std::string_view with);

/// The text without the white space around it.
std::string trimmed(std::string_view text);

/// The text with its ASCII letters in lower case.
std::string lower(std::string_view text);

/// The pieces between the separators.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace stepgrad
