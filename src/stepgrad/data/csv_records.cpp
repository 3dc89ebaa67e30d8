#include <stepgrad/data/csv_records.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/base/utf8_mark.hpp>
#include <stepgrad/data/file_kind.hpp>

namespace stepgrad {
namespace {

constexpr int none = -1;  // behind the last byte
constexpr std::size_t buffer_size = 1 << 16;
constexpr std::size_t longest_field = 1 << 16, most_fields = 1 << 20;

constexpr std::string_view delimiters = "\t;,|";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks_around(std::string_view field) {
  while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
  while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
  return field;
}

/// The first lines of a text that are whole and not empty, quoted line ends and all.
std::vector<std::string_view> first_lines(std::string_view text) {
  constexpr std::size_t most = 10;
  std::vector<std::string_view> lines;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size() && lines.size() < most; ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || (text[i] != '\n' && text[i] != '\r'))) continue;
    const std::string_view line = text.substr(begin, i - begin);
    const bool cut_off = i == text.size() && i >= buffer_size / 2 && !lines.empty();
    if (!cut_off && line.find_first_not_of(" \t") != line.npos) lines.push_back(line);
    begin = i + 1;
  }
  return lines;
}

/// How often the delimiter stands in the line, quotes aside.
std::ptrdiff_t count(std::string_view line, char delimiter) {
  bool quoted = false;
  return std::count_if(line.begin(), line.end(), [&](char c) {
    if (c == '"') quoted = !quoted;
    return !quoted && c == delimiter;
  });
}

bool has_blanks_within(std::string_view line) { return trimmed(line).find(' ') != line.npos; }

}  // namespace

CsvRecords::CsvRecords(Bytes bytes, std::string name, char delimiter)
    : bytes_(std::move(bytes)),
      name_(std::move(name)),
      delimiter_(delimiter),
      buffer_(buffer_size) {
  rewind();
  if (delimiter_ == '\0') delimiter_ = found_delimiter();
  for (std::size_t byte = 0; byte < may_end_field_.size(); ++byte)
    may_end_field_[byte] = byte == '\0' || byte == '\n' || byte == '\r' || byte >= 0x80 ||
                           byte == static_cast<unsigned char>(delimiter_) ||
                           (byte == '\t' && delimiter_ == ' ');
}

void CsvRecords::rewind() {
  bytes_.rewind();
  begin_ = at_ = filled_ = 0;
  fields_.clear();
  line_ = record_line_ = 1;
  count_ = 0;
  comment_.clear();
  skip_preamble();
}

/// More of the file behind what is there; what stands before this record makes room. False at the
/// end.
bool CsvRecords::fill() {
  const bool is_full = begin_ == 0 && filled_ == buffer_.size();
  std::vector<char> larger(is_full ? 2 * buffer_.size() : 0);
  const char* const from = buffer_.data() + begin_;
  char* const to = is_full ? larger.data() : buffer_.data();
  std::copy(from, from + (filled_ - begin_), to);
  for (std::string_view& field : fields_) field = {to + (field.data() - from), field.size()};
  if (is_full) buffer_.swap(larger);
  at_ -= begin_;
  filled_ -= begin_;
  begin_ = 0;
  const std::size_t bytes = bytes_.read(std::span(buffer_).subspan(filled_));
  filled_ += bytes;
  return bytes > 0;
}

int CsvRecords::peek() {
  return at_ < filled_ || fill() ? static_cast<unsigned char>(buffer_[at_]) : none;
}

int CsvRecords::take() {
  const int byte = peek();
  if (byte != none) ++at_;
  if (byte == '\n') ++line_;
  return byte;
}

void CsvRecords::take_line_end() {
  if (take() != '\r') return;
  if (peek() == '\n')
    take();
  else
    ++line_;
}

std::string CsvRecords::take_line() {
  std::string line;
  for (; !at_line_end() && peek() != none; begin_ = at_)
    if (const int byte = take(); line.size() < longest_field) line += static_cast<char>(byte);
  take_line_end();
  return line;
}

