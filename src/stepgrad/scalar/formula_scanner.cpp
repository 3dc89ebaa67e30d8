#include <stepgrad/scalar/formula_scanner.hpp>

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad::detail {
namespace {

bool is_name_start(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80);
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

constexpr std::string_view byte_order_mark = "\ufeff";  // some editors begin a file with it

/// Characters that mathematics or an editor has and the language writes otherwise.
struct Instead {
  std::string_view character, write;
};
constexpr Instead instead[] = {
    {"×", "*"},
    {"·", "*"},
    {"⋅", "*"},
    {"∗", "*"},
    {"÷", "/"},
    {"−", "-"},
    {"–", "-"},
    {"—", "-"},
    {"²", "^2"},
    {"³", "^3"},
    {"√", "sqrt(...)"},
    {"Σ", "sum(...)"},
    {"∑", "sum(...)"},
    {"\"", "names and numbers without quotes"},
    {"{", "("},
    {"}", ")"},
    {"|", "abs(...)"},
    {"\u00a0", "a plain space; this one is a no-break space"},
    {"\u200b", "nothing here; this is a space of no width"},
    {byte_order_mark, "nothing here; this is a byte order mark"},
};

/// The row for the character at the start of the text, or null.
const Instead* written_otherwise(std::string_view text) {
  const auto found = std::find_if(std::begin(instead), std::end(instead),
                                  [&](const Instead& i) { return text.starts_with(i.character); });
  return found == std::end(instead) ? nullptr : found;
}

// ---- the place of a mistake

/// A line of the source, or the part of it that is near a mistake.
struct Excerpt {
  std::size_t first, last;
  std::string_view before = "", after = "";  // stand for what is left out
};

Excerpt excerpt_around(std::string_view source, std::size_t position) {
  Excerpt excerpt{.first = source.substr(0, position).rfind('\n') + 1,  // npos + 1 is 0
                  .last = std::min(source.find('\n', position), source.size())};
  if (position - excerpt.first > 40) {
    excerpt.first = position - 35;
    excerpt.before = "...";
  }
  if (excerpt.last - position > 35) {
    excerpt.last = position + 30;
    excerpt.after = "...";
  }
  const auto within_character = [&](std::size_t i) {
    return i < source.size() && (source[i] & 0xc0) == 0x80;
  };
  while (within_character(excerpt.first)) ++excerpt.first;
  while (within_character(excerpt.last)) ++excerpt.last;
  return excerpt;
}

/// Where the source has several lines, which one it is.
std::string line_number(std::string_view source, std::size_t position) {
  if (source.find('\n') == std::string_view::npos) return "";
  const std::string_view before = source.substr(0, position);
  return fmt::format("line {}:\n", 1 + std::count(before.begin(), before.end(), '\n'));
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

Scanner::Scanner(std::string_view source)
    : source_(source), at_(source.starts_with(byte_order_mark) ? byte_order_mark.size() : 0) {}

Token Scanner::next(bool inside_parentheses) {
  skip_blanks(inside_parentheses);
  if (at_ == source_.size()) return token(Token::Kind::end, 0);
  const char c = source_[at_];
  const char after = at_ + 1 < source_.size() ? source_[at_ + 1] : ' ';
  if (c == ';' || c == '\n') return token(Token::Kind::separator, 1);
  if (is_digit(c) || (c == '.' && is_digit(after)))
    return token(Token::Kind::number, number_length());
  if (written_otherwise(source_.substr(at_))) refuse_character();
  if (is_name_start(c)) return token(Token::Kind::name, name_length());
  if (std::string_view("+-*/^()[],=<>").find(c) == std::string_view::npos) refuse_character();
  return token(Token::Kind::symbol, 1);
}

Token Scanner::token(Token::Kind kind, std::size_t length) {
  const std::size_t start = at_;
  at_ += length;
  return {kind, source_.substr(start, length), start};
}

void Scanner::skip_blanks(bool newlines_too) {
  for (; at_ < source_.size(); ++at_) {
    if (source_[at_] == '#') at_ = std::min(source_.find('\n', at_), source_.size());
    if (at_ == source_.size()) return;
    const char c = source_[at_];
    if (c == '\n' ? !newlines_too : !std::isspace(static_cast<unsigned char>(c))) return;
  }
}

std::size_t Scanner::name_length() const {
  std::size_t end = at_;
  while (end < source_.size() && is_name_part(source_[end]) &&
         !written_otherwise(source_.substr(end)))
    ++end;
  return end - at_;
}

/// All digits and points, even if they make no number, and an exponent if digits follow the e.
std::size_t Scanner::number_length() const {
  std::size_t end = at_;
  const auto digits = [&] {
    while (end < source_.size() && (is_digit(source_[end]) || source_[end] == '.')) ++end;
  };
  digits();
  if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
    std::size_t exponent = end + 1;
    if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-'))
      ++exponent;
    if (exponent < source_.size() && is_digit(source_[exponent])) {
      end = exponent;
      digits();
    }
  }
  return end - at_;
}

void Scanner::refuse_character() const {
  const char c = source_[at_];
  if (const Instead* row = written_otherwise(source_.substr(at_)))
    throw Error(fmt::format("'{}' is not part of the formula language", row->character),
                marked(source_, at_, row->character.size()), fmt::format("write {}", row->write));
  const std::string what = is_control(c)
                             ? fmt::format("the character with code {}", static_cast<int>(c))
                             : fmt::format("'{}'", c);
  throw Error(what + " is not part of the formula language", marked(source_, at_, 1),
              "A formula has numbers, names, + - * / ^, parentheses and functions "
              "('stepgrad ops' lists them).");
}

std::string marked(std::string_view source, std::size_t position, std::size_t length) {
  position = std::min(position, source.size());
  const Excerpt excerpt = excerpt_around(source, position);
  const std::string_view left = source.substr(excerpt.first, position - excerpt.first);
  const std::size_t column = excerpt.before.size() + columns(left);
  const std::size_t under =
      columns(source.substr(position, std::min(length, excerpt.last - position)));
  std::string line(source.substr(excerpt.first, excerpt.last - excerpt.first));
  std::replace_if(line.begin(), line.end(), is_control,
                  ' ');  // tabs, too: the caret counts columns
  return fmt::format("{}  {}{}{}\n  {:{}}^{:~<{}}", line_number(source, position), excerpt.before,
                     line, excerpt.after, "", column, "", under > 1 ? under - 1 : 0);
}

}  // namespace stepgrad::detail
