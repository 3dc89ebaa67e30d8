// The words of the formula language, and how a mistake among them is pointed at.
//
// Only the parser needs them; formula.hpp is what others include.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepgrad::detail {

/// A word of a formula: a piece of its source.
struct Token {
  enum class Kind { number, name, symbol, separator, end };
  Kind kind;
  std::string_view text;
  std::size_t position;
};

/// Takes a formula apart into words, one at a time. The source must live as long.
class Scanner {
 public:
  explicit Scanner(std::string_view source);

  /// The next word; blanks and comments are left out, and inside parentheses newlines too.
  /// Throws Error at a character that the language does not have.
  Token next(bool inside_parentheses);

 private:
  Token token(Token::Kind kind, std::size_t length);
  void skip_blanks(bool newlines_too);
  std::size_t name_length() const;
  std::size_t number_length() const;
  [[noreturn]] void refuse_character() const;

  std::string_view source_;
  std::size_t at_;
};

/// The line around a place in the source with a caret under it; of a long line only what is near.
std::string marked(std::string_view source, std::size_t position, std::size_t length);

}  // namespace stepgrad::detail
