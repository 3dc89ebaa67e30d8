#include <stepgrad/run/doubts.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

/// "features 'a' and 'b'": the first few of them.
std::string named(const std::string& what, std::vector<std::string> names) {
  constexpr std::size_t most = 5;
  const std::size_t count = names.size();
  for (std::string& name : names) name = fmt::format("'{}'", shortened(printable(name), 40));
  if (count > most) {
    names.resize(most);
    names.push_back(fmt::format("{} more", count - most));
  }
  return fmt::format("{} {}", what, listed(names));
}

/// Are they, in some order, the whole numbers from 0 or 1 on?
bool count_the_samples(std::vector<double> numbers) {
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  if (*most - *least != static_cast<double>(numbers.size() - 1)) return false;
  std::sort(numbers.begin(), numbers.end());
  for (std::size_t i = 1; i < numbers.size(); ++i)
    if (numbers[i] - numbers[i - 1] != 1) return false;
  return numbers.front() == 0 || numbers.front() == 1;
}

/// No name, or one that people give to the numbers of samples: id, No., sample_id, rowNumber.
bool is_name_for_numbers(const DatasetOf<double>& data, std::size_t feature) {
  const std::string name = lower(data.feature_names[feature]);
  if (!data.features_are_named || name.starts_with("column ") || name.starts_with("unnamed"))
    return true;
  for (const char* word : {"id", "no", "no.", "nr", "nr.", "#", "n", "x", "key", "index", "idx"})
    if (name == word) return true;
  for (const char* part :
       {"row", "number", "sample", "index", "_id", "id_", " id", "record", "serial", "...1"})
    if (name.find(part) != name.npos) return true;
  return false;
}

}  // namespace

std::vector<std::string> doubts_about_features(const Dataset& data) {
  constexpr std::size_t few = 10;  // samples that may well be 1, 2, 3 by chance
  std::vector<std::string> counting, constant, doubts;
  for (std::size_t i = 0; i < data.features(); ++i) {
    const auto numbers = data.inputs.row(static_cast<Eigen::Index>(i));
    if (numbers.hasNaN()) continue;
    if (numbers.minCoeff() == numbers.maxCoeff())
      constant.push_back(data.feature_names[i]);
    else if (data.features() > 1 && data.samples() >= few && is_name_for_numbers(data, i) &&
             count_the_samples({numbers.begin(), numbers.end()}))
      counting.push_back(data.feature_names[i]);
  }
  for (const std::string& name : counting)
    doubts.push_back(
        fmt::format("{} seems to number the samples: what is learnt from it holds for "
                    "no others; better leave that column out (--without)",
                    named("feature", {name})));
  if (!constant.empty() && data.samples() > 1)
    doubts.push_back(fmt::format("the same in every sample, so nothing is learnt from it: {}",
                                 named(constant.size() == 1 ? "feature" : "features", constant)));
  return doubts;
}

std::vector<std::string> doubts_about_outliers(const Dataset& data) {
  constexpr double lost = 1e-6;  // of what is spread out; float keeps seven digits
  std::vector<std::string> doubts;
  const auto look = [&](const auto& numbers, const std::string& name) {
    std::vector<double> sorted(numbers.begin(), numbers.end());
    std::sort(sorted.begin(), sorted.end());
    if (sorted.size() < 3) return;
    const double below = sorted[sorted.size() - 2] - sorted[0], above = sorted.back() - sorted[1];
    const bool top = below < above;
    const double rest = std::min(below, above);
    if (rest == 0 || rest > lost * (sorted.back() - sorted[0])) return;
    const double far = top ? sorted.back() : sorted[0];
    const auto sample = std::find(numbers.begin(), numbers.end(), far) - numbers.begin();
    doubts.push_back(
        fmt::format("{} is {} in sample {}: beside it all others look alike, and "
                    "nothing is learnt from them; is that number right?",
                    named("", {name}).substr(1), shown(far), sample + 1));
  };
  for (std::size_t i = 0; i < data.features(); ++i)
    look(data.inputs.row(static_cast<Eigen::Index>(i)), data.feature_names[i]);
  for (Eigen::Index i = 0; i < data.targets.rows(); ++i)
    look(data.targets.row(i), data.target_names[static_cast<std::size_t>(i)]);
  return doubts;
}

template <class S>
std::vector<std::string> doubts_about_classes(const DatasetOf<S>& data,
                                              std::span<const std::size_t> training) {
  if (data.labels.empty()) return {};
  const std::set<int> present(data.labels.begin(), data.labels.end());
  if (present.size() == 1)
    throw Error(fmt::format("all samples are of one class, '{}'",
                            data.class_names[static_cast<std::size_t>(*present.begin())]),
                "",
                fmt::format("There is nothing to tell apart.{}",
                            data.has_images() ? "" : " Is the label in another column (--label)?"));
  std::vector<bool> seen(data.class_names.size());
  for (const std::size_t sample : training)
    seen[static_cast<std::size_t>(data.labels[sample])] = true;
  std::vector<std::string> unseen, doubts;
  for (std::size_t k = 0; k < seen.size(); ++k)
    if (!seen[k]) unseen.push_back(data.class_names[k]);
  if (data.samples() < 2 * present.size() && !data.has_images())
    doubts.push_back(fmt::format("{} classes in {} samples: is the label in another column?",
                                 present.size(), data.samples()));
  else if (!unseen.empty())
    doubts.push_back(fmt::format("without a sample to learn from: {}",
                                 named(unseen.size() == 1 ? "class" : "classes", unseen)));
  return doubts;
}

template std::vector<std::string> doubts_about_classes(const DatasetOf<float>&,
                                                       std::span<const std::size_t>);
template std::vector<std::string> doubts_about_classes(const DatasetOf<double>&,
                                                       std::span<const std::size_t>);

}  // namespace stepgrad
