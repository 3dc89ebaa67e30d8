// What has to be seen of a whole CSV file before a number of it is kept: the classes, the words of
// its features, what is missing, whether its first column only names the rows.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <stepgrad/data/csv_numbers.hpp>

namespace stepgrad {

inline constexpr std::size_t most_classes = 1000;

/// The texts of the label column, as far as they are needed to know what they are.
class LabelSurvey {
 public:
  /// The place of the text among `texts`; of one too many, a place behind them.
  std::size_t add(std::string_view text, Decimal decimal);

  /// The texts, none twice, in the order in which they came: the first most_classes and one more.
  std::vector<std::string> texts() const;

  /// Words are classes, and whole numbers of which a few come again and again.
  bool are_classes() const;
  /// Whole numbers, few enough to be classes if that is said.
  bool may_be_either() const;
  bool too_many() const { return texts_.size() > most_classes; }
  /// Does the first of them stand nowhere else?
  bool first_is_single() const { return texts_.size() > 2 && times_of_first_ == 1; }
  const std::string& first() const { return first_; }

  /// The classes in order: numbers by size, others by their bytes.
  std::vector<std::string> names() const;

 private:
  std::map<std::string, std::size_t, std::less<>> texts_;  // with their places
  std::string first_;
  std::size_t samples_ = 0, times_of_first_ = 0;
  bool numbers_ = true, whole_ = true;
};

/// The texts of a feature whose words may be spread.
class WordSurvey {
 public:
  static constexpr std::size_t most = 1000;

  void add(std::string_view text, Decimal decimal);
  bool has_words() const { return words_; }
  bool too_many() const { return texts_.size() > most; }
  const std::set<std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::set<std::string, std::less<>> texts_;
  bool words_ = false;
};

/// A column that may be the names of the rows.
class RowNameSurvey {
 public:
  void add(std::string_view text);

  /// 0, 1, 2, … or 1, 2, 3, …?
  bool count() const { return counting_; }
  /// Or words or whole numbers, none of them twice?
  bool are_names() const { return counting_ || (names_ && (words_ == 0 || words_ == rows_)); }

 private:
  std::set<std::string> texts_;  // of those that do not count
  std::size_t rows_ = 0, words_ = 0, first_ = 0, counted_ = 0;
  bool counting_ = true, names_ = true;
};

/// Commas and points in the numbers of a file that does not say what they are.
class DecimalSurvey {
 public:
  void add(std::string_view text) {
    if (!has_one_comma(text)) return;
    if (first_.empty()) first_ = text;
    decimal_ = decimal_ || !has_thousands(text, ',');
  }
  bool has_commas() const { return !first_.empty(); }
  /// The first number with a comma.
  const std::string& first() const { return first_; }
  /// Is there a comma that cannot stand between thousands?
  bool has_decimal_commas() const { return decimal_; }

 private:
  std::string first_;
  bool decimal_ = false;
};

/// Where the first missing value is, and how many lines have one.
struct MissingSurvey {
  std::size_t lines = 0, without_label = 0;
  std::size_t first_line = 0, first_column = 0;
  bool first_is_empty = false, all_are_empty = false;  // the value, and the line's others
};

}  // namespace stepgrad