/// Of what is in the buffer, which at the beginning is all or plenty.
bool CsvRecords::starts_with(std::string_view text) {
  return peek() != none && std::string_view(buffer_.data() + at_, filled_ - at_).starts_with(text);
}

void CsvRecords::skip_preamble() {
  if (peek() == none) return;
  if (const OtherKind* kind = kind_other_than_csv({buffer_.data(), filled_}))
    throw broken(kind->what, kind->mend);
  if (starts_with(utf8_mark)) at_ += utf8_mark.size();
  while (at_line_end()) take_line_end();
  if (starts_with("sep=")) {
    const std::string line = take_line();
    if (delimiter_ == '\0' && line.size() == 5) delimiter_ = line[4];
  }
  while (at_line_end() || starts_with("#"))
    if (const std::string line = take_line(); !line.empty()) comment_ = trimmed(line.substr(1));
}

/// Looks at the first lines, as far as they are in the buffer, and not into quotes.
char CsvRecords::found_delimiter() {
  const std::vector<std::string_view> lines = first_lines({buffer_.data() + at_, filled_ - at_});
  if (lines.empty()) return ',';
  for (const std::size_t many : {lines.size(), std::min<std::size_t>(2, lines.size())})
    for (const char delimiter : delimiters) {
      const auto wanted = count(lines[0], delimiter);
      if (wanted > 0 && std::all_of(lines.begin(), lines.begin() + static_cast<long>(many),
                                    [&](auto line) { return count(line, delimiter) == wanted; }))
        return delimiter;
    }
  for (const char delimiter : delimiters)
    if (count(lines[0], delimiter) > 0) return delimiter;
  return std::all_of(lines.begin(), lines.end(), has_blanks_within) ? ' ' : ',';
}

bool CsvRecords::next() {
  fields_.clear();
  do {
    for (begin_ = at_; at_line_end(); begin_ = at_) take_line_end();
    if (peek() == none) return false;
    record_line_ = line_;
    if (delimiter_ == ' ')
      read_between_blanks();
    else if (take_usual_fields() == Ended::field)
      while (read_field() == Ended::field) {
      }
  } while (fields_.empty());  // a line of nothing but blanks is none
  ++count_;
  return true;
}

void CsvRecords::read_between_blanks() {
  for (;;) {
    while (peek() == ' ' || peek() == '\t') take();
    if (at_line_end() || peek() == none) break;
    read_field();
  }
  take_line_end();
}

bool CsvRecords::at_delimiter() {
  return peek() == delimiter_ || (delimiter_ == ' ' && peek() == '\t');
}

CsvRecords::Ended CsvRecords::read_field() {
  if (fields_.size() == most_fields)
    throw broken(fmt::format("a line of more than {} columns", most_fields),
                 "Is it a CSV file, and is this its delimiter?");
  while (peek() == ' ') take();
  fields_.push_back(peek() == '"' ? read_quoted() : read_unquoted());
  return end_of_field();
}

/// The place of the next byte that is to be looked at: most are nothing special.
std::size_t CsvRecords::end_of_usual() const {
  const char* const bytes = buffer_.data();
  std::size_t at = at_;
  while (at < filled_ && !may_end_field_[static_cast<unsigned char>(bytes[at])]) ++at;
  return at;
}

/// Takes fields as nearly all are, up to one that is to be read with care: in quotes, with blanks
/// around it, with other letters than ASCII's, or not all in the buffer yet. Nothing is judged here.
CsvRecords::Ended CsvRecords::take_usual_fields() {
  const char* const bytes = buffer_.data();
  while (fields_.size() < most_fields) {
    const std::size_t end = end_of_usual();
    const std::string_view field(bytes + at_, end - at_);
    if (end == filled_ || (bytes[end] != delimiter_ && bytes[end] != '\n')) break;
    if (field.size() > longest_field) break;
    if (!field.empty() &&
        (field.front() == '"' || is_blank(field.front()) || is_blank(field.back())))
      break;
    fields_.push_back(field);
    at_ = end + 1;
    if (bytes[end] == delimiter_) continue;
    ++line_;
    return Ended::record;
  }
  return Ended::field;
}

