#include <stepgrad/base/text.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace stepgrad {
namespace {

struct Decoded {
  char32_t code_point;
  std::size_t bytes;  // 0: not UTF-8
};

/// The code point at the start of `text` (RFC 3629).
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t bytes = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < bytes) return {0, 0};
  char32_t code_point = byte(0) & (0xff >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0, 0};
    code_point = code_point << 6 | (byte(i) & 0x3f);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xd800 && code_point < 0xe000;
  if (code_point < least[bytes] || code_point > 0x10ffff || surrogate) return {0, 0};
  return {code_point, bytes};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Damerau and Levenshtein's distance, neighbours exchanged counting as one, upper and lower case
/// as the same.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + !same(i - 1, j - 1)});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1))
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

/// Tabs and line ends, those of Unicode among them.
bool ends_line_or_cell(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// What is obeyed rather than shown: control characters (C0 and C1, ECMA-48), those that turn the
/// direction of writing (Unicode's bidirectional algorithm), and two that XML does not know.
bool is_command(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
  const bool turns = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
                     (c >= 0x2066 && c <= 0x2069);
  return control || turns || c == 0xfffe || c == 0xffff;
}

/// Columns without the escape sequences.
std::size_t visible_columns(std::string_view word) {
  std::string plain;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (word[i] == '\x1b')
      i = std::min(word.find('m', i), word.size());
    else
      plain += word[i];
  return columns(plain);
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const auto [code_point, bytes] = decode(text);
    const bool combining = (code_point >= 0x300 && code_point < 0x370) ||
                           (code_point >= 0x200b && code_point <= 0x200f) || code_point == 0xfeff;
    const bool wide = (code_point >= 0x1100 && code_point <= 0x115f) ||
                      (code_point >= 0x2e80 && code_point <= 0xa4cf) ||
                      (code_point >= 0xac00 && code_point <= 0xd7a3) ||
                      (code_point >= 0xf900 && code_point <= 0xfaff) ||
                      (code_point >= 0xff00 && code_point <= 0xff60) || code_point >= 0x1f300;
    count += combining ? 0 : wide ? 2 : 1;
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return count;
}

std::size_t invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = decode(text.substr(i)).bytes;
    if (bytes == 0) return i;
    i += bytes;
  }
  return std::string_view::npos;
}

std::string printable(std::string_view text) {
  constexpr std::string_view replacement = "\uFFFD";
  std::string clean;
  while (!text.empty()) {
    const auto [code_point, bytes] = decode(text);
    if (bytes > 0 && ends_line_or_cell(code_point))
      clean += ' ';
    else if (bytes == 0 || is_command(code_point))
      clean += replacement;
    else
      clean += text.substr(0, bytes);
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return clean;
}

std::string printable_lines(std::string_view text) {
  std::string clean;
  for (const std::string_view line : split(text, '\n')) clean += printable(line) + '\n';
  clean.pop_back();
  return clean;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view signs = "&<>\"'";
  constexpr std::array<std::string_view, 5> entities{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
  std::string result;
  for (const char c : printable(text))
    if (const std::size_t sign = signs.find(c); sign != signs.npos)
      result += entities[sign];
    else
      result += c;
  return result;
}

std::string right_aligned(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, columns(text)), ' ') + std::string(text);
}

std::string shortened(std::string_view text, std::size_t most) {
  std::size_t taken = 0, end = 0;
  while (end < text.size()) {
    const std::size_t bytes = std::max<std::size_t>(1, decode(text.substr(end)).bytes);
    // A combining mark takes no column, but a thousand of them are too many all the same.
    taken += std::max<std::size_t>(1, columns(text.substr(end, bytes)));
    if (taken > most) return std::string(text.substr(0, end)) + "…";
    end += bytes;
  }
  return std::string(text);
}

std::string nearest(std::string_view word, std::span<const std::string> names) {
  // Of two names as near, the one as long as the word: 'tahn' is 'tanh' rather than 'tan'.
  const auto score = [&](const std::string& name) {
    return 2 * distance(word, name) + (name.size() != word.size());
  };
  const std::size_t most = std::max<std::size_t>(1, word.size() / 3);
  std::string best;
  std::size_t best_score = 2 * most + 2;
  for (const std::string& name : names) {
    if (name.size() > 100 || word.size() > 100) continue;
    if (score(name) < best_score && distance(word, name) < std::max(word.size(), name.size())) {
      best = name;
      best_score = score(name);
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names,
                         const std::string& otherwise) {
  const std::string near = nearest(word, names);
  return near.empty() ? otherwise : fmt::format("did you mean '{}'?", near);
}

std::string listed(std::span<const std::string> words) {
  if (words.empty()) return "";
  if (words.size() == 1) return words[0];
  return fmt::format("{} and {}", fmt::join(words.first(words.size() - 1), ", "), words.back());
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  bool first = true;
  for (const std::string_view word : split(text, ' ')) {
    const std::size_t wide = visible_columns(word);
    if (!first && column + 1 + wide > width && column > indent) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      result += ' ';
      ++column;
    }
    result += word;
    column += wide;
    first = false;
  }
  return result + '\n';
}

std::string colored(std::string_view code, std::string_view text, bool wished) {
  return wished ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view white_space = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(white_space) + 1 - begin));
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

}  // namespace stepgrad
