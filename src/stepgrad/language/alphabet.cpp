#include <stepgrad/language/alphabet.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// Calls visit(letter) for the name's code points: in UTF-8, all bytes but the first of each begin
/// with the bits 10.
template <class Visit>
void for_each_letter(std::string_view name, Visit&& visit) {
  if (invalid_utf8(name) != name.npos)
    throw Error(fmt::format("the name '{}' is not UTF-8", printable(name)), "",
                "Save the names as UTF-8: iconv -t UTF-8 does it.");
  const auto goes_on = [&](std::size_t i) { return (name[i] & 0xc0) == 0x80; };
  for (std::size_t begin = 0, end; begin < name.size(); begin = end) {
    for (end = begin + 1; end < name.size() && goes_on(end);) ++end;
    visit(name.substr(begin, end - begin));
  }
}

}  // namespace

Alphabet::Alphabet(std::span<const std::string> names) {
  for (const std::string& name : names)
    for_each_letter(name, [&](std::string_view letter) {
      // Bytes of UTF-8 are in the order of the code points.
      const auto place = std::lower_bound(letters_.begin(), letters_.end(), letter);
      if (place == letters_.end() || *place != letter) letters_.emplace(place, letter);
    });
  if (letters_.empty())
    throw Error("there are no names to learn from", "", "Give some, one a line.");
}

std::string Alphabet::letter(std::size_t number) const {
  return number < letters_.size() ? letters_[number] : ".";
}

std::vector<std::size_t> Alphabet::numbers(std::string_view name) const {
  std::vector<std::size_t> numbers{end()};
  for_each_letter(name, [&](std::string_view letter) {
    const auto place = std::lower_bound(letters_.begin(), letters_.end(), letter);
    if (place == letters_.end() || *place != letter)
      throw Error(fmt::format("the letter '{}' of '{}' is not among those that the model knows",
                              printable(letter), printable(name)),
                  "", fmt::format("It knows {}.", fmt::join(letters_, " ")));
    numbers.push_back(static_cast<std::size_t>(place - letters_.begin()));
  });
  numbers.push_back(end());
  return numbers;
}

}  // namespace stepgrad
