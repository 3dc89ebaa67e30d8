#include <stepgrad/data/prepare.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/data/pixels.hpp>

namespace stepgrad {
namespace {

using Indices = std::vector<std::size_t>;

/// Everything but the samples.
template <class To, class From>
DatasetOf<To> described_as(const DatasetOf<From>& data) {
  DatasetOf<To> same;
  same.feature_names = data.feature_names;
  same.class_names = data.class_names;
  same.target_names = data.target_names;
  same.label_name = data.label_name;
  same.width = data.width;
  same.height = data.height;
  same.features_are_named = data.features_are_named;
  same.read_as = data.read_as;
  same.notes = data.notes;
  return same;
}

/// The samples, a list for each class; all in one list without strata.
template <class Scalar>
std::vector<Indices> grouped(const DatasetOf<Scalar>& data, Strata strata) {
  if (strata == Strata::none) return {data.all_samples()};
  if (data.classes() == 0)
    throw Error("there are no classes to stratify by", "", "Split a regression without strata.");
  std::vector<Indices> groups(data.class_names.size());
  for (std::size_t i = 0; i < data.samples(); ++i)
    groups[static_cast<std::size_t>(data.labels[i])].push_back(i);
  return groups;
}

/// How many samples of each group are kept apart: its share, rounded. Where that is none of any
/// group, the share of all samples is gathered from the groups, one of each.
Indices shares_of(const std::vector<Indices>& groups, double share, std::size_t samples) {
  const auto rounded = [share](std::size_t count) {
    return static_cast<std::size_t>(std::llround(share * static_cast<double>(count)));
  };
  Indices counts;
  for (const Indices& group : groups) counts.push_back(rounded(group.size()));
  std::size_t missing = rounded(samples);
  for (const std::size_t count : counts) missing -= std::min(missing, count);
  if (std::accumulate(counts.begin(), counts.end(), std::size_t{0}) > 0) missing = 0;
  for (std::size_t g = 0; g < groups.size() && missing > 0; ++g) {
    if (groups[g].size() < 2) continue;  // its only sample is to be learnt from
    ++counts[g];
    --missing;
  }
  return counts;
}

}  // namespace

template <class Scalar>
DatasetOf<Scalar> chosen(const DatasetOf<Scalar>& data, std::span<const std::size_t> samples) {
  DatasetOf<Scalar> some = described_as<Scalar>(data);
  const auto count = static_cast<Eigen::Index>(samples.size());
  const bool bytes = data.pixels.size() > 0;
  some.inputs.resize(data.inputs.rows(), bytes ? 0 : count);
  some.pixels.resize(data.pixels.rows(), bytes ? count : 0);
  some.targets.resize(data.targets.rows(), count);
  some.weights.resize(data.weights.rows(), count);
  for (Eigen::Index to = 0; to < count; ++to) {
    const std::size_t sample = samples[static_cast<std::size_t>(to)];
    if (sample >= data.samples())
      throw Error(fmt::format("there is no sample {}", sample), "",
                  fmt::format("There are {}, counted from 0.", data.samples()));
    const auto from = static_cast<Eigen::Index>(sample);
    if (bytes)
      some.pixels.col(to) = data.pixels.col(from);
    else
      some.inputs.col(to) = data.inputs.col(from);
    if (data.targets.rows() > 0) some.targets.col(to) = data.targets.col(from);
    if (data.weights.rows() > 0) some.weights.col(to) = data.weights.col(from);
    if (!data.labels.empty()) some.labels.push_back(data.labels[sample]);
    if (!data.lines.empty()) some.lines.push_back(data.lines[sample]);
  }
  return some;
}

template <class Scalar>
DatasetOf<Scalar> shuffled(const DatasetOf<Scalar>& data, Random& random) {
  return chosen<Scalar>(data, random.order(data.samples()));
}

template <class To, class From>
DatasetOf<To> converted(const DatasetOf<From>& data) {
  DatasetOf<To> same = described_as<To>(data);
  same.inputs = data.inputs.template cast<To>();
  same.pixels = data.pixels;
  same.targets = data.targets.template cast<To>();
  same.weights = data.weights.template cast<To>();
  same.labels = data.labels;
  same.lines = data.lines;
  return same;
}

template <class Scalar>
SplitOf<Scalar> split(const DatasetOf<Scalar>& data, double test_share, Random& random,
                      Strata strata) {
  if (!(test_share >= 0 && test_share <= 1))
    throw Error(fmt::format("{} is not a share of the samples", shown(test_share)), "",
                "It is a number from 0 to 1, such as 0.2.");
  Indices train, test;
  std::vector<Indices> groups = grouped(data, strata);
  const Indices kept_apart = shares_of(groups, test_share, data.samples());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    random.shuffle(std::span(groups[g]));
    const auto end = groups[g].begin() + static_cast<std::ptrdiff_t>(kept_apart[g]);
    test.insert(test.end(), groups[g].begin(), end);
    train.insert(train.end(), end, groups[g].end());
  }
  if (train.empty())
    throw Error(fmt::format("a test share of {} of {} samples leaves nothing to train on",
                            shown(test_share), data.samples()),
                "", "Take a smaller share, or more samples.");
  random.shuffle(std::span(train));  // strata come class after class
  random.shuffle(std::span(test));
  return {chosen<Scalar>(data, train), chosen<Scalar>(data, test)};
}

