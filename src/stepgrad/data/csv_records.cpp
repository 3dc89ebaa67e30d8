#include <stepgrad/data/csv_records.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

constexpr int none = -1;  // behind the last byte
constexpr std::size_t buffer_size = 1 << 16;
constexpr std::size_t longest_field = 1 << 16, most_fields = 1 << 20;

void trim(std::string& field) {
  field.erase(field.find_last_not_of(" \t") + 1);
  field.erase(0, field.find_first_not_of(" \t"));
}

/// 1,5 becomes 1.5: between semicolons, a comma in a number is a decimal comma.
void write_with_point(std::string& field) {
  const std::size_t comma = field.find(',');
  if (comma == field.npos || field.find(',', comma + 1) != field.npos) return;
  if (field.find_first_not_of("+-0123456789,eE") == field.npos) field[comma] = '.';
}

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
  skip_byte_order_mark();
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

void CsvRecords::skip_byte_order_mark() {
  if (peek() == none) return;
  const std::string_view start(buffer_.data(), std::min<std::size_t>(filled_, 3));
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff"))
    throw broken("this is UTF-16", "Save it as UTF-8.");
  if (start == "\xef\xbb\xbf") at_ = 3;
}

/// Looks at the first line, as far as it is in the buffer, and not into quotes.
char CsvRecords::found_delimiter() {
  bool quoted = false, semicolon = false;
  for (std::size_t i = at_; i < filled_; ++i) {
    const char c = buffer_[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    if (c == '\t') return '\t';
    semicolon = semicolon || c == ';';
  }
  return semicolon ? ';' : ',';
}

bool CsvRecords::next() {
  while (peek() == '\n' || peek() == '\r') take();
  if (peek() == none) return false;
  record_line_ = line_;
  count_ = 0;
  while (read_field() == Ended::field) {
  }
  return true;
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

CsvRecords::Ended CsvRecords::read_field() {
  std::string& field = next_field();
  while (peek() == ' ') take();
  if (peek() == '"') {
    read_quoted(field);
    return end_of_field();
  }
  while (peek() != delimiter_ && peek() != '\n' && peek() != none) append(field, take());
  if (!field.empty() && field.back() == '\r' && peek() != delimiter_) field.pop_back();
  trim(field);
  return end_of_field();
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
  while (peek() == ' ' || peek() == '\r') take();
  if (peek() != delimiter_ && peek() != '\n' && peek() != none)
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

CsvRecords::Ended CsvRecords::end_of_field() {
  std::string& field = fields_[count_ - 1];
  if (invalid_utf8(field) != field.npos)
    throw broken(fmt::format("column {} is not UTF-8", count_),
                 "Save the file as UTF-8; it may be Latin-1, or no text at all.");
  if (delimiter_ == ';') write_with_point(field);
  const int byte = take();
  return byte == delimiter_ ? Ended::field : byte == '\n' ? Ended::record : Ended::file;
}

Error CsvRecords::broken(const std::string& happened, const std::string& mend) const {
  return Error(happened, fmt::format("  {}, line {}", name_, record_line_), mend);
}

Error CsvRecords::error(const std::string& happened, std::size_t column,
                        const std::string& column_name, const std::string& mend) const {
  const std::string named =
      column_name.empty() || column_name == fmt::format("column {}", column + 1)
          ? ""
          : fmt::format(" ({})", shortened(printable(column_name), 40));
  return Error(happened,
               fmt::format("  {}, line {}, column {}{}", name_, record_line_, column + 1, named),
               mend);
}

}  // namespace stepgrad
