// Packed texts read back, as files/packed.js does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/text.hpp>

namespace stepgrad::test {

/// The texts that `packed` was given, without their line ends.
inline std::vector<std::string> unpacked(std::string_view packed) {
  std::vector<std::string_view> shapes;
  std::vector<std::string> texts;
  bool is_shape = true;
  for (const std::string_view line : split(packed, '\n')) {
    if (line.empty()) {
      is_shape = false;
      texts.emplace_back();
    } else if (is_shape) {
      shapes.push_back(line);
    } else {
      const std::vector<std::string_view> words = split(line, ' ');
      std::size_t next = 1;
      for (const char c : shapes.at(std::stoul(std::string(words[0]), nullptr, 16)))
        texts.back() += c == '~' ? std::string(words.at(next++)) : std::string(1, c);
    }
  }
  texts.pop_back();  // after the last line end
  return texts;
}

}  // namespace stepgrad::test
