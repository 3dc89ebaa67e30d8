#include <stepgrad/data/csv.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <span>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/csv.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/csv_cells.hpp>
#include <stepgrad/data/csv_layout.hpp>
#include <stepgrad/data/csv_plain.hpp>
#include <stepgrad/data/csv_records.hpp>
#include <stepgrad/data/csv_survey.hpp>

namespace stepgrad {
namespace {

using Fields = std::vector<std::string>;

using UsePiece = std::function<void(Dataset piece)>;

/// Reads the file once, where all is plain; else twice, and between the two it knows all but the
/// numbers.
class CsvReader {
 public:
  CsvReader(Bytes bytes, const std::string& name, const CsvOptions& options)
      : options_(options),
        records_(std::move(bytes), name, options.delimiter),
        layout_(read_layout(records_, options)),
        cells_(records_, layout_, options) {}

  Dataset read() && {
    Dataset whole;
    const double most =
        std::min(static_cast<double>(options_.most), options_.memory / options_.bytes_a_number);
    std::optional<PlainTable> plain = study(static_cast<std::size_t>(most));
    require_room();
    if (plain && plain->is_kept) return kept(std::move(*plain));
    hand_out(samples_, [&](Dataset all) { whole = std::move(all); });
    return whole;
  }

  /// Whatever is wrong is said before the first piece is handed out.
  void read_in_pieces(const UsePiece& use) && {
    std::optional<PlainTable> plain = study(options_.most);
    if (plain && plain->is_kept) return use(kept(std::move(*plain)));
    const std::size_t at_once = std::max<std::size_t>(1, options_.most / layout_.features.size());
    if (!plain && at_once < samples_) hand_out(at_once, [](const Dataset&) {});
    hand_out(at_once, use);
  }

 private:
  /// Learns all but the numbers; these, too, where all is plain.
  std::optional<PlainTable> study(std::size_t most) {
    begin();
    std::optional<PlainTable> plain = read_plainly(records_, layout_, options_, most);
    if (!plain || !take_labels(*plain)) {
      plain.reset();
      survey();
      check_missing();
      leave_out_row_names();
      spread_words();
      decide_labels();
    }
    describe();
    tell();
    return plain;
  }

  void require_room() const {
    if (samples_ > options_.most / layout_.features.size())
      throw records_.error(fmt::format("more than {} numbers", options_.most),
                           "Take a part of the file.");
    const double features = static_cast<double>(layout_.features.size()),
                 needed = static_cast<double>(samples_) * features * options_.bytes_a_number;
    if (needed > options_.memory)
      throw records_.error(
          fmt::format("{} samples of {} features take {} GB of memory and more; there are {} GB",
                      samples_, features, shown(needed / 1e9, 3), shown(options_.memory / 1e9, 3)),
          "Take a part of the file, or leave columns out: --without.", Fault::machine);
  }

  // All is plain.

  /// False if a label is not what labels are to be.
  bool take_labels(const PlainTable& plain) {
    labels_ = plain.labels;
    lines_ = samples_ = plain.samples;
    decide_labels();
    const Fields texts = kind_ == Labels::classes ? labels_.texts() : Fields();
    const bool fit =
        !(kind_ == Labels::classes && labels_.too_many()) &&
        std::ranges::all_of(texts,
                            [&](const std::string& text) { return class_of(text).has_value(); }) &&
        (kind_ != Labels::numbers || plain.has_targets);
    if (!fit) {
      labels_ = {};
      class_called_.clear();
      lines_ = samples_ = 0;
    }
    return fit;
  }

  Dataset kept(PlainTable plain) {
    Dataset data = std::move(data_);
    data.inputs = std::move(plain.inputs);
    data.lines = std::move(plain.lines);
    if (kind_ == Labels::numbers)
      data.targets = Eigen::Map<Matrix<double>>(plain.targets.data(), 1, data.inputs.cols());
    if (kind_ != Labels::classes) return data;
    std::vector<int> classes;
    for (const std::string& text : labels_.texts()) classes.push_back(*class_of(text));
    for (const std::size_t place : plain.places) data.labels.push_back(classes[place]);
    return data;
  }

  // Else, the first time.

  /// To before the first sample.
  void begin() {
    records_.rewind();
    if (layout_.skips_first()) records_.next();
  }

