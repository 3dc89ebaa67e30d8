// The byte order mark of UTF-8.
#pragma once

#include <string_view>

namespace stepgrad {

/// Some editors begin a text with it. It says nothing; whoever reads a text skips it.
inline constexpr std::string_view utf8_mark = "\xef\xbb\xbf";

}  // namespace stepgrad
