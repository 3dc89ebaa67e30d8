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
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

/// Defined by each target. Throws std::logic_error if something does not hold.
void any_bytes(std::string_view bytes);

namespace stepgrad::test {

inline void require(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

/// A text that a terminal shows as it is, line by line.
inline bool is_printable(std::string_view text) {
  const std::vector<std::string_view> lines = split(text, '\n');
  return std::all_of(lines.begin(), lines.end(),
                     [](std::string_view line) { return printable(line) == line; });
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
