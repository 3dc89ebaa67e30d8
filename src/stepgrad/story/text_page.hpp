// The story of a trace for a terminal.
#pragma once

#include <string>

#include <stepgrad/story/story.hpp>

namespace stepgrad {

/// The forward pass line by line, every backward step, the gradients. Throws Error for an unknown
/// name in `telling.only`.
std::string as_text(const Trace& trace, const Telling& telling = {});

}  // namespace stepgrad
