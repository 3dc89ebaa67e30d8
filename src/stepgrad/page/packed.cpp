#include <stepgrad/page/packed.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr char place = '~';

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Of a word, which may not hold what marks its place.
bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == place;
}

/// A sign belongs to the number after it.
std::size_t end_of_word(std::string_view text) {
  std::size_t end = text.size() > 1 && text[0] == '-' && is_digit(text[1]) ? 1 : 0;
  while (end < text.size() && is_of_word(text[end])) ++end;
  return end;
}

/// A piece with a digit in it, unless it is a colour: those belong to the shape.
bool is_word(std::string_view before, std::string_view piece) {
  if (piece.find(place) != piece.npos) return true;
  return !before.ends_with('#') && std::any_of(piece.begin(), piece.end(), is_digit);
}

struct TakenApart {
  std::string shape, words;
};

TakenApart taken_apart(std::string_view line) {
  TakenApart result;
  while (!line.empty()) {
    const std::size_t end = end_of_word(line);
    const std::string_view piece = line.substr(0, end == 0 ? 1 : end);
    if (is_word(result.shape, piece)) {
      result.shape += place;
      result.words += " ";
      result.words += piece;
    } else {
      result.shape += piece;
    }
    line.remove_prefix(piece.size());
  }
  return result;
}

/// A cell and a formula end a line: what stands in it has few shapes, what stands in several many.
std::size_t end_of_line(std::string_view text) {
  constexpr std::array<std::string_view, 4> ends{"</mtd>", "</math>", "</td>", "</th>"};
  for (std::size_t at = text.find("</"); at != text.npos; at = text.find("</", at + 1))
    for (const std::string_view end : ends)
      if (text.substr(at).starts_with(end)) return at + end.size();
  return text.size();
}

}  // namespace

std::string packed(std::span<const std::string> texts) {
  std::unordered_map<std::string, std::size_t> numbers;
  std::string shapes, lines;
  for (const std::string& text : texts) {
    lines += "\n";
    for (std::string_view line : split(text, '\n'))
      while (!line.empty()) {
        const std::size_t end = end_of_line(line);
        const auto [shape, words] = taken_apart(line.substr(0, end));
        const auto [number, is_new] = numbers.try_emplace(shape, numbers.size());
        if (is_new) shapes += shape + "\n";
        lines += fmt::format("{:x}{}\n", number->second, words);
        line.remove_prefix(end);
      }
  }
  return shapes + lines;
}

}  // namespace stepgrad
