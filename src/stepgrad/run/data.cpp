#include <stepgrad/run/data.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <numeric>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/idx.hpp>
#include <stepgrad/train/archive.hpp>

#include <stepgrad/run/doubts.hpp>

namespace stepgrad {
namespace {

// Which part of the experiment a seed is for.
constexpr std::uint64_t for_test = 11, for_validation = 12;

const Generator* generator(const std::string& name) {
  for (const Generator& known : generators())
    if (known.name == name) return &known;
  return nullptr;
}

enum class Source { made_up, folder, standard_input, file };

/// Throws Error for a name that is neither a data set nor a path.
Source source_of(const std::string& name) {
  if (generator(name)) return Source::made_up;
  if (name == "-") return Source::standard_input;
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) return Source::folder;
  const bool path =
      std::filesystem::exists(name, ignored) || name.find_first_of("./") != std::string::npos;
  if (path) return Source::file;
  const std::vector<std::string> names = names_of(generators());
  throw Error(fmt::format("there is no data set '{}', and no such file", name), "",
              did_you_mean(
                  name, names,
                  fmt::format("Made up are {}; else give a CSV file or a folder.", listed(names))));
}

Dataset made_up(const Configuration& configuration) {
  constexpr std::size_t few = 1000, many = 6000;
  const bool in_the_plane = generator(configuration.data)->features <= 2;
  return make(configuration.data, {configuration.samples.value_or(in_the_plane ? few : many),
                                   configuration.noise, configuration.seed});
}

Dataset from_csv(const Configuration& configuration, CsvOptions options = {}) {
  options.label = configuration.label;
  if (configuration.data == "-") return parse_csv(read_standard_input(), "standard input", options);
  return read_csv(configuration.data, options);
}

Split parted(const Dataset& data, const Configuration& configuration) {
  Random random(seed_for(configuration.seed, for_test));
  const Strata strata = data.labels.empty() ? Strata::none : Strata::classes;
  return split(data, configuration.test, random, strata);
}

/// Throws Error where a number is not finite: with its sample and the name of its row.
template <class S>
void require_finite(const Matrix<S>& numbers, const std::vector<std::string>& names,
                    const std::string& mend) {
  if (numbers.allFinite()) return;
  Index i = 0, sample = 0;
  while (numbers.col(sample).allFinite()) ++sample;
  while (std::isfinite(numbers(i, sample))) ++i;
  throw Error(fmt::format("the data has a number that is too large for the precision {}",
                          precision_name<S>),
              fmt::format("  '{}' of sample {}",
                          shortened(printable(names[static_cast<std::size_t>(i)]), 40), sample + 1),
              mend);
}

/// In the precision of the model. Throws Error if it cannot hold a number.
template <class S>
DatasetOf<S> held_as(const Dataset& data, const std::string& mend) {
  DatasetOf<S> held = converted<S>(data);
  require_finite<S>(held.inputs, held.feature_names, mend);
  require_finite<S>(held.targets, held.target_names, mend);
  return held;
}

/// The first `most` of a random order, if there are more.
std::vector<std::size_t> some_of(std::size_t count, std::optional<std::size_t> most,
                                 std::uint64_t seed) {
  std::vector<std::size_t> order = Random(seed_for(seed, for_validation)).order(count);
  if (most && *most < order.size()) order.resize(*most);
  return order;
}

bool is_a_share(double share) { return share >= 0 && share < 1; }

void check_shares(const Configuration& configuration) {
  for (const double share : {configuration.test, configuration.validation})
    if (!is_a_share(share))
      throw Error(fmt::format("{} is no share of the samples", share), "",
                  "--test and --validation are from 0 to below 1, such as 0.2.");
}

template <class S>
Scale scale_of(const Matrix<S>& numbers) {
  DatasetOf<S> data;
  data.inputs = numbers;
  const Standardiser fitted = Standardiser::fit(data);
  return {fitted.mean(), fitted.deviation()};
}

/// Features and targets, by the mean and deviation of what is learnt from.
template <class S>
void standardise(RunData<S>& run) {
  const DatasetOf<S> learnt = chosen<S>(run.data, run.training);
  run.purpose.features = scale_of<S>(learnt.inputs);
  if (learnt.targets.rows() > 0) run.purpose.targets = scale_of<S>(learnt.targets);
  scale(run.data, run.purpose);
  if (run.test.samples() > 0) scale(run.test, run.purpose);
}

/// Parts what is to be learnt from and what is to be watched, and scales them.
template <class S>
RunData<S> run_of(SplitOf<S> split, Source source, const Configuration& configuration) {
  RunData<S> run{std::move(split.train), std::move(split.test), {}, {}, {}, {}};
  run.training =
      some_of(run.data.samples(), source == Source::made_up ? std::nullopt : configuration.samples,
              configuration.seed);
  const auto watched = static_cast<std::size_t>(
      std::llround(configuration.validation * static_cast<double>(run.training.size())));
  run.validation.assign(run.training.end() - static_cast<std::ptrdiff_t>(watched),
                        run.training.end());
  run.training.resize(run.training.size() - watched);
  if (run.training.empty())
    throw Error("no samples are left to learn from", "",
                "Take more samples, or keep a smaller share for test and validation.");
  run.doubts = doubts_about_classes(run.data, run.training);
  run.purpose = purpose_of(run.data);
  const bool from_csv = source == Source::file || source == Source::standard_input;
  if (row_named(standardisations, "standardisation", configuration.standardise).wanted(from_csv))
    standardise(run);
  return run;
}

/// Throws Error unless the model can take the features, and say what is said to be right.
template <class S>
void check_fit(const DatasetOf<S>& data, const Purpose& purpose, Truth truth) {
  if (data.features() != purpose.feature_names.size())
    throw Error(fmt::format("the data has {} feature{}, the model takes {}", data.features(),
                            data.features() == 1 ? "" : "s", purpose.feature_names.size()),
                "", fmt::format("It takes {}.", shortened(listed(purpose.feature_names), 300)));
  const bool classes = !purpose.class_names.empty();
  if (truth == Truth::skipped) return;
  if (classes ? data.targets.rows() > 0 : !data.labels.empty())
    throw Error(fmt::format("the model says {}, but the data has {}",
                            classes ? "classes" : "numbers", classes ? "numbers" : "classes"),
                "", "Give it data like that which it has learnt from.");
  if (data.class_names.size() > purpose.class_names.size())
    throw Error(fmt::format("the data has {} classes, the model knows {}", data.classes(),
                            purpose.class_names.size()),
                "", fmt::format("It knows {}.", shortened(listed(purpose.class_names), 300)));
}

/// Throws Error for options that the source knows nothing of.
void check_options(const Configuration& configuration, Source source) {
  if (configuration.noise && source != Source::made_up)
    throw Error("--noise is for data that is made up", "", "Leave it out.");
  if (!configuration.label.empty() && (source == Source::made_up || source == Source::folder))
    throw Error("--label is for CSV files", "", "Leave it out.");
}

}  // namespace

