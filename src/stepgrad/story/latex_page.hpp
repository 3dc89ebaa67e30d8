// The story of a trace in LaTeX, as a teacher would set it.
#pragma once

#include <string>

#include <stepgrad/story/story.hpp>

namespace stepgrad {

/// How a LaTeX text is used.
struct Paper {
  bool standalone = false;   // a whole document that compiles as it is, not a part of one
  std::string diagram = "";  // the path of a picture to include, or ""
};

/// The formula, its values, every backward step with numbers, and the gradients. It needs amsmath,
/// with a diagram also graphicx. Throws Error for an unknown name in `telling.only`.
std::string as_latex(const Trace& trace, const Telling& telling = {}, const Paper& paper = {});

}  // namespace stepgrad
