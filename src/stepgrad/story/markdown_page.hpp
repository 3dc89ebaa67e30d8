// The story of a trace as Markdown, with mathematics as GitHub reads it.
#pragma once

#include <string>

#include <stepgrad/story/story.hpp>

namespace stepgrad {

/// Tables of both passes, mathematics in them and, where `diagram` is a path, a picture. Throws
/// Error for an unknown name in `telling.only`.
std::string as_markdown(const Trace& trace, const Telling& telling = {},
                        const std::string& diagram = "");

}  // namespace stepgrad
