// How a lesson's text is set: what the terminal is like that it stands on.
#pragma once

#include <cstddef>

namespace stepgrad {

struct Typesetting {
  std::size_t width = 80;  // columns
  bool color = false;      // ANSI colours
  std::size_t height = 0;  // rows of the terminal, or those a figure may take; 0: as it needs
};

}  // namespace stepgrad
