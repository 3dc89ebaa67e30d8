#include <stepgrad/data/csv_layout.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

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

/// "there is no column 'b'": a name as it can be shown.
std::string quoted_name(const std::string& name) { return shortened(printable(name), 40); }

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

/// The columns that the features of a model came from, in order: those of words stand for many.
Fields columns_of(const Fields& features) {
  Fields columns;
  for (const std::string& feature : features) {
    const std::string column = feature.substr(0, feature.find('='));
    if (columns.empty() || columns.back() != column) columns.push_back(column);
  }
  return columns;
}

class LayoutReader {
 public:
  LayoutReader(CsvRecords& records, const CsvOptions& options)
      : records_(records), options_(options), model_columns_(columns_of(options.feature_names)) {}

  CsvLayout read() && {
    read_first_records();
    layout_.columns = first_.size();
    if (is_scikit_learn()) {
      layout_.header = CsvLayout::Header::scikit_learn;
      layout_.columns = second_.size();
      layout_.class_names.assign(first_.begin() + 2, first_.end());
    } else {
      find_header();
    }
    find_left_out();
    layout_.label = label_column();
    find_features();
    if (layout_.features.empty() && layout_.columns > 1)
      throw records_.error_of_first_line("no column is left to learn from",
                                         "At least one beside what is predicted is wanted.");
    if (layout_.features.empty() && second_.size() > 1)
      throw records_.error_of_first_line(
          fmt::format("there is one column, and then there are {}", second_.size()),
          "Is it a title? Take away what stands above the table.");
    if (layout_.features.empty())
      throw records_.error_of_first_line(
          "there is but one column",
          "Columns are set apart by commas, semicolons, tabs, bars or blanks: "
          "--delimiter says by which.");
    return std::move(layout_);
  }

 private:
  void read_first_records() {
    if (!records_.next())
      throw records_.error("the file is empty", "A line for each sample is wanted.");
    first_.assign(records_.fields().begin(), records_.fields().end());
    if (records_.next()) second_.assign(records_.fields().begin(), records_.fields().end());
  }

  bool is_number(const std::string& text) const {
    return read_number(text, decimal_of(options_, records_.delimiter())).has_value();
  }

  /// "150,4,setosa,versicolor,virginica" before lines of 4 features and a class number?
  bool is_scikit_learn() const {
    return !options_.header && !second_.empty() && first_.size() >= 4 && whole_number(first_[0]) &&
           whole_number(first_[1]) == second_.size() - 1 &&
           std::none_of(first_.begin() + 2, first_.end(),
                        [&](const std::string& text) { return is_number(text); });
  }

  void find_header() {
    const bool one_short = first_.size() + 1 == second_.size() && !second_.back().empty();
    if (options_.header.value_or(one_short ? looks_like_header(first_, first_.size())
                                           : first_is_header())) {
      layout_.header = CsvLayout::Header::line_1;
      take_names(first_, one_short);
    } else if (const Fields comment = comment_as_header(); !comment.empty()) {
      layout_.header = CsvLayout::Header::comment;
      take_names(comment, false);
    }
  }

  /// As R's write.table() writes it, no name stands above the row names.
  void take_names(Fields names, bool one_short) {
    leaves_out_first_ = one_short && options_.row_names.value_or(true);
    if (one_short) {
      names.insert(names.begin(), "");
      layout_.columns = names.size();
    }
    if (leaves_out_first_)
      layout_.notes.push_back(
          "the header is one name short, as R's write.table() leaves it: column 1 holds the names "
          "of the rows and is left out");
    if (options_.feature_names.empty()) find_row_names(names.front());
    layout_.names = column_names(names);
  }

  /// Numbers under no name, or one that programs give them.
  void find_row_names(const std::string& name) {
    const Fields given{"rownames", "row.names", "row_names", "...1", "Unnamed: 0"};
    const bool may = name.empty() || contains(given, name);
    layout_.may_have_row_names = !leaves_out_first_ && may && options_.row_names.value_or(true);
    layout_.row_names_need_count = !name.empty() && name != "Unnamed: 0";
  }

