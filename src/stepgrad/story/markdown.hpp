// Mathematics and names within Markdown, as GitHub and others read it: before mathematics is set,
// Markdown has looked for its own signs in it.
#pragma once

#include <string>
#include <string_view>

#include <stepgrad/story/mathematics.hpp>

namespace stepgrad {

/// A code span that may stand in a table: backticks enough to hold those within, and no bare |.
std::string markdown_code(std::string_view text);

/// $…$, without a sign that Markdown would take for its own: such signs in names are full-width.
std::string markdown_inline(const Math& math);

/// The same on lines of its own, $$…$$.
std::string markdown_block(const Math& math);

/// ![what](path)
std::string markdown_picture(std::string_view what, const std::string& path);

}  // namespace stepgrad
