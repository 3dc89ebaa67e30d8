// What the first lines of a CSV file tell: is there a header, which column is the label, and which
// are features.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/csv_numbers.hpp>
#include <stepgrad/data/csv_records.hpp>

namespace stepgrad {

/// A feature: the number in a column; or, spread, 1 where a word stands in it and else 0.
struct CsvFeature {
  std::size_t column;
  std::string name;
  std::optional<std::string> word = {};
};

struct CsvLayout {
  enum class Header { none, line_1, comment, scikit_learn };

  Header header = Header::none;
  std::vector<std::string> names;  // of the columns, no two the same; without a header none
  std::size_t columns = 0;
  std::size_t label = 0;                 // its column; `columns` for none
  std::vector<CsvFeature> features;      // in the order in which they are read
  std::vector<std::string> class_names;  // from scikit-learn's first line
  bool may_have_row_names = false;       // in column 0, which is a feature until they are found
  bool row_names_need_count = false;     // only if they are 0, 1, 2, … or 1, 2, 3, …
  std::vector<std::string> notes;        // a sentence each

  bool has_label() const { return label < columns; }
  /// Is the first record something else than a sample?
  bool skips_first() const { return header == Header::line_1 || header == Header::scikit_learn; }
  std::string name(std::size_t column) const { return column < names.size() ? names[column] : ""; }
};

/// Reads the first line or two. Throws Error for an empty file, one without features, and columns
/// asked for that are not there.
CsvLayout read_layout(CsvRecords& records, const CsvOptions& options);

/// How numbers are read before all of them are known.
Decimal decimal_of(const CsvOptions& options, char delimiter);

}  // namespace stepgrad