  bool first_is_header() const {
    const Fields names = column_names(first_);
    const bool named = !options_.label.empty() && !whole_number(options_.label);
    const bool of_model =
        !model_columns_.empty() && options_.features_are_named &&
        std::all_of(model_columns_.begin(), model_columns_.end(),
                    [&](const std::string& column) { return contains(names, column); });
    const bool label_is_name =
        first_.size() == second_.size() && is_name(first_.back()) && is_number(second_.back());
    return named || of_model || label_is_name || looks_like_header(first_, probable_label());
  }

  bool is_name(const std::string& text) const {
    const auto first = static_cast<unsigned char>(text.empty() ? '\0' : text.front());
    const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    return (letter || first == '_' || first >= 0x80) && !is_missing(text) && !is_number(text) &&
           advice_for_number(text).empty();
  }

  std::size_t probable_label() const {
    if (const auto number = whole_number(options_.label); number && *number > 0) return *number - 1;
    const bool none = options_.labels == Labels::none || first_.size() == model_columns_.size();
    return first_.size() - (none ? 0 : 1);
  }

  bool looks_like_header(const Fields& fields, std::size_t label) const {
    std::size_t numbers = 0, words = 0;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (i != label && !is_missing(fields[i])) ++(is_number(fields[i]) ? numbers : words);
    return words > numbers;
  }

  /// "# height,weight", as numpy's savetxt() writes it, if it has a name for each column.
  Fields comment_as_header() const {
    if (options_.header || records_.comment().empty()) return {};
    CsvRecords comment(Bytes::of_text(records_.comment()), "comment", records_.delimiter());
    if (!comment.next() || comment.fields().size() != first_.size() || first_.size() < 2) return {};
    return {comment.fields().begin(), comment.fields().end()};
  }

  // Which columns.

  /// The column of that name or number, if there is one.
  std::optional<std::size_t> column(const std::string& name) const {
    if (contains(layout_.names, name)) return place_of(name, layout_.names);
    const auto number = whole_number(name);
    if (number && *number >= 1 && *number <= layout_.columns) return *number - 1;
    return std::nullopt;
  }

  Error no_column(const std::string& name) const {
    return records_.error_of_first_line(
        fmt::format("there is no column '{}'", quoted_name(name)),
        did_you_mean(name, layout_.names,
                     fmt::format("{} a number from 1 to {}.",
                                 layout_.names.empty() ? "Without a header, give"
                                                       : "Name one of the header, or give",
                                 layout_.columns)));
  }

  void find_left_out() {
    left_out_.assign(layout_.columns, false);
    if (leaves_out_first_ || (options_.row_names.value_or(false) && layout_.columns > 1))
      left_out_[0] = true;
    for (const std::string& name : options_.without)
      if (const auto known = column(name))
        left_out_[*known] = true;
      else if (options_.feature_names.empty())  // a model has not learnt from it anyway
        throw no_column(name);
    if (left_out_[0]) layout_.may_have_row_names = false;
  }

  std::size_t label_column() {
    if (options_.labels == Labels::none) return layout_.columns;
    if (!options_.label.empty()) {
      const auto known = column(options_.label);
      if (!known) throw no_column(options_.label);
      left_out_[*known] = false;
      if (*known == 0) layout_.may_have_row_names = false;
      return *known;
    }
    return label_by_itself();
  }

  /// The model's, by its name; else the last column, if that is no feature of the model.
  std::size_t label_by_itself() {
    if (!options_.label_name.empty() && contains(layout_.names, options_.label_name))
      return place_of(options_.label_name, layout_.names);
    std::size_t last = layout_.columns;
    while (last > 0 && left_out_[last - 1]) --last;
    const auto read = std::count(left_out_.begin(), left_out_.end(), false);
    if (last == 0 || static_cast<std::size_t>(read) == model_columns_.size())
      return layout_.columns;
    const std::string name = layout_.name(last - 1);
    if (contains(model_columns_, name) || contains(options_.feature_names, name))
      return layout_.columns;
    note_other_label(name);
    return last - 1;
  }

  void note_other_label(const std::string& name) {
    if (options_.labels == Labels::skipped || options_.label_name.empty() || name.empty()) return;
    for (const std::string& other : layout_.names)
      if (lower(other) == lower(options_.label_name))
        throw records_.error_of_first_line(
            fmt::format("there is no column '{}'", quoted_name(options_.label_name)),
            fmt::format("The model says that. Is it '{0}' here? Then say --label {0}.",
                        quoted_name(other)));
    layout_.notes.push_back(fmt::format("there is no column '{}'; the last, '{}', is taken for it",
                                        quoted_name(options_.label_name), quoted_name(name)));
  }

