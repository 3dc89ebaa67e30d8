#include <stepgrad/data/csv.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <span>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/csv_layout.hpp>
#include <stepgrad/data/csv_records.hpp>

namespace stepgrad {
namespace {

using Fields = std::vector<std::string>;

constexpr std::size_t most_classes = 1000;
constexpr std::size_t most_whole_numbers_as_classes = 100;

/// Would it be a number if its exponent were smaller, or its digits fewer?
bool is_too_large(const std::string& text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string::npos)
    return is_number(text.substr(0, exponent)) && is_number(text.substr(exponent + 1) + "e0");
  return text.size() > 300 && is_number("0." + text);
}

/// The texts of the label column, as far as they are needed to know what they are.
class LabelSurvey {
 public:
  void add(const std::string& text) {
    const std::optional<double> number = read_number(text);
    numbers_ = numbers_ && number;
    whole_ = whole_ && number && *number == std::floor(*number);
    if (texts_.size() <= most_classes) texts_.insert(text);
  }

  bool are_classes(std::size_t samples) const {
    return !numbers_ || (whole_ && texts_.size() <= most_whole_numbers_as_classes &&
                         samples >= 2 * texts_.size());
  }
  bool too_many() const { return texts_.size() > most_classes; }

  /// The classes in order.
  Fields names() const {
    Fields names(texts_.begin(), texts_.end());
    if (numbers_)
      std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return *read_number(a) < *read_number(b);
      });
    return names;
  }

 private:
  std::set<std::string> texts_;
  bool numbers_ = true, whole_ = true;
};

/// Numbers that are written in two ways are one class: 1 and 1.0.
std::string class_text(const std::string& text) {
  const std::optional<double> number = read_number(text);
  return number ? exact(*number) : text;
}

/// Reads the file twice; between the two it knows all but the numbers.
class CsvReader {
 public:
  CsvReader(Bytes bytes, const std::string& name, const CsvOptions& options)
      : options_(options),
        records_(std::move(bytes), name, options.delimiter),
        layout_(read_layout(records_, options)) {}

  Dataset read() && {
    survey();
    decide_labels();
    describe();
    begin();
    for (Eigen::Index sample = 0; records_.next(); ++sample) {
      check_width();  // once more: the file may be changing
      if (sample == data_.inputs.cols()) throw changed();
      fill(sample);
      last_ = sample;
    }
    if (last_ + 1 != data_.inputs.cols()) throw changed();
    return std::move(data_);
  }

 private:
  /// To before the first sample.
  void begin() {
    records_.rewind();
    if (layout_.header) records_.next();
  }

  void survey() {
    begin();
    for (; records_.next(); ++samples_) {
      check_width();
      if (samples_ >= most_numbers / layout_.features.size())
        throw records_.error(fmt::format("more than {} numbers", most_numbers),
                             "Take a part of the file.");
      if (!layout_.has_label() || options_.labels == Labels::skipped) continue;
      check_missing(layout_.label);
      labels_.add(class_text(records_.fields()[layout_.label]));
    }
    if (samples_ == 0)
      throw records_.error("a header and no samples", "A line for each sample is wanted.");
  }

  void decide_labels() {
    kind_ = layout_.has_label() ? options_.labels : Labels::none;
    const bool classes_are_named = !options_.class_names.empty() || !layout_.class_names.empty();
    if (kind_ == Labels::found_out)
      kind_ =
          classes_are_named || labels_.are_classes(samples_) ? Labels::classes : Labels::numbers;
    if (kind_ != Labels::classes) return;
    if (!options_.class_names.empty()) {
      data_.class_names = options_.class_names;
    } else if (labels_.too_many()) {
      throw records_.error(
          fmt::format("more than {} classes in column {}", most_classes, layout_.label + 1),
          "Is the label in another column?");
    } else {
      data_.class_names = labels_.names();
    }
    names_of_numbers_ = is_numbered(labels_.names());
    lookup_ = data_.class_names;
    if (names_of_numbers_ && options_.class_names.empty()) data_.class_names = layout_.class_names;
  }

  /// 0, 1, 2 … with a name for each in scikit-learn's first line?
  bool is_numbered(const Fields& classes) const {
    if (layout_.class_names.empty() || classes.size() > layout_.class_names.size()) return false;
    return std::all_of(classes.begin(), classes.end(), [&](const std::string& text) {
      const auto number = whole_number(text);
      return number && *number < layout_.class_names.size();
    });
  }

  void describe() {
    for (const std::size_t column : layout_.features) {
      const std::string name = layout_.name(column);
      data_.feature_names.push_back(
          name.empty() ? fmt::format("x{}", data_.feature_names.size() + 1) : name);
    }
    const auto samples = static_cast<Eigen::Index>(samples_);
    data_.inputs.resize(static_cast<Eigen::Index>(layout_.features.size()), samples);
    if (layout_.has_label()) data_.label_name = layout_.name(layout_.label);
    if (kind_ == Labels::classes) data_.labels.resize(samples_);
    if (kind_ != Labels::numbers) return;
    data_.targets.resize(1, samples);
    const std::string name = layout_.name(layout_.label);
    data_.target_names.push_back(name.empty() ? "y" : name);
  }