std::string_view CsvRecords::read_unquoted() {
  const std::size_t from = at_ - begin_;  // of the record, which may move within the buffer
  bool is_ascii = true;
  for (;; ++at_) {
    at_ = end_of_usual();
    const std::size_t size = at_ - begin_ - from;
    if (size > longest_field) check_byte(' ', size - 1);
    const int byte = peek();
    if (byte == none || at_line_end() || at_delimiter()) {
      const std::string_view field(buffer_.data() + begin_ + from, size);
      if (!is_ascii) check_utf8(field);
      return without_blanks_around(field);
    }
    check_byte(byte, size);
    is_ascii = is_ascii && byte < 0x80;
  }
}

/// Moves the text together where a quote within it is left out.
std::string_view CsvRecords::read_quoted() {
  take();
  const std::size_t from = at_ - begin_;
  std::size_t size = 0;
  for (;; ++size) {
    const int byte = take();
    if (byte == none)
      throw broken("a quote that is never closed",
                   "Close it, or write a quote within quotes twice: \"\".");
    if (byte == '"' && peek() != '"') break;
    if (byte == '"') take();
    check_byte(byte, size);
    buffer_[begin_ + from + size] = static_cast<char>(byte);
  }
  while (peek() == ' ' && delimiter_ != ' ') take();
  if (!at_delimiter() && !at_line_end() && peek() != none)
    throw broken(fmt::format("text behind the closed quote of column {}", fields_.size() + 1),
                 "Write a quote within quotes twice: \"\".");
  const std::string_view field(buffer_.data() + begin_ + from, size);
  check_utf8(field);
  return field;
}

void CsvRecords::check_utf8(std::string_view field) const {
  if (invalid_utf8(field) != field.npos)
    throw broken(fmt::format("column {} is not UTF-8", fields_.size() + 1),
                 "Save the file as UTF-8; it may be Latin-1, or no text at all.");
}

/// Throws Error for a byte that a field of so many bytes cannot take.
void CsvRecords::check_byte(int byte, std::size_t bytes_before) const {
  if (byte == '\0') throw broken("this is not text", "A CSV file is wanted.");
  if (bytes_before >= longest_field)
    throw broken(
        fmt::format("column {} is longer than {} bytes", fields_.size() + 1, longest_field),
        "Is it a CSV file? Is a quote left open?");
}

/// Takes what ends the field; between blanks, that is left to be skipped.
CsvRecords::Ended CsvRecords::end_of_field() {
  if (delimiter_ == ' ') return Ended::field;
  if (at_delimiter()) return take(), Ended::field;
  if (peek() == none) return Ended::file;
  take_line_end();
  return Ended::record;
}

std::string CsvRecords::delimiter_in_words() const {
  switch (delimiter_) {
    case ',':
      return "commas";
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    case '|':
      return "bars";
    case ' ':
      return "blanks";
    default:
      return fmt::format("'{}'", printable(std::string(1, delimiter_)));
  }
}

Error CsvRecords::broken(const std::string& happened, const std::string& mend) const {
  return Error(happened, fmt::format("  {}, line {}", name_, record_line_), mend);
}

Error CsvRecords::error_on(std::size_t line, const std::string& happened, std::size_t column,
                           const std::string& column_name, const std::string& mend) const {
  const std::string named =
      column_name.empty() || column_name == fmt::format("column {}", column + 1)
          ? ""
          : fmt::format(" ({})", shortened(printable(column_name), 40));
  return Error(happened, fmt::format("  {}, line {}, column {}{}", name_, line, column + 1, named),
               mend);
}

}  // namespace stepgrad
