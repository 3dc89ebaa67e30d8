// Words for a shell.
#pragma once

#include <string>

#include <stepgrad/base/text.hpp>

namespace stepgrad {

/// In single quotes, between which all is what it is, an apostrophe excepted.
inline std::string in_shell_quotes(std::string_view text) {
  return "'" + replaced(std::string(text), "'", "'\\''") + "'";
}

}  // namespace stepgrad
