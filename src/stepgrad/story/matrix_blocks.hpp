// Blocks of text: matrices in their brackets, side by side with the signs between them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/matrix_trace.hpp>

namespace stepgrad {

/// Lines that take the same number of columns.
struct Block {
  std::vector<std::string> lines = {};
  std::size_t width = 0;
};

/// A line of text.
Block block(std::string_view text);

/// The numbers of a matrix in brackets, point below point; of a transposed one with rows and
/// columns exchanged; a single number without brackets. `color` is the number of an ANSI colour, or
/// "".
Block block(const MatrixTrace::Numbers& matrix, bool transposed, std::string_view color = "");

/// Side by side, the lower ones at half the height.
Block beside(const std::vector<Block>& blocks);

/// Lines of the page with these blocks on them, as many side by side as fit, indented.
std::string laid_out(const std::vector<Block>& blocks, std::size_t width, std::size_t indent,
                     std::size_t gap);

}  // namespace stepgrad
