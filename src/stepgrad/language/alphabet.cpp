#include <stepgrad/language/alphabet.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// The name's code points: in UTF-8, all bytes but the first of each begin with the bits 10.
std::vector<std::string> code_points(std::string_view name) {
  if (invalid_utf8(name) != name.npos)
    throw Error(fmt::format("the name '{}' is not UTF-8", printable(name)), "",
                "Save the names as UTF-8: iconv -t UTF-8 does it.");
  std::vector<std::string> letters;
  for (const char byte : name) {
    const bool goes_on = (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
    if (goes_on)
      letters.back() += byte;
    else
      letters.emplace_back(1, byte);
  }
  return letters;
}

}  // namespace

Alphabet::Alphabet(std::span<const std::string> names) {
  for (const std::string& name : names)
    for (std::string& letter : code_points(name)) {
      // Bytes of UTF-8 are in the order of the code points.
      const auto place = std::lower_bound(letters_.begin(), letters_.end(), letter);
      if (place == letters_.end() || *place != letter) letters_.insert(place, std::move(letter));
    }
  if (letters_.empty())
    throw Error("there are no names to learn from", "", "Give some, one a line.");
}

std::string Alphabet::letter(std::size_t number) const {
  return number < letters_.size() ? letters_[number] : ".";
}

std::vector<std::size_t> Alphabet::numbers(std::string_view name) const {
  std::vector<std::size_t> numbers{end()};
  for (const std::string& letter : code_points(name)) {
    const auto place = std::lower_bound(letters_.begin(), letters_.end(), letter);
    if (place == letters_.end() || *place != letter)
      throw Error(fmt::format("the letter '{}' of '{}' is not among those that the model knows",
                              printable(letter), printable(name)),
                  "", fmt::format("It knows {}.", fmt::join(letters_, " ")));
    numbers.push_back(static_cast<std::size_t>(place - letters_.begin()));
  }
  numbers.push_back(end());
  return numbers;
}

}  // namespace stepgrad
