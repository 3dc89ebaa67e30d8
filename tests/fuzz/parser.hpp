// What every fuzz target of a parser shares.
//
// A target is one file, PARSER.cpp, with one function: any_bytes does with the bytes what the kit
// does with them, and throws anything but Error where something does not hold. It is linked twice:
// with libfuzzer.cpp, which makes bytes up (./stepgrad fuzz), and with replay.cpp, which reads
// those of corpus/PARSER again in every run of the tests. What was found once belongs into the
// corpus.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

/// Defined by each target. Throws std::logic_error if something does not hold.
void any_bytes(std::string_view bytes);

namespace stepgrad::test {

inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

/// A text that a terminal shows as it is: UTF-8 without control characters, line ends aside.
inline bool is_printable(std::string_view text) {
  return invalid_utf8(text) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7f; });
}

/// Calls read(), whose mistakes are told by an Error: which is fine, as long as it can be shown.
template <class Read>
void told_well(Read&& read) {
  try {
    read();
  } catch (const Error& error) {
    require(is_printable(error.what()), "the error cannot be shown");
  }
}

}  // namespace stepgrad::test
