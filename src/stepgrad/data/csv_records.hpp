// The records of a CSV file (RFC 4180), one after the other.
//
// Fields stand between delimiters, records between line ends (LF, CRLF or CR). A field in quotes
// may hold both, and a quote as "". Empty lines are left out, and before the first record a byte
// order mark, Excel's "sep=;" and lines that begin with #. Where blanks are the delimiter, as many
// of them as stand together are one.
//
// The file is read once and not copied: fields are views of the bytes as they came in, and of the
// file no more is in memory than the record that is read and a piece of what follows.
#pragma once

#include <array>
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

  /// Its fields, without quotes and without blanks around fields that had none; good until the next
  /// record is read.
  std::span<const std::string_view> fields() const { return fields_; }

  /// Back to before the first record.
  void rewind();

  char delimiter() const { return delimiter_; }
  /// "commas", "'^'".
  std::string delimiter_in_words() const;

  /// The line on which this record begins, from 1.
  std::size_t line() const { return record_line_; }

  /// Is it the first record?
  bool is_first() const { return count_ == 1; }

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

  bool fill();
  int peek();
  int take();
  bool at_line_end() { return peek() == '\n' || peek() == '\r'; }
  void take_line_end();
  std::string take_line();
  bool starts_with(std::string_view text);

  void skip_preamble();
  void read_between_blanks();
  Ended read_field();
  std::size_t end_of_usual() const;
  Ended take_usual_fields();
  std::string_view read_unquoted();
  std::string_view read_quoted();
  bool at_delimiter();
  void check_byte(int byte, std::size_t bytes_before) const;
  void check_utf8(std::string_view field) const;
  Ended end_of_field();
  char found_delimiter();
  Error broken(const std::string& happened, const std::string& mend) const;

  Bytes bytes_;
  std::string name_;
  char delimiter_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, at_ = 0, filled_ = 0;  // in it: this record, the next byte, the end
  std::array<bool, 256> may_end_field_{};        // or is to be looked at for another reason
  std::size_t line_ = 1, record_line_ = 1;
  std::size_t count_ = 0;  // of the records that have been read
  std::string comment_;
  std::vector<std::string_view> fields_;
};

}  // namespace stepgrad
