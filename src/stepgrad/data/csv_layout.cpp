#include <stepgrad/data/csv_layout.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

using Fields = std::vector<std::string>;

bool contains(const Fields& fields, const std::string& text) {
  return std::find(fields.begin(), fields.end(), text) != fields.end();
}

std::size_t place_of(const std::string& text, const Fields& fields) {
  return static_cast<std::size_t>(std::find(fields.begin(), fields.end(), text) - fields.begin());
}

/// "150,4,setosa,versicolor,virginica" before lines of 4 features and a class number?
bool is_scikit_learn_line(const Fields& first, std::span<const std::string> second) {
  return first.size() >= 4 && whole_number(first[0]) &&
         whole_number(first[1]) == second.size() - 1 &&
         std::none_of(first.begin() + 2, first.end(), is_number);
}

bool looks_like_header(const Fields& fields, std::size_t label) {
  std::size_t numbers = 0, words = 0;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (i != label && !is_missing(fields[i])) ++(is_number(fields[i]) ? numbers : words);
  return words > numbers;
}

/// The header as names: a column without a name, or with that of another, is called by its number.
Fields column_names(const Fields& header) {
  std::set<std::string> seen;
  Fields names;
  for (const std::string& text : header) {
    const std::string number = fmt::format("column {}", names.size() + 1);
    names.push_back(text.empty()               ? number
                    : seen.insert(text).second ? text
                                               : fmt::format("{} ({})", text, number));
  }
  return names;
}

/// The column asked for, by name or number.
std::size_t label_asked_for(const CsvRecords& records, const Fields& first,
                            const CsvOptions& options) {
  if (contains(first, options.label) && options.header.value_or(true) && !is_number(options.label))
    return place_of(options.label, first);
  if (const auto number = whole_number(options.label);
      number && *number >= 1 && *number <= first.size())
    return *number - 1;
  throw records.error_of_first_line(
      fmt::format("there is no column '{}'", options.label),
      did_you_mean(
          options.label, first,
          fmt::format("Name one of the header, or give a number from 1 to {}.", first.size())));
}

std::size_t label_column(const CsvRecords& records, const Fields& first,
                         const CsvOptions& options) {
  const std::size_t none = first.size();
  if (options.labels == Labels::none) return none;
  if (!options.label.empty()) return label_asked_for(records, first, options);
  if (!options.label_name.empty() && contains(first, options.label_name))
    return place_of(options.label_name, first);
  const bool last_is_feature =
      first.size() == options.feature_names.size() || contains(options.feature_names, first.back());
  return last_is_feature ? none : first.size() - 1;
}

/// Were the columns of the file that the model learnt from called by their numbers?
bool are_numbered(const Fields& names) { return names.empty() || names.front() == "x1"; }

Error no_such_feature(const CsvRecords& records, const CsvLayout& layout, const Fields& wanted,
                      const std::string& name) {
  const std::string near = nearest(name, layout.names);
  return records.error_of_first_line(
      fmt::format("there is no column '{}'", shortened(printable(name), 40)),
      fmt::format("The model takes {}.{}", shortened(listed(wanted), 300),
                  near.empty() ? "" : fmt::format(" Is it '{}' here?", near)));
}

/// The columns of the model's features by their names; without a model, or where one of the two has
/// no names, all columns but the label.
std::vector<std::size_t> feature_columns(const CsvRecords& records, const CsvLayout& layout,
                                         const Fields& wanted) {
  std::map<std::string_view, std::size_t> place;
  for (const std::string& name : layout.names) place.emplace(name, place.size());
  const auto is_there = [&](const std::string& name) { return place.contains(name); };
  std::vector<std::size_t> columns;
  if (!wanted.empty() && std::all_of(wanted.begin(), wanted.end(), is_there)) {
    for (const std::string& name : wanted) columns.push_back(place[name]);
    return columns;
  }
  if (!are_numbered(wanted) && !place.empty())
    throw no_such_feature(records, layout, wanted,
                          *std::find_if_not(wanted.begin(), wanted.end(), is_there));
  for (std::size_t column = 0; column < layout.columns; ++column)
    if (column != layout.label) columns.push_back(column);
  return columns;
}

/// The first line as a header, where it is one.
void read_header(const CsvRecords& records, const Fields& first, const CsvOptions& options,
                 CsvLayout& layout) {
  const Fields names = column_names(first);
  layout.label = label_column(records, names, options);
  const bool named = !options.label.empty() && !whole_number(options.label);
  layout.header = options.header.value_or(named || looks_like_header(first, layout.label));
  if (layout.header) layout.names = names;
}

}  // namespace

bool is_number(const std::string& text) { return read_number(text).has_value(); }

bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 9> signs{"",    "?",    "NA",   "N/A", "nan",
                                                  "NaN", "-nan", "null", "NULL"};
  return std::find(signs.begin(), signs.end(), text) != signs.end();
}

std::optional<std::size_t> whole_number(const std::string& text) {
  const std::optional<double> number = read_number(text);
  if (!number || !(*number >= 0 && *number < 1e9) || *number != std::floor(*number))
    return std::nullopt;
  return static_cast<std::size_t>(*number);
}

CsvLayout read_layout(CsvRecords& records, const CsvOptions& options) {
  if (!records.next())
    throw records.error("the file is empty", "A line for each sample is wanted.");
  const Fields first(records.fields().begin(), records.fields().end());
  CsvLayout layout;
  layout.columns = first.size();
  if (!options.header && records.next() && is_scikit_learn_line(first, records.fields())) {
    layout.header = true;
    layout.columns = records.fields().size();
    layout.class_names.assign(first.begin() + 2, first.end());
    layout.label = label_column(records, Fields(layout.columns), options);
  } else {
    read_header(records, first, options, layout);
  }
  layout.features = feature_columns(records, layout, options.feature_names);
  if (layout.features.empty())
    throw records.error_of_first_line("there is but one column",
                                      "Columns are set apart by commas, semicolons or tabs.");
  return layout;
}

}  // namespace stepgrad