  void survey() {
    words_.resize(layout_.features.size());
    begin();
    for (; records_.next(); ++lines_) {
      check_width();
      survey_missing();
      if (layout_.may_have_row_names) row_names_.add(cells_.text(0));
      if (is_left_out()) continue;
      ++samples_;
      survey_features();
      if (reads_label()) labels_.add(cells_.text(layout_.label), cells_.decimal());
    }
    if (lines_ == 0)
      throw records_.error("a header and no samples", "A line for each sample is wanted.");
    if (samples_ == 0)
      throw records_.error("every line has a missing value",
                           "Is it always the same column? --without leaves that out.");
  }

  void survey_features() {
    for (std::size_t i = 0; i < layout_.features.size(); ++i) {
      const CsvFeature& feature = layout_.features[i];
      if (feature.word) continue;
      const std::string_view here = cells_.text(feature.column);
      if (cells_.decimal() == Decimal::either) cells_.decimals.add(here);
      if (options_.spread_words && options_.feature_names.empty() && !cells_.is_gap(feature.column))
        words_[i].add(here, cells_.decimal());
    }
    if (cells_.decimal() == Decimal::either && reads_label())
      cells_.decimals.add(cells_.text(layout_.label));
  }

  void survey_missing() {
    const std::optional<std::size_t> column = missing_column();
    if (!column) return;
    if (missing_.lines++ == 0) {
      missing_.first_line = records_.line();
      missing_.first_column = *column;
      missing_.first_is_empty = cells_.text(*column).empty();
      missing_.all_are_empty = std::ranges::all_of(records_.fields(), &std::string_view::empty);
    }
    if (reads_label() && cells_.is_gap(layout_.label)) ++missing_.without_label;
  }

  /// The first column of this record whose value is missing, and wanted.
  std::optional<std::size_t> missing_column() const {
    for (const CsvFeature& feature : layout_.features)
      if (cells_.is_gap(feature.column) && !(layout_.may_have_row_names && feature.column == 0))
        return feature.column;
    if (reads_label() && cells_.is_gap(layout_.label)) return layout_.label;
    return std::nullopt;
  }

  bool is_left_out() const {
    if (options_.missing == Missing::drop) return missing_column().has_value();
    return options_.missing == Missing::gaps && reads_label() && cells_.is_gap(layout_.label);
  }

  // What has been learnt from it.

  void check_missing() const {
    const bool refused = options_.missing == Missing::refused || options_.missing == Missing::words;
    if (missing_.lines == 0 || !refused) return;
    const bool at_end = missing_.first_is_empty && missing_.first_column + 1 == layout_.columns;
    throw records_.error_on(
        missing_.first_line, "a value is missing", missing_.first_column,
        layout_.name(missing_.first_column),
        fmt::format("{} of {} {} one: fill {} in, or say --missing drop to leave out such "
                    "lines, --missing mean to take the column's mean.{}",
                    missing_.lines, counted(lines_, "line"), missing_.lines == 1 ? "has" : "have",
                    missing_.lines == 1 ? "it" : "them",
                    missing_.all_are_empty ? " Is that line empty but for delimiters? Take it away."
                    : at_end ? " Does every line end with a delimiter? Take those away."
                             : ""));
  }

  void leave_out_row_names() {
    if (!layout_.may_have_row_names) return;
    layout_.may_have_row_names = false;
    if (!(layout_.row_names_need_count ? row_names_.count() : row_names_.are_names())) return;
    layout_.features.erase(layout_.features.begin());
    words_.erase(words_.begin());
    layout_.notes.push_back(
        fmt::format("column 1 {} the rows and is left out (--row-names no keeps it)",
                    row_names_.count() ? "numbers" : "names"));
  }

  void spread_words() {
    check_word_counts();
    std::vector<CsvFeature> features;
    for (std::size_t i = 0; i < layout_.features.size(); ++i) {
      const CsvFeature& feature = layout_.features[i];
      if (!words_[i].has_words()) {
        features.push_back(feature);
        continue;
      }
      for (const std::string& word : words_[i].texts())
        features.push_back({feature.column, fmt::format("{}={}", feature.name, word), word});
      const std::size_t count = words_[i].texts().size();
      layout_.notes.push_back(fmt::format(
          "the words of '{}' are spread over {} of 0 and 1{}", shown_cell(feature.name),
          counted(count, "column"),
          count > 20 && 2 * count > samples_
              ? "; most are in one line only, so nothing is learnt from them (--without)"
              : ""));
    }
    layout_.features = std::move(features);
    for (const CsvFeature& feature : layout_.features)
      if (feature.word) words_of_[feature.column].push_back(*feature.word);
  }

