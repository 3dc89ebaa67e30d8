// Data sets in CSV files: one sample a line, one column the label.
//
// A file is read twice: once to learn its shape and its classes, once to fill the matrix. So a file
// of any size takes the memory of its numbers and nothing else.
#pragma once

#include <optional>
#include <span>
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

/// How a file is to be read. What is not said is found out.
struct CsvOptions {
  char delimiter = '\0';            // none: tab, semicolon or comma, whichever line 1 has
  std::optional<bool> header = {};  // none: line 1 is one if most of its features are no numbers
  std::string label = {};           // the column's name, or its number from 1; "": the last
  Labels labels = Labels::found_out;

  // Of a model that is there: what it knows.
  std::vector<std::string> class_names = {};    // in this order, and no others
  std::vector<std::string> feature_names = {};  // read by name if there is a header, else in order
  std::string label_name = {};                  // the label's column, where `label` does not say
};

/// The data set in a file, plain or gzipped.
///
/// Classes are in order: numbers by size, texts by their bytes. The first line that scikit-learn
/// writes (samples, features, class names) is understood, and a decimal comma between semicolons.
/// For a model, columns that it does not know are not read, and the label's may be missing.
///
/// Throws Error that names file, line and column, and how to mend it: for missing values (nothing,
/// ?, NA, N/A, nan, null), text that is not UTF-8, lines with fewer or more columns than the first,
/// features that are not numbers, numbers that no double can hold, labels beyond `class_names`, and
/// whatever else stands in the way. Throws Error (machine) if there is no such file.
Dataset read_csv(const std::string& path, const CsvOptions& options = {});

/// The same from a text; `name` is how errors call it.
Dataset parse_csv(std::string_view text, const std::string& name, const CsvOptions& options = {});

/// A line of CSV with its end; fields that need quotes get them.
std::string csv_line(std::span<const std::string> fields);

/// The data set as CSV, with a header: the features, then the label or the targets. Numbers read
/// back bit for bit.
std::string csv(const Dataset& data);

}  // namespace stepgrad
