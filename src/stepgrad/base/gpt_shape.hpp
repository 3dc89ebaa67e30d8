// How large a GPT is: scalar by scalar (language/gpt.hpp) or in matrices (matrix/gpt.hpp), it has
// the same weights in the same order.
#pragma once

#include <cstddef>

namespace stepgrad {

/// How large a GPT is.
struct GptShape {
  std::size_t letters;       // that it reads and says, the end among them
  std::size_t layers = 1;    // of attention and neurons
  std::size_t width = 16;    // of the vector that goes through them; neurons are 4 times as many
  std::size_t heads = 4;     // of attention: each has its part of the width
  std::size_t context = 16;  // letters that it looks back at most, this one included

  bool operator==(const GptShape&) const = default;
};

/// How many weights it has: (2 letters + context + 12 layers width) width. Throws Error for sizes
/// of 0, heads that do not divide the width, and more than 20 million weights.
std::size_t weights_of(const GptShape& shape);

}  // namespace stepgrad