  void fill(Eigen::Index sample) {
    Eigen::Index feature = 0;
    for (const std::size_t column : layout_.features)
      data_.inputs(feature++, sample) = number(column);
    if (kind_ == Labels::numbers) data_.targets(0, sample) = number(layout_.label);
    if (kind_ == Labels::classes) data_.labels[static_cast<std::size_t>(sample)] = label();
  }

  void check_width() const {
    const std::size_t here = records_.fields().size(), wanted = layout_.columns;
    if (here == wanted) return;
    throw records_.error(
        fmt::format("{} column{} where the first line has {}", here, here == 1 ? "" : "s", wanted),
        std::min(here, wanted), layout_.name(std::min(here, wanted)),
        here < wanted ? "Complete the line, or leave it out."
        : records_.fields().back().empty()
            ? "Take the delimiter at the end of the line away."
            : "A text with the delimiter in it wants quotes around it.");
  }

  void check_missing(std::size_t column) const {
    const std::string& text = records_.fields()[column];
    if (!is_missing(text)) return;
    const bool at_end = text.empty() && column + 1 == layout_.columns;
    throw error("a value is missing", column,
                at_end ? "Fill it in, or leave the line out. Does every line end with a delimiter? "
                         "Take those away."
                       : "Fill it in, or leave the line out.");
  }

  double number(std::size_t column) const {
    check_missing(column);
    const std::string& text = records_.fields()[column];
    const std::optional<double> number = read_number(text);
    if (number && std::isfinite(*number)) return *number;
    if (number) throw error(fmt::format("'{}' is not finite", text), column, "Write a number.");
    if (is_too_large(text))
      throw error(fmt::format("'{}' is too large for a double", shortened(text, 40)), column,
                  "The largest is about 1.8e308.");
    throw error(fmt::format("'{}' is not a number", shortened(printable(text), 40)), column,
                mend_for(text, column));
  }

  std::string mend_for(const std::string& text, std::size_t column) const {
    constexpr std::array<std::string_view, 6> missing{"-",    ".",       "none",
                                                      "#n/a", "missing", "unknown"};
    if (std::find(missing.begin(), missing.end(), lower(text)) != missing.end())
      return "Is the value missing? Fill it in, or leave the line out.";
    if (text.find(',') != std::string::npos)
      return text.find('.') != std::string::npos ? "Leave the commas between thousands out."
                                                 : "Write a decimal point: 1.5, not 1,5.";
    if (!options_.header && last_ < 0 && !layout_.header)
      return "If line 1 is a header, say so; else write a number.";
    const std::string mend =
        "A feature is a number: give each word a number, or a column of 0 and 1.";
    if (!options_.label.empty() || !options_.feature_names.empty()) return mend;
    const std::string name = layout_.name(column);
    return fmt::format("{} Or is it to be predicted? Then say --label {}.", mend,
                       name.find_first_of(" \"'$`\\") != std::string::npos || name.empty()
                           ? fmt::format("{}", column + 1)
                           : shortened(printable(name), 40));
  }

  int label() const {
    std::string text = records_.fields()[layout_.label];
    if (names_of_numbers_) {
      const std::size_t number = *whole_number(text);
      if (options_.class_names.empty()) return static_cast<int>(number);
      text = layout_.class_names[number];
    }
    auto found = std::find(lookup_.begin(), lookup_.end(), class_text(text));
    if (found == lookup_.end()) found = std::find(lookup_.begin(), lookup_.end(), text);
    if (found != lookup_.end()) return static_cast<int>(found - lookup_.begin());
    throw error(
        fmt::format("'{}' is not one of the classes", shortened(printable(text), 40)),
        layout_.label,
        did_you_mean(text, lookup_, fmt::format("They are {}.", shortened(listed(lookup_), 200))));
  }

  Error error(const std::string& happened, std::size_t column, const std::string& mend) const {
    return records_.error(happened, column, layout_.name(column), mend);
  }
  Error changed() const {
    return records_.error("the file has changed while it was read",
                          "Read it again when it is whole.", Fault::machine);
  }

  const CsvOptions& options_;
  CsvRecords records_;
  CsvLayout layout_;
  LabelSurvey labels_;
  Labels kind_ = Labels::none;
  Fields lookup_;                  // what stands in the file for class 0, 1, …
  bool names_of_numbers_ = false;  // class k stands there as the number k
  std::size_t samples_ = 0;
  Eigen::Index last_ = -1;
  Dataset data_;
};

/// A field as it stands in a file.
std::string field(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of(",;\t\"\r\n") == std::string::npos &&
                     text.front() != ' ' && text.back() != ' ';
  if (plain) return text;
  return fmt::format("\"{}\"", replaced(text, "\"", "\"\""));
}

const std::string& name_of_class(const Dataset& data, Eigen::Index sample) {
  return data.class_names[static_cast<std::size_t>(data.labels[static_cast<std::size_t>(sample)])];
}

}  // namespace

Dataset read_csv(const std::string& path, const CsvOptions& options) {
  return CsvReader(Bytes::of_file(path), path, options).read();
}

Dataset parse_csv(std::string_view text, const std::string& name, const CsvOptions& options) {
  return CsvReader(Bytes::of_text(text), name, options).read();
}

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (const std::string& text : fields) line += (line.empty() ? "" : ",") + field(text);
  return line + "\n";
}

std::string csv(const Dataset& data) {
  Fields line = data.feature_names;
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
