// Whole numbers within bounds, as people write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stepgrad {

/// The number, if the whole text is one, whole and from `least` to `most` (at most 2^53); else
/// nothing. 3.0 and 3e0 are 3.
std::optional<std::size_t> read_whole(std::string_view text, std::size_t least, std::size_t most);

}  // namespace stepgrad
