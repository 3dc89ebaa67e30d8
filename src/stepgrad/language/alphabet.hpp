// Letters and their numbers: a model of language reads and says numbers.
//
// Each letter that occurs in the names has a number, from 0 on in the order of the alphabet. One
// more stands for the end, before a name and behind it, so that a model learns where names begin and
// where they stop:
//
//     ann   ->   26 0 13 13 26
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

class Alphabet {
 public:
  /// The letters of these names, code points of UTF-8. Throws Error where a name is not UTF-8, and
  /// if there are none.
  explicit Alphabet(std::span<const std::string> names);

  /// How many numbers there are: the letters and the end.
  std::size_t size() const { return letters_.size() + 1; }
  std::size_t end() const { return letters_.size(); }
  const std::vector<std::string>& letters() const { return letters_; }

  /// The letter of a number; of the end a dot.
  std::string letter(std::size_t number) const;

  /// The name's letters as numbers, the end before and behind them. Throws Error for a letter that
  /// is not in the alphabet.
  std::vector<std::size_t> numbers(std::string_view name) const;

  bool operator==(const Alphabet&) const = default;

 private:
  std::vector<std::string> letters_;
};

}  // namespace stepgrad
