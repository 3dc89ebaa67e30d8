// A lesson's sentence: words with `code`, **stress** and $mathematics$ in them.
//
// Mathematics is written in the formula language, and set as an equation on a line of its own is:
// "so $dF/dx = dF/du * du/dx$" has fractions in the book and df/dx on a terminal.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// Mathematics in the formula language, sides with = between them: "dF/dx = dF/du * du/dx", or
/// with ∂. What the language does not know, as f(x + h), stands in quotes:
/// "('f(x + h)' - 'f(x)') / h". Throws Error for what cannot be read.
Math mathematics(std::string_view formula);

/// The sentence with its mathematics as the setter has it, and what stands between as `words` has
/// it. A $ within `code` is a dollar, and mathematics that cannot be read stands as it was written.
std::string set_mathematics(std::string_view sentence, const Setter& setter,
                            const std::function<std::string(std::string_view)>& words);

/// The same with the words as they are.
std::string set_mathematics(std::string_view sentence, const Setter& setter);

/// Throws Error that says which mathematics of the sentence cannot be read, and which $ has no
/// partner.
void check_mathematics(std::string_view sentence);

}  // namespace stepgrad