template <class S>
RunData<S> load_data(const Configuration& configuration) {
  check_shares(configuration);
  const Source source = source_of(configuration.data);
  check_options(configuration, source);
  if (source == Source::folder)
    return run_of<S>(read_idx_folder<S>(configuration.data), source, configuration);
  // In double until it is scaled: 1700000000 and 1700000001 are the same in float.
  const Dataset all = source == Source::made_up ? made_up(configuration) : from_csv(configuration);
  RunData<double> run = run_of<double>(parted(all, configuration), source, configuration);
  if (source != Source::made_up)
    for (const auto& doubts : {doubts_about_features(all), doubts_about_outliers(all)})
      run.doubts.insert(run.doubts.end(), doubts.begin(), doubts.end());
  const std::string mend = std::is_same_v<S, float> && !run.purpose.features.is_set()
                             ? "Train with --precision double, or with --standardise yes."
                             : "Is that number right? It is far beyond what can be learnt from.";
  return {held_as<S>(run.data, mend), held_as<S>(run.test, mend), std::move(run.training),
          std::move(run.validation),  std::move(run.purpose),     std::move(run.doubts)};
}

template <class S>
DatasetOf<S> load_for(const Purpose& purpose, const Configuration& configuration, Truth truth) {
  const Source source = source_of(configuration.data);
  check_options(configuration, source);
  const auto as_the_model_sees = [&](auto data) {
    check_fit(data, purpose, truth);
    scale(data, purpose);
    return data;
  };
  const std::string mend = "A sample must be like those that the model has learnt from.";
  if (source == Source::folder) {
    SplitOf<S> split = read_idx_folder<S>(configuration.data);
    return as_the_model_sees(std::move(split.test.samples() > 0 ? split.test : split.train));
  }
  if (source == Source::made_up) return held_as<S>(as_the_model_sees(made_up(configuration)), mend);
  return held_as<S>(as_the_model_sees(from_csv(
                        configuration, {.labels = truth == Truth::skipped     ? Labels::skipped
                                                : purpose.class_names.empty() ? Labels::numbers
                                                                              : Labels::classes,
                                        .class_names = purpose.class_names,
                                        .feature_names = purpose.feature_names,
                                        .label_name = purpose.label_name})),
                    mend);
}

template <class S>
std::string fingerprint(const RunData<S>& data) {
  const auto bytes = [](const auto& items, std::size_t count) {
    return std::string_view(reinterpret_cast<const char*>(items.data()),
                            count * sizeof(*items.data()));
  };
  std::uint64_t sum = checksum("");
  for (const DatasetOf<S>* part : {&data.data, &data.test}) {
    sum = checksum(bytes(part->inputs, static_cast<std::size_t>(part->inputs.size())), sum);
    sum = checksum(bytes(part->targets, static_cast<std::size_t>(part->targets.size())), sum);
    sum = checksum(bytes(part->labels, part->labels.size()), sum);
  }
  return fmt::format("{:016x}", sum);
}

#define STEPGRAD_RUN_DATA(S)                                                   \
  template RunData<S> load_data(const Configuration&);                         \
  template DatasetOf<S> load_for(const Purpose&, const Configuration&, Truth); \
  template std::string fingerprint(const RunData<S>&);
STEPGRAD_RUN_DATA(float)
STEPGRAD_RUN_DATA(double)
#undef STEPGRAD_RUN_DATA

}  // namespace stepgrad
