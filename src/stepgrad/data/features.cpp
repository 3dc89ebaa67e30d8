#include <stepgrad/data/features.hpp>

#include <algorithm>

#include <fmt/format.h>

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

Monomial::Power power_of(std::string_view factor, const std::vector<std::string>& names) {
  const std::size_t sign = factor.find('^');
  const std::string base = trimmed(factor.substr(0, sign));
  if (sign == factor.npos) return {feature_of(base, names), 1};
  const auto power = read_whole(trimmed(factor.substr(sign + 1)), 1, 9);
  if (!power)
    throw Error(fmt::format("'{}' is no power of a feature", shortened(printable(factor), 40)), "",
                "Powers are whole numbers from 1 to 9: x1^2.");
  return {feature_of(base, names), static_cast<int>(*power)};
}

}  // namespace

std::vector<Monomial> read_features(std::string_view text, const std::vector<std::string>& names) {
  std::vector<Monomial> made;
  if (trimmed(text).empty()) return made;
  for (const std::string_view product : split(text, ',')) {
    Monomial monomial{.name = trimmed(product), .powers = {}};
    if (std::ranges::count(names, monomial.name) > 0 ||
        std::ranges::count(made, monomial.name, &Monomial::name) > 0)
      throw Error(
          fmt::format("there is a feature '{}' already", shortened(printable(monomial.name), 40)),
          "", "Name each product once.");
    for (const std::string_view factor : split(product, '*'))
      monomial.powers.push_back(power_of(factor, names));
    made.push_back(std::move(monomial));
  }
  return made;
}

template <class S>
void add_features(DatasetOf<S>& data, std::string_view text) {
  const std::vector<Monomial> made = read_features(text, data.feature_names);
  if (made.empty()) return;
  if (data.has_images())
    throw Error("products of pixels are no features", "", "Leave --features out for images.");
  Eigen::Index row = data.inputs.rows();
  data.inputs.conservativeResize(row + static_cast<Eigen::Index>(made.size()), Eigen::NoChange);
  for (const Monomial& monomial : made) {
    data.inputs.row(row).setOnes();
    for (const auto [feature, power] : monomial.powers)
      data.inputs.row(row).array() *=
          data.inputs.row(static_cast<Eigen::Index>(feature)).array().pow(static_cast<S>(power));
    data.feature_names.push_back(monomial.name);
    ++row;
  }
}
template void add_features(DatasetOf<float>&, std::string_view);
template void add_features(DatasetOf<double>&, std::string_view);

}  // namespace stepgrad
