#include <stepgrad/data/csv_cells.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {

std::string shown_cell(std::string_view text) { return shortened(printable(text), 40); }

std::string as_option(const std::string& name, std::size_t column) {
  return name.empty() || name.find_first_of(" \"'$`\\") != name.npos ? fmt::format("{}", column + 1)
                                                                     : shown_cell(name);
}

bool CsvCells::is_gap(std::size_t column) const {
  return options_.missing == Missing::words ? text(column).empty() : is_missing(text(column));
}

double CsvCells::number(std::size_t column) const {
  const std::string_view here = text(column);
  if (decimal_ != Decimal::comma && !decimals.has_commas())
    if (const auto plain = read_number(here); plain && std::isfinite(*plain)) return *plain;
  if (is_gap(column)) throw error("a value is missing", column, "Fill it in, or leave it out.");
  check_comma(here, column);
  const std::optional<double> number = read_number(here, decimal_);
  if (number && std::isfinite(*number)) return *number;
  if (number) throw error(fmt::format("'{}' is not finite", here), column, "Write a number.");
  if (is_too_large(here))
    throw error(fmt::format("'{}' is too large for a double", shown_cell(here)), column,
                "The largest is about 1.8e308.");
  const std::string_view time = kind_of_time(here);
  throw error(
      fmt::format("'{}' is {}{}not a number", shown_cell(here), time, time.empty() ? "" : ", "),
      column, time.empty() ? mend_for(here, column) : mend_for_time(column));
}

void CsvCells::check_word(std::size_t column, const std::vector<std::string>& words) const {
  if (is_gap(column) || std::find(words.begin(), words.end(), text(column)) != words.end()) return;
  throw error(fmt::format("'{}' is none of the words known here", shown_cell(text(column))), column,
              did_you_mean(text(column), words,
                           fmt::format("They are {}.", shortened(listed(words), 200))));
}

/// Throws Error where nobody can know which of two numbers is meant.
void CsvCells::check_comma(std::string_view text, std::size_t column) const {
  if (decimal_ != Decimal::either) return;
  const bool comma = records_.delimiter() != ';' && has_one_comma(text) &&
                     has_thousands(text, ',') && !decimals.has_decimal_commas();
  const bool point =
      decimals.has_commas() && text.find(',') == text.npos && has_thousands(text, '.');
  if (comma || point)
    throw error(fmt::format("'{}' may be {} or {}", text, *read_number(text, Decimal::comma),
                            *read_number(text, Decimal::point)),
                column, "Say --decimal comma or --decimal point.");
}

std::string CsvCells::mend_for(std::string_view text, std::size_t column) const {
  if (text == layout_.name(column)) return "This line is the header once more: take it away.";
  constexpr std::array<std::string_view, 8> missing{"-",       ".",       "none", "#n/a",
                                                    "missing", "unknown", "<na>", "n/a"};
  if (std::find(missing.begin(), missing.end(), lower(text)) != missing.end())
    return "Is the value missing? Fill it in, or write NA; --missing tells what becomes of it.";
  const std::string header = !options_.header && records_.is_first() && !layout_.skips_first()
                               ? "If line 1 names the columns, say --header yes. "
                               : "";
  if (const std::string advice = advice_for_number(text); !advice.empty()) return header + advice;
  if (column == layout_.label)
    return header + "It is to be predicted: if it is a class, say --labels classes.";
  if (!options_.feature_names.empty()) return header + "A feature of this model is a number.";
  const std::string name = as_option(layout_.name(column), column);
  const std::vector<std::string> others = other_words(column);
  return fmt::format(
      "{}A feature is a number. --words columns makes a column of 0 and 1 of every word, "
      "--without {} leaves the column out{}.{}",
      header, name,
      options_.label.empty() ? fmt::format("; if it is to be predicted, say --label {}", name) : "",
      others.empty() ? ""
                     : fmt::format(" Words stand in {}, too.", shortened(listed(others), 300)));
}

std::string CsvCells::mend_for_time(std::size_t column) const {
  if (column == layout_.label)
    return "It is to be predicted: is the label in another column (--label)?";
  if (!options_.feature_names.empty()) return "A feature of this model is a number.";
  return fmt::format(
      "Leave the column out (--without {}), or make numbers of it, such as {}; --words columns "
      "makes a column of 0 and 1 of each.",
      as_option(layout_.name(column), column),
      kind_of_time(text(column)) == "a time" ? "the minutes since midnight"
                                             : "the year or the days since the first");
}

/// The features but this that hold words in this record.
std::vector<std::string> CsvCells::other_words(std::size_t column) const {
  std::vector<std::string> others;
  for (const CsvFeature& feature : layout_.features)
    if (feature.column != column && !is_gap(feature.column) &&
        !read_number(text(feature.column), decimal_))
      others.push_back(fmt::format("'{}'", shown_cell(feature.name)));
  return others;
}

}  // namespace stepgrad
