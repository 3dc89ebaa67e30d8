#include <stepgrad/data/csv_plain.hpp>

#include <algorithm>
#include <cmath>

#include <stepgrad/base/number.hpp>

namespace stepgrad {
namespace {

class PlainReader {
 public:
  PlainReader(CsvRecords& records, const CsvLayout& layout, const CsvOptions& options,
              std::size_t most)
      : records_(records),
        layout_(layout),
        options_(options),
        decimal_(decimal_of(options, records.delimiter())),
        most_samples_(static_cast<Eigen::Index>(most / layout.features.size())) {}

  std::optional<PlainTable> read() && {
    if (!may_be_plain()) return std::nullopt;
    while (records_.next()) {
      if (records_.fields().size() != layout_.columns) return std::nullopt;
      if (!take_features() || !take_label()) return std::nullopt;
      if (table_.is_kept) table_.lines.push_back(records_.line());
      ++table_.samples;
    }
    if (table_.samples == 0) return std::nullopt;
    if (table_.is_kept)
      table_.inputs.conservativeResize(Eigen::NoChange, static_cast<Eigen::Index>(table_.samples));
    return std::move(table_);
  }

 private:
  bool may_be_plain() const {
    return !layout_.may_have_row_names && !options_.spread_words && decimal_ != Decimal::comma &&
           std::ranges::none_of(layout_.features,
                                [](const auto& feature) { return feature.word.has_value(); });
  }

  bool take_features() {
    double* into = room_for_one_more();
    for (const CsvFeature& feature : layout_.features) {
      const std::optional<double> number = read_number(records_.fields()[feature.column]);
      if (!number || !std::isfinite(*number)) return false;
      *into++ = *number;
    }
    return true;
  }

  /// Columns are added many at a time; their memory is taken when something is written there.
  double* room_for_one_more() {
    constexpr Eigen::Index first = 1024;
    Matrix<double>& inputs = table_.inputs;
    const auto samples = static_cast<Eigen::Index>(table_.samples);
    if (samples == most_samples_ && table_.is_kept) {
      PlainTable rest;
      rest.samples = table_.samples;
      rest.labels = std::move(table_.labels);
      rest.has_targets = table_.has_targets;
      rest.is_kept = false;
      table_ = std::move(rest);
    }
    if (!table_.is_kept) return inputs.resize(features(), 1), inputs.data();
    if (samples == inputs.cols())
      inputs.conservativeResize(features(), std::min(std::max(first, 2 * samples), most_samples_));
    return inputs.col(samples).data();
  }

  Eigen::Index features() const { return static_cast<Eigen::Index>(layout_.features.size()); }

  bool take_label() {
    if (!layout_.has_label() || options_.labels == Labels::skipped) return true;
    const std::string_view text = records_.fields()[layout_.label];
    const bool may_be_odd = decimal_ == Decimal::either && has_one_comma(text);
    if (may_be_odd || (options_.missing == Missing::words ? text.empty() : is_missing(text)))
      return false;
    const std::size_t place = table_.labels.add(text, decimal_);
    if (table_.has_targets) {
      const std::optional<double> number = read_number(text, decimal_);
      table_.has_targets = number && std::isfinite(*number);
      if (table_.is_kept) table_.targets.push_back(number.value_or(0));
    }
    if (table_.is_kept) table_.places.push_back(place);
    return true;
  }

  CsvRecords& records_;
  const CsvLayout& layout_;
  const CsvOptions& options_;
  Decimal decimal_;
  Eigen::Index most_samples_;
  PlainTable table_;
};

}  // namespace

std::optional<PlainTable> read_plainly(CsvRecords& records, const CsvLayout& layout,
                                       const CsvOptions& options, std::size_t most) {
  return PlainReader(records, layout, options, most).read();
}

}  // namespace stepgrad