  void check_word_counts() const {
    Fields names;
    std::string options;
    for (std::size_t i = 0; i < layout_.features.size(); ++i) {
      const CsvFeature& feature = layout_.features[i];
      if (!words_[i].has_words() || !words_[i].too_many()) continue;
      names.push_back(fmt::format("'{}'", shown_cell(feature.name)));
      options +=
          fmt::format(" --without {}", as_option(layout_.name(feature.column), feature.column));
    }
    if (!names.empty())
      throw records_.error_of_first_line(
          fmt::format("more than {} words in {}", WordSurvey::most, shortened(listed(names), 300)),
          fmt::format("Leave {} out:{}", names.size() == 1 ? "that column" : "those columns",
                      options));
  }

  bool reads_label() const { return layout_.has_label() && options_.labels != Labels::skipped; }

  void decide_labels() {
    kind_ = layout_.has_label() ? options_.labels : Labels::none;
    const bool classes_are_named = !options_.class_names.empty() || !layout_.class_names.empty();
    if (kind_ == Labels::found_out)
      kind_ = classes_are_named || labels_.are_classes() ? Labels::classes : Labels::numbers;
    if (kind_ != Labels::classes) return;
    // 0, 1, 2 … with a name for each in scikit-learn's first line?
    const auto first = whole_number(labels_.first());
    classes_are_numbered_ = first && *first < layout_.class_names.size();
    data_.class_names = !options_.class_names.empty() ? options_.class_names
                      : classes_are_numbered_         ? layout_.class_names
                                                      : labels_.names();
    if (options_.class_names.empty()) check_classes();
    for (std::size_t k = 0; k < data_.class_names.size(); ++k)
      class_called_.emplace(data_.class_names[k], static_cast<int>(k));
  }

  void check_classes() const {
    if (data_.class_names.size() > most_classes)
      throw records_.error(
          fmt::format("more than {} classes in column {}", most_classes, layout_.label + 1),
          "Is the label in another column? Are they amounts? Then say --labels numbers.");
    Fields names = data_.class_names;
    std::sort(names.begin(), names.end());
    if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
      throw records_.error_of_first_line(
          fmt::format("two classes are called '{}'", shown_cell(*twice)),
          "Give each class a name of its own.");
  }

  void describe() {
    for (const CsvFeature& feature : layout_.features) data_.feature_names.push_back(feature.name);
    data_.features_are_named = !layout_.names.empty();
    if (layout_.names.empty() && options_.feature_names.empty()) number_features();
    if (layout_.has_label()) data_.label_name = layout_.name(layout_.label);
    if (kind_ != Labels::numbers) return;
    const std::string name = layout_.name(layout_.label);
    data_.target_names.push_back(name.empty() ? "y" : name);
  }

  // The second time.

  /// At most so many samples at a time.
  void hand_out(std::size_t at_once, const UsePiece& use) {
    begin();
    filled_ = 0;
    Dataset piece = piece_of(std::min(at_once, samples_));
    while (records_.next()) {
      check_width();  // once more: the file may be changing
      if (is_left_out()) continue;
      if (++filled_ > samples_) throw changed();
      fill(piece, (filled_ - 1) % at_once);
      if (filled_ % at_once != 0 && filled_ != samples_) continue;
      use(std::move(piece));
      piece = piece_of(std::min(at_once, samples_ - filled_));
    }
    if (filled_ != samples_) throw changed();
  }

  Dataset piece_of(std::size_t samples) const {
    Dataset piece = data_;
    const auto columns = static_cast<Eigen::Index>(samples);
    piece.inputs.resize(static_cast<Eigen::Index>(layout_.features.size()), columns);
    piece.lines.resize(samples);
    if (kind_ == Labels::classes) piece.labels.resize(samples);
    if (kind_ == Labels::numbers) piece.targets.resize(1, columns);
    return piece;
  }

  void fill(Dataset& piece, std::size_t i) const {
    const auto sample = static_cast<Eigen::Index>(i);
    piece.lines[i] = records_.line();
    for (const auto& [column, words] : words_of_) cells_.check_word(column, words);
    Eigen::Index row = 0;
    for (const CsvFeature& feature : layout_.features) piece.inputs(row++, sample) = value(feature);
    if (kind_ == Labels::numbers) piece.targets(0, sample) = cells_.number(layout_.label);
    if (kind_ == Labels::classes) piece.labels[i] = label();
  }

  void check_width() const {
    const std::size_t here = records_.fields().size(), wanted = layout_.columns;
    if (here == wanted) return;
    throw records_.error(
        fmt::format("{} where the first line has {}", counted(here, "column"), wanted),
        std::min(here, wanted), layout_.name(std::min(here, wanted)),
        records_.fields()[0].starts_with('#')
            ? "A comment may only stand above the table: take it away."
        : here < wanted ? "Complete the line, or leave it out."
        : records_.fields().back().empty()
            ? "Take the delimiter at the end of the line away."
            : "A text with the delimiter in it wants quotes around it.");
  }

