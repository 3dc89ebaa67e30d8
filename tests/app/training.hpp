// What the tests of training share: the program, its words, and a table to learn.
#pragma once

#include <string>
#include <vector>

#include "app/program.hpp"

namespace stepgrad::test {

inline Outcome run(std::vector<std::string> words, const std::string& input = "") {
  return stepgrad(std::move(words), input);
}

inline std::vector<std::string> with(std::vector<std::string> words,
                                     std::vector<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

inline const std::string iris_like =
    "length,width,kind\n1,5,a\n1.1,5.2,a\n0.9,5.1,a\n1.2,4.8,a\n1,4.9,a\n"
    "4,1,\"b, c\"\n4.1,1.2,\"b, c\"\n3.9,0.9,\"b, c\"\n4.2,1.1,\"b, c\"\n4,0.8,\"b, c\"\n";

}  // namespace stepgrad::test
