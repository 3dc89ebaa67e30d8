// Data sets in CSV files: one sample a line, one column the label.
//
// A file whose features are all plain numbers is read once, any other twice: first to learn its shape
// and its words, then to fill the matrix. So a file of any size takes the memory of its numbers and
// nothing else; and handed out in pieces, that of a piece.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

enum class Labels {
  found_out,  // classes if they are texts, or a few whole numbers that come again; else numbers
  classes,
  numbers,
  none,     // every column is a feature
  skipped,  // there is a label column, and it is not read
};

/// What becomes of values that are missing: nothing, ?, NA, N/A, nan, null.
enum class Missing {
  refused,
  drop,   // the lines that have one are left out
  gaps,   // in a feature it is nan, for others to fill; a line without its label is left out
  words,  // none is missing but nothing: NA is a word as others
};

/// How a file is to be read. What is not said is found out, and `Dataset::read_as` tells it.
struct CsvOptions {
  char delimiter = '\0';            // ' ' for as many blanks as there are; none: see CsvRecords
  char decimal = '\0';              // '.' or ',', the other between thousands; none: a point, and
                                    // where the delimiter is no comma, a comma as well
  std::optional<bool> header = {};  // none: line 1 is one if most of its features are no numbers
  std::optional<bool> row_names = {};     // are they in column 1, and left out? none: see below
  std::vector<std::string> without = {};  // columns that are not read, by name or number
  std::string label = {};                 // the column's name, or its number; "": the last
  Labels labels = Labels::found_out;
  Missing missing = Missing::refused;
  bool spread_words = false;  // a feature of words becomes a column of 0 and 1 for each word

  std::size_t most = most_numbers;  // numbers that may be in memory at a time
  double memory = HUGE_VAL;         // bytes that there are for them,
  double bytes_a_number = 8;        // and what each takes with all that is to be made of it

  // Of a model that is there: what it knows.
  std::vector<std::string> class_names = {};    // in this order, and no others
  std::vector<std::string> feature_names = {};  // read by name if both have names, else in order
  bool features_are_named = true;
  std::string label_name = {};  // the label's column, where `label` does not say
};

/// The data set in a file, plain or gzipped, or from a pipe.
///
/// Classes are the texts as they stand, in order: numbers by size, others by their bytes.
/// Understood are scikit-learn's first line (samples, features, class names), a header behind a #
/// as numpy writes it, and row names: a first column without a name, as R and pandas write it, is
/// left out if it holds whole numbers or words and none twice. The words of a feature that is
/// spread are named 'column=word'. For a model, columns that it does not know are not read, and the
/// label's may be missing.
///
/// Throws Error that names file, line and column, and how to mend it: for missing values, text that
/// is not UTF-8, lines with fewer or more columns than the first, features that are not numbers,
/// numbers that no double can hold, labels beyond `class_names`, and whatever else stands in the
/// way, more than `options.most` numbers too. Throws Error (machine) if there is no such file, or less
/// memory than its numbers take.
Dataset read_csv(const std::string& path, const CsvOptions& options = {});

/// The same data set in pieces, one after the other, of at most `options.most` numbers (and at least
/// one sample) each. Whatever is wrong with the file is thrown before the first is handed out.
void read_csv_in_pieces(const std::string& path, const CsvOptions& options,
                        const std::function<void(Dataset piece)>& use);

/// The same from a text; `name` is how errors call it.
Dataset parse_csv(std::string_view text, const std::string& name, const CsvOptions& options = {});

/// The fields of a line of CSV. Throws Error for a quote that is never closed.
std::vector<std::string> csv_fields(std::string_view line);

/// The data set as CSV, with a header: the features, then the label or the targets. Numbers read
/// back bit for bit.
std::string csv(const Dataset& data);

}  // namespace stepgrad