  double value(const CsvFeature& feature) const {
    if (options_.missing == Missing::gaps && cells_.is_gap(feature.column))
      return std::numeric_limits<double>::quiet_NaN();
    return feature.word ? cells_.text(feature.column) == *feature.word
                        : cells_.number(feature.column);
  }

  /// The class that a label stands for, if it does for one.
  std::optional<int> class_of(std::string_view text) const {
    if (classes_are_numbered_) {
      const auto number = whole_number(text);
      if (!number || *number >= layout_.class_names.size()) return std::nullopt;
      if (options_.class_names.empty()) return static_cast<int>(*number);
      text = layout_.class_names[*number];
    }
    if (const auto known = class_called_.find(text); known != class_called_.end())
      return known->second;
    for (const auto& [name, k] : class_called_)
      if (is_same_number(name, text)) return k;
    return std::nullopt;
  }

  int label() const {
    std::string_view text = cells_.text(layout_.label);
    if (const std::optional<int> known = class_of(text)) return *known;
    const std::optional<std::size_t> number =
        classes_are_numbered_ ? whole_number(text) : std::nullopt;
    const bool is_named = number && *number < layout_.class_names.size();
    if (is_named) text = layout_.class_names[*number];
    throw cells_.error(
        fmt::format("'{}' is not one of the classes", shown_cell(text)), layout_.label,
        classes_are_numbered_ && !is_named
            ? fmt::format("Line 1 names those from 0 to {}.", layout_.class_names.size() - 1)
            : did_you_mean(text, data_.class_names,
                           fmt::format("They are {}.", shortened(listed(data_.class_names), 200))));
  }

  /// Without a header they are called x1, x2, …, whatever was left out.
  void number_features() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < layout_.features.size(); ++i) {
      const CsvFeature& feature = layout_.features[i];
      if (i == 0 || feature.column != layout_.features[i - 1].column) ++count;
      data_.feature_names[i] =
          feature.word ? fmt::format("x{}={}", count, *feature.word) : fmt::format("x{}", count);
    }
  }

  // What is told about it.

  void tell() {
    data_.read_as =
        fmt::format("{}, {} between the columns{}; {}", header_in_words(),
                    records_.delimiter_in_words(), decimals_in_words(), label_in_words());
    data_.notes = layout_.notes;
    if (commas_are_doubtful())
      data_.notes.push_back(fmt::format(
          "if commas stand between thousands, say --decimal point: {} is then {}",
          cells_.decimals.first(), *read_number(cells_.decimals.first(), Decimal::point)));
    tell_of_missing();
    tell_of_labels();
    tell_of_header();
  }

  std::string header_in_words() const {
    switch (layout_.header) {
      case CsvLayout::Header::none:
        return "read without a header";
      case CsvLayout::Header::line_1:
        return "read with a header";
      case CsvLayout::Header::comment:
        return "read with the header in its comment";
      case CsvLayout::Header::scikit_learn:
        break;
    }
    return "read with scikit-learn's first line";
  }

  /// In every number they stand as they do between thousands.
  bool commas_are_doubtful() const {
    return cells_.decimals.has_commas() && !cells_.decimals.has_decimal_commas();
  }

  std::string decimals_in_words() const {
    if (!cells_.decimals.has_commas()) return options_.decimal == ',' ? ", decimal commas" : "";
    return fmt::format(", decimal commas{}",
                       commas_are_doubtful()
                           ? fmt::format(" ({} is {})", cells_.decimals.first(),
                                         *read_number(cells_.decimals.first(), Decimal::comma))
                           : "");
  }

  std::string label_in_words() const {
    const std::string name = layout_.name(layout_.label);
    const std::string column = name.empty() ? fmt::format("column {}", layout_.label + 1)
                                            : fmt::format("'{}'", shown_cell(name));
    const bool open = options_.labels == Labels::found_out && labels_.may_be_either();
    if (kind_ == Labels::classes)
      return fmt::format("{} holds {} classes{}", column, data_.class_names.size(),
                         open ? " (--labels numbers, if they are amounts)" : "");
    if (kind_ == Labels::numbers)
      return fmt::format("{} holds numbers{}", column,
                         open ? " (--labels classes, if they are classes)" : "");
    return "no column says what is right";
  }