Standardiser::Standardiser(Vector mean, Vector deviation)
    : mean_(std::move(mean)), deviation_(std::move(deviation)) {}

template <class Scalar>
Standardiser Standardiser::fit(const DatasetOf<Scalar>& data) {
  if (data.samples() == 0)
    throw Error("no samples to learn mean and deviation from", "", "Fit to the training part.");
  if (data.pixels.size() > 0) {
    DatasetOf<Scalar> numbers = data;
    unpack(numbers);
    return fit(numbers);
  }
  const auto count = static_cast<double>(data.samples());
  Vector mean(data.inputs.rows()), deviation(data.inputs.rows());
  for (Eigen::Index i = 0; i < mean.size(); ++i) {
    const auto feature = data.inputs.row(i).template cast<double>().array();
    const double largest = feature.abs().maxCoeff();
    const double unit = largest > 0 ? largest : 1;  // squares of 1e200 would be infinite
    mean[i] = (feature / unit).sum() / count * unit;
    deviation[i] = std::sqrt((feature / unit - mean[i] / unit).square().sum() / count) * unit;
    const double rounding = std::numeric_limits<Scalar>::epsilon() * largest;
    if (!(deviation[i] > 4 * rounding)) deviation[i] = 1;
  }
  return {mean, deviation};
}

template <class Scalar>
void Standardiser::apply(DatasetOf<Scalar>& data) const {
  if (data.inputs.rows() != mean_.size())
    throw Error(
        fmt::format("{} features cannot be standardised as {}", data.features(), mean_.size()), "",
        "Fit to a data set with the same features.");
  unpack(data);
  for (Eigen::Index i = 0; i < mean_.size(); ++i)
    data.inputs.row(i) =
        ((data.inputs.row(i).template cast<double>().array() - mean_[i]) / deviation_[i])
            .template cast<Scalar>();
}

#define STEPGRAD_PREPARE(Scalar)                                                             \
  template DatasetOf<Scalar> chosen(const DatasetOf<Scalar>&, std::span<const std::size_t>); \
  template DatasetOf<Scalar> shuffled(const DatasetOf<Scalar>&, Random&);                    \
  template SplitOf<Scalar> split(const DatasetOf<Scalar>&, double, Random&, Strata);         \
  template Standardiser Standardiser::fit(const DatasetOf<Scalar>&);                         \
  template void Standardiser::apply(DatasetOf<Scalar>&) const;
STEPGRAD_PREPARE(float)
STEPGRAD_PREPARE(double)
#undef STEPGRAD_PREPARE
template DatasetOf<float> converted(const DatasetOf<double>&);
template DatasetOf<double> converted(const DatasetOf<float>&);
template DatasetOf<float> converted(const DatasetOf<float>&);
template DatasetOf<double> converted(const DatasetOf<double>&);

}  // namespace stepgrad
