// What the first lines of a CSV file tell: is there a header, which column is the label, and which
// are features.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/csv_records.hpp>

namespace stepgrad {

struct CsvLayout {
  bool header = false;
  std::vector<std::string> names;  // of the columns, no two the same; without a header none
  std::size_t columns = 0;
  std::size_t label = 0;                 // its column; `columns` for none
  std::vector<std::size_t> features;     // their columns, in the order in which they are read
  std::vector<std::string> class_names;  // from scikit-learn's first line

  bool has_label() const { return label < columns; }
  std::string name(std::size_t column) const { return column < names.size() ? names[column] : ""; }
};

/// Reads the first line or two. Throws Error for an empty file, one without features, and columns
/// asked for that are not there.
CsvLayout read_layout(CsvRecords& records, const CsvOptions& options);

bool is_number(const std::string& text);

/// Does the text stand for a value that nobody knows?
bool is_missing(std::string_view text);

/// The number, if the text is 0, 1, 2, … up to a thousand million.
std::optional<std::size_t> whole_number(const std::string& text);

}  // namespace stepgrad