  bool may_be_feature(std::size_t column) const {
    return column != layout_.label && !left_out_[column];
  }

  void find_features() {
    const Fields& wanted = options_.feature_names;
    if (wanted.empty()) return take_all();
    if (layout_.names.empty()) return take_in_order();
    for (const std::string& name : wanted) {
      const auto feature = feature_called(name);
      if (feature)
        layout_.features.push_back(*feature);
      else if (options_.features_are_named || is_nearly_there())
        throw no_such_feature(name);
      else
        return note_order(), take_in_order();
    }
  }

  void take_all() {
    for (std::size_t i = 0; i < layout_.columns; ++i) {
      if (!may_be_feature(i)) continue;
      const std::string name = layout_.name(i);
      layout_.features.push_back(
          {i, name.empty() ? fmt::format("x{}", layout_.features.size() + 1) : name});
    }
    if (layout_.features.size() < 2) layout_.may_have_row_names = false;
  }

  /// A column, or, for 'column=word', a word of one.
  std::optional<CsvFeature> feature_called(const std::string& name) const {
    if (contains(layout_.names, name)) return CsvFeature{place_of(name, layout_.names), name};
    for (std::size_t at = name.find('='); at != name.npos; at = name.find('=', at + 1))
      if (const std::string column = name.substr(0, at); contains(layout_.names, column))
        return CsvFeature{place_of(column, layout_.names), name, name.substr(at + 1)};
    return std::nullopt;
  }

  /// Has the header a name of the model's, but for small and capital letters?
  bool is_nearly_there() const {
    return std::any_of(layout_.names.begin(), layout_.names.end(), [&](const std::string& name) {
      return std::any_of(model_columns_.begin(), model_columns_.end(),
                         [&](const std::string& wanted) { return lower(wanted) == lower(name); });
    });
  }

  void note_order() {
    layout_.notes.push_back(
        "the model has learnt from a file without a header: its features are taken in their order, "
        "whatever their names");
  }

  /// The first column is the model's first, and so on.
  void take_in_order() {
    layout_.features.clear();
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < layout_.columns; ++i)
      if (may_be_feature(i)) columns.push_back(i);
    const bool fits = columns.size() == model_columns_.size();
    if (!fits || model_columns_.size() == options_.feature_names.size()) {
      for (const std::size_t i : columns)  // if they are too many, whoever has the model says so
        layout_.features.push_back({i, fmt::format("x{}", layout_.features.size() + 1)});
      return;
    }
    std::size_t place = 0;
    for (const std::string& name : options_.feature_names) {
      const std::size_t equals = name.find('=');
      if (name.substr(0, equals) != model_columns_[place]) ++place;
      layout_.features.push_back({columns[place], name});
      if (equals != name.npos) layout_.features.back().word = name.substr(equals + 1);
    }
  }

  Error no_such_feature(const std::string& feature) const {
    const bool is_there =
        contains(options_.feature_names, feature) && feature.find('=') == feature.npos;
    const std::string name = is_there ? feature : feature.substr(0, feature.find('='));
    const std::string near = nearest(name, layout_.names);
    return records_.error_of_first_line(
        fmt::format("there is no column '{}'", quoted_name(name)),
        fmt::format("The model takes {}.{}", shortened(listed(model_columns_), 300),
                    near.empty() ? "" : fmt::format(" Is it '{}' here?", quoted_name(near))));
  }

  CsvRecords& records_;
  const CsvOptions& options_;
  Fields model_columns_;
  Fields first_, second_;
  bool leaves_out_first_ = false;
  std::vector<bool> left_out_;
  CsvLayout layout_;
};

}  // namespace

Decimal decimal_of(const CsvOptions& options, char delimiter) {
  if (options.decimal == '.') return Decimal::point;
  if (options.decimal == ',') return Decimal::comma;
  return delimiter == ',' ? Decimal::plain : Decimal::either;
}

CsvLayout read_layout(CsvRecords& records, const CsvOptions& options) {
  return LayoutReader(records, options).read();
}

}  // namespace stepgrad