  void tell_of_missing() {
    if (missing_.lines == 0) return;
    const auto lines = [&](std::size_t count, const char* what, const char* becomes) {
      data_.notes.push_back(fmt::format("{} of {} lines {} {}; {}", count, lines_,
                                        count == 1 ? "has" : "have", what, becomes));
    };
    if (options_.missing == Missing::drop) lines(missing_.lines, "a missing value", "left out");
    if (options_.missing != Missing::gaps) return;
    if (missing_.lines > missing_.without_label)
      lines(missing_.lines - missing_.without_label, "a missing value", "a mean is taken for it");
    if (missing_.without_label > 0) lines(missing_.without_label, "no label", "left out");
  }

  void tell_of_labels() {
    if (kind_ != Labels::classes || !options_.class_names.empty()) return;
    const Fields& names = data_.class_names;
    if (const std::string_view time = kind_of_time(names.front()); !time.empty())
      data_.notes.push_back(fmt::format(
          "'{}' is {}, and taken for a class: is the label in another column (--label)?",
          shown_cell(names.front()), time));
    for (std::size_t k = 1; k < names.size(); ++k)
      if (is_same_number(names[k - 1], names[k])) {
        data_.notes.push_back(
            fmt::format("the classes '{}' and '{}' are the same number, but labels are texts",
                        shown_cell(names[k - 1]), shown_cell(names[k])));
        return;
      }
  }

  /// What speaks against the guess.
  void tell_of_header() {
    if (options_.header || !reads_label()) return;
    if (layout_.header == CsvLayout::Header::none && kind_ == Labels::classes &&
        labels_.first_is_single())
      data_.notes.push_back(
          fmt::format("line 1 is taken for a sample, though its label '{}' stands nowhere else; if "
                      "it names the "
                      "columns, say --header yes",
                      shown_cell(labels_.first())));
    if (layout_.header == CsvLayout::Header::line_1 && kind_ == Labels::classes &&
        class_called_.contains(layout_.name(layout_.label)))
      data_.notes.push_back(fmt::format(
          "line 1 is taken for the header, though its '{}' is a class as well; if it is a sample, "
          "say --header no",
          shown_cell(layout_.name(layout_.label))));
  }

  Error changed() const {
    return records_.error("the file has changed while it was read",
                          "Read it again when it is whole.", Fault::machine);
  }

  const CsvOptions& options_;
  CsvRecords records_;
  CsvLayout layout_;
  CsvCells cells_;

  LabelSurvey labels_;
  std::vector<WordSurvey> words_;  // of each feature
  RowNameSurvey row_names_;
  MissingSurvey missing_;
  std::size_t lines_ = 0, samples_ = 0;  // all of them, and those that are kept

  Labels kind_ = Labels::none;
  std::map<std::string, int, std::less<>> class_called_;
  bool classes_are_numbered_ = false;       // class k stands in the file as the number k
  std::map<std::size_t, Fields> words_of_;  // of the columns that are spread
  std::size_t filled_ = 0;
  Dataset data_;  // all but the samples
};

const std::string& name_of_class(const Dataset& data, Eigen::Index sample) {
  return data.class_names[static_cast<std::size_t>(data.labels[static_cast<std::size_t>(sample)])];
}

}  // namespace

Dataset read_csv(const std::string& path, const CsvOptions& options) {
  return CsvReader(Bytes::of_file(path), path, options).read();
}

void read_csv_in_pieces(const std::string& path, const CsvOptions& options, const UsePiece& use) {
  CsvReader(Bytes::of_file(path), path, options).read_in_pieces(use);
}

Dataset parse_csv(std::string_view text, const std::string& name, const CsvOptions& options) {
  return CsvReader(Bytes::of_text(text), name, options).read();
}

std::vector<std::string> csv_fields(std::string_view line) {
  CsvRecords records(Bytes::of_text(line), "a line of CSV", ',');
  if (!records.next()) return {};
  return {records.fields().begin(), records.fields().end()};
}

std::string csv(const Dataset& data) {
  std::vector<std::string> line = data.feature_names;
  if (data.classes() > 0) line.push_back("label");
  line.insert(line.end(), data.target_names.begin(), data.target_names.end());
  std::string text = csv_line(line);
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
    line.clear();
    for (const double number : data.inputs.col(i)) line.push_back(exact(number));
    if (data.classes() > 0) line.push_back(name_of_class(data, i));
    for (Eigen::Index t = 0; t < data.targets.rows(); ++t)
      line.push_back(exact(data.targets(t, i)));
    text += csv_line(line);
  }
  return text;
}

}  // namespace stepgrad
