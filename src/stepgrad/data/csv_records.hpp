// The records of a CSV file (RFC 4180), one after the other.
//
// Fields stand between delimiters, records between line ends (LF, CRLF or CR). A field in quotes
// may hold both, and a quote as "". Empty lines are left out, and before the first record a byte
// order mark, Excel's "sep=;" and lines that begin with #. Where blanks are the delimiter, as many
// of them as stand together are one.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/data/bytes.hpp>

namespace stepgrad {

/// Where the bytes come from, and what stands between fields.
class CsvRecords {
 public:
  /// `name` is how errors call the file; the delimiter '\0' is found out: tab, semicolon, comma,
  /// bar, the first that each of the first ten lines has equally often, or else the first two, or
  /// else that line 1 has; else blanks. Throws Error for what is no table but, say, a page of HTML.
  CsvRecords(Bytes bytes, std::string name, char delimiter);

  /// Goes on to the next record; false at the end. Throws Error for a quote that is never closed,
  /// text behind a closed quote, fields without end, and files that are not text.
  bool next();

  /// Its fields, without quotes and without blanks around fields that had none.
  std::span<const std::string> fields() const { return std::span(fields_).first(count_); }

  /// Back to before the first record.
  void rewind();

  char delimiter() const { return delimiter_; }
  /// "commas", "'^'".
  std::string delimiter_in_words() const;

  /// The line on which this record begins, from 1.
  std::size_t line() const { return record_line_; }

  /// What stands behind the # of the last line before the first record; "" if there is none.
  const std::string& comment() const { return comment_; }

  /// An error of the whole file.
  Error error(const std::string& happened, const std::string& mend,
              Fault fault = Fault::input) const {
    return Error(happened, "  " + name_, mend, fault);
  }

  /// An error of its first line.
  Error error_of_first_line(const std::string& happened, const std::string& mend) const {
    return Error(happened, fmt::format("  {}, line 1", name_), mend);
  }

  /// An error at a column (from 0) of this record, or of the one that begins on this line.
  Error error(const std::string& happened, std::size_t column, const std::string& column_name,
              const std::string& mend) const {
    return error_on(record_line_, happened, column, column_name, mend);
  }
  Error error_on(std::size_t line, const std::string& happened, std::size_t column,
                 const std::string& column_name, const std::string& mend) const;

 private:
  enum class Ended { field, record, file };

  int peek();
  int take();
  bool at_line_end() { return peek() == '\n' || peek() == '\r'; }
  void take_line_end();
  std::string take_line();
  bool starts_with(std::string_view text);

  void skip_preamble();
  void read_between_blanks();
  std::string& next_field();
  Ended read_field();
  void read_unquoted(std::string& field);
  void read_quoted(std::string& field);
  bool at_delimiter();
  void append(std::string& field, int byte);
  Ended end_of_field();
  char found_delimiter();
  Error broken(const std::string& happened, const std::string& mend) const;

  Bytes bytes_;
  std::string name_;
  char delimiter_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, filled_ = 0;
  std::size_t line_ = 1, record_line_ = 1;
  std::string comment_;
  std::vector<std::string> fields_;  // kept from record to record: their memory is used again
  std::size_t count_ = 0;
};

}  // namespace stepgrad
