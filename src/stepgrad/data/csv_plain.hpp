// The quick way through a table: where every feature is a plain number, as in most files, one reading
// is enough, for nothing has to be known before a number can be kept.
//
// Nothing is judged here. Of a file that is not so plain (a word, a missing value, a decimal comma, a
// line that is too short) nothing is returned: the careful way reads it from its first line, and says
// what is wrong where.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <stepgrad/data/csv_layout.hpp>
#include <stepgrad/data/csv_survey.hpp>
#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

struct PlainTable {
  std::size_t samples = 0;
  LabelSurvey labels;       // where they are read
  bool has_targets = true;  // are all labels finite numbers?

  // Where there are not too many, all of them:
  bool is_kept = true;
  Matrix<double> inputs;            // features × samples
  std::vector<std::size_t> lines;   // where each sample stands
  std::vector<std::size_t> places;  // its label's place among their texts
  std::vector<double> targets;      // its label as a number
};

/// Reads all records. Keeps the numbers if they are no more than `most`.
std::optional<PlainTable> read_plainly(CsvRecords& records, const CsvLayout& layout,
                                       const CsvOptions& options, std::size_t most);

}  // namespace stepgrad
