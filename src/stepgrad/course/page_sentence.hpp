// A lesson's sentences in a page: `code`, **stress** and $mathematics$ set, and what is no sentence
// made harmless.
#pragma once

#include <string>
#include <string_view>

namespace stepgrad {

/// A sentence with its `code`, **stress** and $mathematics$. Its references to lessons are set with
/// the whole page.
std::string inline_html(std::string_view sentence);

/// A sentence without its marks, for an attribute.
std::string unmarked(std::string_view sentence);

std::string paragraph(std::string_view sentence);

/// The text as the value of a quoted attribute, with its lines.
std::string in_attribute(std::string_view text);

std::string escaped_lines(std::string_view text);

}  // namespace stepgrad
