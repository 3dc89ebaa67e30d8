#include <stepgrad/data/csv_records.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>
#include <stepgrad/data/file_kind.hpp>

namespace stepgrad {
namespace {

constexpr int none = -1;  // behind the last byte
constexpr std::size_t buffer_size = 1 << 16;
constexpr std::size_t longest_field = 1 << 16, most_fields = 1 << 20;

constexpr std::string_view delimiters = "\t;,|";

void trim(std::string& field) {
  field.erase(field.find_last_not_of(" \t") + 1);
  field.erase(0, field.find_first_not_of(" \t"));
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
}

void CsvRecords::rewind() {
  bytes_.rewind();
  at_ = filled_ = 0;
  line_ = record_line_ = 1;
  comment_.clear();
  skip_preamble();
}

int CsvRecords::peek() {
  if (at_ == filled_) {
    at_ = 0;
    filled_ = bytes_.read(buffer_);
    if (filled_ == 0) return none;
  }
  return static_cast<unsigned char>(buffer_[at_]);
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
  while (!at_line_end() && peek() != none)
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
  if (starts_with("\xef\xbb\xbf")) at_ += 3;
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
  do {
    while (at_line_end()) take_line_end();
    if (peek() == none) return false;
    record_line_ = line_;
    count_ = 0;
    if (delimiter_ == ' ')
      read_between_blanks();
    else
      while (read_field() == Ended::field) {
      }
  } while (count_ == 0);  // a line of nothing but blanks is none
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

std::string& CsvRecords::next_field() {
  if (count_ == most_fields)
    throw broken(fmt::format("a line of more than {} columns", most_fields),
                 "Is it a CSV file, and is this its delimiter?");
  if (count_ == fields_.size()) fields_.emplace_back();
  std::string& field = fields_[count_++];
  field.clear();
  return field;
}

bool CsvRecords::at_delimiter() {
  return peek() == delimiter_ || (delimiter_ == ' ' && peek() == '\t');
}

CsvRecords::Ended CsvRecords::read_field() {
  std::string& field = next_field();
  while (peek() == ' ') take();
  if (peek() == '"')
    read_quoted(field);
  else
    read_unquoted(field);
  if (invalid_utf8(field) != field.npos)
    throw broken(fmt::format("column {} is not UTF-8", count_),
                 "Save the file as UTF-8; it may be Latin-1, or no text at all.");
  return end_of_field();
}

void CsvRecords::read_unquoted(std::string& field) {
  while (!at_delimiter() && !at_line_end() && peek() != none) append(field, take());
  trim(field);
}

void CsvRecords::read_quoted(std::string& field) {
  take();
  for (;;) {
    const int byte = take();
    if (byte == none)
      throw broken("a quote that is never closed",
                   "Close it, or write a quote within quotes twice: \"\".");
    if (byte != '"')
      append(field, byte);
    else if (peek() == '"')
      append(field, take());
    else
      break;
  }
  while (peek() == ' ' && delimiter_ != ' ') take();
  if (!at_delimiter() && !at_line_end() && peek() != none)
    throw broken(fmt::format("text behind the closed quote of column {}", count_),
                 "Write a quote within quotes twice: \"\".");
}

void CsvRecords::append(std::string& field, int byte) {
  if (byte == '\0') throw broken("this is not text", "A CSV file is wanted.");
  if (field.size() == longest_field)
    throw broken(fmt::format("column {} is longer than {} bytes", count_, longest_field),
                 "Is it a CSV file? Is a quote left open?");
  field += static_cast<char>(byte);
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
