#include <stepgrad/data/features.hpp>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/base/whole.hpp>

namespace stepgrad {
namespace {

/// By its name, else by its place: x3, or 3.
std::size_t feature_of(const std::string& word, const std::vector<std::string>& names) {
  const auto named = std::ranges::find(names, word);
  if (named != names.end()) return static_cast<std::size_t>(named - names.begin());
  const std::string_view place = std::string_view(word).substr(word.starts_with('x') ? 1 : 0);
  if (const auto number = read_whole(place, 1, names.size())) return *number - 1;
  throw Error(
      fmt::format("there is no feature '{}'", shortened(printable(word), 40)), "",
      did_you_mean(word, names, fmt::format("There are {}.", shortened(listed(names), 300))));
}

/// What stands between the parentheses of sin(x1); nothing if it is no sine.
std::optional<std::string> inside_sine(std::string_view base) {
  constexpr std::string_view begin = "sin(";
  if (!base.starts_with(begin) || !base.ends_with(')')) return std::nullopt;
  return trimmed(base.substr(begin.size(), base.size() - begin.size() - 1));
}

MadeFeature::Factor factor_of(std::string_view factor, const std::vector<std::string>& names) {
  const std::size_t sign = factor.find('^');
  const std::string base = trimmed(factor.substr(0, sign));
  const auto inside = inside_sine(base);
  const std::size_t feature = feature_of(inside.value_or(base), names);
  if (sign == factor.npos) return {feature, 1, inside.has_value()};
  const auto power = read_whole(trimmed(factor.substr(sign + 1)), 1, 9);
  if (!power)
    throw Error(fmt::format("'{}' is no power of a feature", shortened(printable(factor), 40)), "",
                "Powers are whole numbers from 1 to 9: x1^2.");
  return {feature, static_cast<int>(*power), inside.has_value()};
}

/// The factor for every sample.
template <class S>
Eigen::Array<S, 1, Eigen::Dynamic> values_of(const MadeFeature::Factor& factor,
                                             const Matrix<S>& inputs) {
  Eigen::Array<S, 1, Eigen::Dynamic> base =
      inputs.row(static_cast<Eigen::Index>(factor.feature)).array();
  if (factor.is_sine)
    for (S& number : base) number = static_cast<S>(elementary::sin(static_cast<double>(number)));
  return base.pow(static_cast<S>(factor.power));
}

constexpr char leaves_out = '-';

/// The list's entries, without the space around them.
std::vector<std::string> entries_of(std::string_view text) {
  std::vector<std::string> entries;
  if (trimmed(text).empty()) return entries;
  for (const std::string_view entry : split(text, ',')) entries.push_back(trimmed(entry));
  return entries;
}

void leave_out(FeatureList& list, std::string_view entry, const std::vector<std::string>& names) {
  const std::size_t feature = feature_of(trimmed(entry.substr(1)), names);
  if (std::ranges::count(list.left_out, feature) > 0)
    throw Error(fmt::format("'{}' is left out twice", shortened(printable(names[feature]), 40)), "",
                "Name each feature once.");
  list.left_out.push_back(feature);
}

void make(FeatureList& list, const std::string& product, const std::vector<std::string>& names) {
  if (std::ranges::count(names, product) > 0 ||
      std::ranges::count(list.made, product, &MadeFeature::name) > 0)
    throw Error(fmt::format("there is a feature '{}' already", shortened(printable(product), 40)),
                "", "Name each product once.");
  MadeFeature feature{.name = product, .factors = {}};
  for (const std::string_view factor : split(product, '*'))
    feature.factors.push_back(factor_of(factor, names));
  list.made.push_back(std::move(feature));
}

}  // namespace

FeatureList read_features(std::string_view text, const std::vector<std::string>& names) {
  FeatureList list;
  for (const std::string& entry : entries_of(text))
    entry.starts_with(leaves_out) ? leave_out(list, entry, names) : make(list, entry, names);
  if (!names.empty() && list.made.empty() && list.left_out.size() == names.size())
    throw Error("no feature is left", "",
                fmt::format("Keep one of {}, or make one of them: \"x1^2, -x1\".",
                            shortened(listed(names), 300)));
  return list;
}

std::size_t count_made(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      entries_of(text), [](const std::string& entry) { return !entry.starts_with(leaves_out); }));
}

template <class S>
void add_features(DatasetOf<S>& data, std::string_view text) {
  const auto [made, left_out] = read_features(text, data.feature_names);
  if (made.empty() && left_out.empty()) return;
  if (data.has_images())
    throw Error("products of pixels are no features", "", "Leave --features out for images.");
  Eigen::Index row = data.inputs.rows();
  data.inputs.conservativeResize(row + static_cast<Eigen::Index>(made.size()), Eigen::NoChange);
  for (const MadeFeature& feature : made) {
    data.inputs.row(row).setOnes();
    for (const MadeFeature::Factor& factor : feature.factors)
      data.inputs.row(row).array() *= values_of<S>(factor, data.inputs);
    data.feature_names.push_back(feature.name);
    ++row;
  }
}
template void add_features(DatasetOf<float>&, std::string_view);
template void add_features(DatasetOf<double>&, std::string_view);

}  // namespace stepgrad
