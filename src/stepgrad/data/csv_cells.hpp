// The cells of a record, read as numbers; or what is the matter with one, and how to mend it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/base/error.hpp>
#include <stepgrad/data/csv_layout.hpp>
#include <stepgrad/data/csv_survey.hpp>

namespace stepgrad {

/// What stands in a file, as an error can show it.
std::string shown_cell(std::string_view text);

/// How a column is called in an option: by its name, or its number where that is awkward.
std::string as_option(const std::string& name, std::size_t column);

/// Looks at the record that `records` have read last. All that it is given must live as long.
class CsvCells {
 public:
  CsvCells(const CsvRecords& records, const CsvLayout& layout, const CsvOptions& options)
      : records_(records),
        layout_(layout),
        options_(options),
        decimal_(decimal_of(options, records.delimiter())) {}

  /// How numbers are written, as far as that is known.
  Decimal decimal() const { return decimal_; }
  /// The commas of the whole file, once they are counted.
  DecimalSurvey decimals;

  std::string_view text(std::size_t column) const { return records_.fields()[column]; }
  bool is_gap(std::size_t column) const;

  /// Throws Error for what is no finite number, or may be two.
  double number(std::size_t column) const;

  /// Throws Error for a word that is none of these; a gap is none.
  void check_word(std::size_t column, const std::vector<std::string>& words) const;

  Error error(const std::string& happened, std::size_t column, const std::string& mend) const {
    return records_.error(happened, column, layout_.name(column), mend);
  }

 private:
  void check_comma(std::string_view text, std::size_t column) const;
  std::string mend_for(std::string_view text, std::size_t column) const;
  std::string mend_for_time(std::size_t column) const;
  std::vector<std::string> other_words(std::size_t column) const;

  const CsvRecords& records_;
  const CsvLayout& layout_;
  const CsvOptions& options_;
  Decimal decimal_;
};

}  // namespace stepgrad
