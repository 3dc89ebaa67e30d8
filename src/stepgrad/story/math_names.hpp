// Names as mathematics sets them: w1 and x_12 with an index, alpha as a Greek letter, words
// upright.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// The name as XML can hold it; of a very long one the beginning.
std::string shown_whole(std::string_view name);

/// A name taken apart: "w1" is w with index 1, "x_1_out" is x with 1 and out. A name with other
/// characters than letters, digits and _ stays whole.
struct NameParts {
  std::string base;
  std::vector<std::string> indices;
};
NameParts name_parts(std::string_view name);

/// A Greek letter: how it is spelled, the letter itself, and LaTeX's name for it.
struct Greek {
  std::string_view word, letter, command;
};

/// The Greek letter that this text spells or is, or null.
const Greek* greek(std::string_view text);

/// Is this text one letter (set in italics), and not a word (upright)?
bool is_letter(std::string_view text);

/// Has it ASCII digits only?
bool is_digits(std::string_view text);

}  // namespace stepgrad
