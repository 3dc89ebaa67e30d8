#include <stepgrad/run/data.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <future>
#include <numeric>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/bytes.hpp>
#include <stepgrad/data/csv.hpp>
#include <stepgrad/data/features.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/idx.hpp>
#include <stepgrad/data/pixels.hpp>

#include <stepgrad/run/doubts.hpp>
#include <stepgrad/run/formula_data.hpp>
#include <stepgrad/run/memory.hpp>

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

bool is_csv(Source source) { return source == Source::file || source == Source::standard_input; }

/// Throws Error for a name that is neither a data set nor a path.
Source source_of(const std::string& name) {
  if (is_made_up(name)) return Source::made_up;
  if (name == "-") return Source::standard_input;
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) return Source::folder;
  const bool path =
      std::filesystem::exists(name, ignored) || name.find_first_of("./") != std::string::npos;
  if (path) return Source::file;
  const std::vector<std::string> names = names_of(generators());
  throw Error(
      fmt::format("there is no data set '{}', and no such file", name), "",
      did_you_mean(
          name, names,
          fmt::format("Made up are {}, and what a formula says: \"class = x1*x2\"; else give "
                      "a CSV file or a folder.",
                      listed(names))));
}

Dataset made_up(const Configuration& configuration) {
  constexpr std::size_t few = 1000, many = 6000;
  const Generator* const known = generator(configuration.data);
  const bool in_the_plane = !known || known->features <= 2;
  return make_up(configuration.data,
                 {configuration.samples.value_or(in_the_plane ? few : many), configuration.noise,
                  configuration.seed,
                  configuration.share.empty() ? std::vector<double>()
                                              : number_list("--share", configuration.share)});
}

/// As the settings say; `model` holds what a model that is there knows.
CsvOptions options_for(const Configuration& configuration, const CsvOptions& model) {
  CsvOptions options = csv_options(configuration);
  options.label = configuration.label;
  if (!model.feature_names.empty()) {
    options.labels = model.labels;
    options.class_names = model.class_names;
    options.feature_names = model.feature_names;
    options.features_are_named = model.features_are_named;
    options.label_name = model.label_name;
  }
  return options;
}

Dataset from_csv(const Configuration& configuration, const CsvOptions& model = {}) {
  CsvOptions options = options_for(configuration, model);
  options.memory = memory_there();
  options.bytes_a_number = 3 * sizeof(double);  // as read, as parted, as scaled
  if (configuration.data == "-") return parse_csv(read_standard_input(), "standard input", options);
  return read_csv(configuration.data, options);
}

Split parted(const Dataset& data, const Configuration& configuration) {
  Random random(seed_for(configuration.seed, for_test));
  const Strata strata = data.labels.empty() ? Strata::none : Strata::classes;
  return split(data, configuration.test, random, strata);
}

/// Where a sample stands, for an error: "  line 3, feature 'a'", if it is of a file.
template <class S>
std::string place_of(const DatasetOf<S>& data, Eigen::Index feature, Eigen::Index sample) {
  const auto i = static_cast<std::size_t>(sample);
  const std::string place =
      data.lines.empty() ? fmt::format("sample {}", i + 1) : fmt::format("line {}", data.lines[i]);
  if (feature < 0) return fmt::format("  {}", place);
  return fmt::format(
      "  {}, feature '{}'", place,
      shortened(printable(data.feature_names[static_cast<std::size_t>(feature)]), 40));
}

/// In the precision of the model. Throws Error if it cannot hold a number.
template <class S>
DatasetOf<S> held_as(const Dataset& data, const char* mend) {
  DatasetOf<S> held = converted<S>(data);
  const std::string happened =
      fmt::format("the data has a number that is too large for the precision {}",
                  sizeof(S) == 4 ? "float" : "double");
  for (Eigen::Index i = 0; i < held.inputs.cols(); ++i)
    for (Eigen::Index f = 0; f < held.inputs.rows(); ++f)
      if (!std::isfinite(held.inputs(f, i))) throw Error(happened, place_of(data, f, i), mend);
  for (Eigen::Index i = 0; i < held.targets.cols(); ++i)
    if (!held.targets.col(i).allFinite()) throw Error(happened, place_of(data, -1, i), mend);
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

/// Gaps get the mean that the feature has where it is known. Throws Error where it is not.
template <class S>
void fill_gaps(DatasetOf<S>& data, const Eigen::VectorXd& means) {
  for (Eigen::Index f = 0; f < data.inputs.rows(); ++f)
    for (S& number : data.inputs.row(f))
      if (std::isnan(number)) number = static_cast<S>(means[f]);
}

/// The mean of each feature in these samples, gaps aside.
template <class S>
Eigen::VectorXd known_means(const DatasetOf<S>& data, std::span<const std::size_t> samples) {
  Eigen::VectorXd means(data.inputs.rows());
  for (Eigen::Index f = 0; f < means.size(); ++f) {
    double sum = 0, count = 0;
    for (const std::size_t sample : samples)
      if (const auto number =
              static_cast<double>(data.inputs(f, static_cast<Eigen::Index>(sample)));
          !std::isnan(number)) {
        sum += number;
        ++count;
      }
    if (count == 0)
      throw Error(fmt::format("feature '{}' is missing in all samples that are learnt from",
                              data.feature_names[static_cast<std::size_t>(f)]),
                  "", "Leave it out: --without.");
    means[f] = sum / count;
  }
  return means;
}

/// Features and targets, by the mean and deviation of what is learnt from.
template <class S>
void standardise(RunData<S>& run) {
  DatasetOf<S> learnt = chosen<S>(run.data, run.training);
  unpack(learnt);
  run.purpose.features = scale_of<S>(learnt.inputs);
  if (learnt.targets.rows() > 0) run.purpose.targets = scale_of<S>(learnt.targets);
  scale(run.data, run.purpose);
  if (run.test.samples() > 0) scale(run.test, run.purpose);
}

/// What the samples of each class count. Balanced is n / (C n_k), the same together for each of the
/// C classes, and 1 in the mean over the n samples to learn from (King and Zeng 2001).
template <class S>
std::vector<double> weights_of_classes(const RunData<S>& run, const std::string& asked) {
  const std::vector<std::string>& names = run.data.class_names;
  if (run.data.labels.empty())
    throw Error("--class-weights is for classes, and these are numbers to predict", "",
                "Leave it out.");
  if (asked == "balanced") {
    std::vector<double> counts(names.size()), weights;
    for (const std::size_t i : run.training) ++counts[static_cast<std::size_t>(run.data.labels[i])];
    for (const double count : counts)
      weights.push_back(static_cast<double>(run.training.size()) /
                        (static_cast<double>(names.size()) * std::max(count, 1.0)));
    return weights;
  }
  std::vector<double> weights = number_list("--class-weights", asked);
  const bool negative = std::ranges::any_of(weights, [](double weight) { return weight < 0; });
  if (weights.size() != names.size() || negative || std::ranges::max(weights) == 0)
    throw Error(fmt::format("--class-weights cannot be {} for {} classes",
                            shortened(printable(asked), 60), names.size()),
                "",
                fmt::format("Give each of {} a number, 0 or more and not all 0; or balanced.",
                            shortened(listed(names), 200)));
  return weights;
}

/// Weighs the samples of the data by their classes; says how.
template <class S>
void weigh(RunData<S>& run, const std::string& asked) {
  if (asked.empty()) return;
  const std::vector<double> weights = weights_of_classes(run, asked);
  run.data.weights.resize(1, static_cast<Eigen::Index>(run.data.samples()));
  for (std::size_t i = 0; i < run.data.samples(); ++i)
    run.data.weights(0, static_cast<Eigen::Index>(i)) =
        static_cast<S>(weights[static_cast<std::size_t>(run.data.labels[i])]);
  std::vector<std::string> told;
  for (std::size_t k = 0; k < weights.size() && k < 20; ++k)
    told.push_back(fmt::format("{} of '{}'", shown(weights[k], 3), run.data.class_names[k]));
  run.doubts.push_back(fmt::format("samples weigh {}", listed(told)));
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
  run.purpose.made_features = configuration.features;
  weigh(run, configuration.class_weights);
  const bool standardised =
      row_named(standardisations, "standardisation", configuration.standardise)
          .wanted(is_csv(source));
  if (run.data.inputs.hasNaN() || run.test.inputs.hasNaN()) {
    if (!standardised)
      throw Error("--missing mean needs the means, and --standardise no does not keep them", "",
                  "Leave --standardise out, or say --missing drop.");
    const Eigen::VectorXd means = known_means(run.data, run.training);
    fill_gaps(run.data, means);
    fill_gaps(run.test, means);
  }
  if (standardised) standardise(run);
  return run;
}

/// Throws Error unless the model can take the features, and say what is said to be right.
template <class S>
void check_fit(const DatasetOf<S>& data, const Purpose& purpose, Truth truth) {
  const std::vector<std::string> given = purpose.given_features();
  if (data.features() != given.size())
    throw Error(fmt::format("the data has {}, the model takes {}",
                            counted(data.features(), "feature"), given.size()),
                "", fmt::format("It takes {}.", shortened(listed(given), 300)));
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

/// The labels as the model counts its classes. Throws Error for a class that it does not know.
template <class S>
void relabel(DatasetOf<S>& data, const Purpose& purpose) {
  if (data.labels.empty() || data.class_names == purpose.class_names) return;
  std::vector<int> label_of;
  for (const std::string& name : data.class_names)
    label_of.push_back(static_cast<int>(std::ranges::find(purpose.class_names, name) -
                                        purpose.class_names.begin()));
  for (int& label : data.labels) {
    const int known = label_of[static_cast<std::size_t>(label)];
    if (known == static_cast<int>(purpose.class_names.size()))
      throw Error(fmt::format("the data has a class '{}', which the model does not know",
                              data.class_names[static_cast<std::size_t>(label)]),
                  "", fmt::format("It knows {}.", shortened(listed(purpose.class_names), 300)));
    label = known;
  }
  data.class_names = purpose.class_names;
}

/// Throws Error for options that the source knows nothing of.
void check_options(const Configuration& configuration, Source source) {
  if (configuration.noise && source != Source::made_up)
    throw Error("--noise is for data that is made up", "", "Leave it out.");
  if (!configuration.label.empty() && !is_csv(source))
    throw Error("--label is for CSV files", "", "Leave it out.");
  if (!is_csv(source) && overrules_csv(configuration))
    throw Error("how a CSV file is read is said of data that is none", "",
                "Leave --header, --labels, --missing and the like out.");
  if (source != Source::folder && overrules_idx(configuration))
    throw Error("--transpose is for IDX files", "", "Leave it out.");
  if (source == Source::folder && !configuration.features.empty())
    throw Error("--features has no effect: products of pixels are no features", "",
                "Leave it out.");
  if (!configuration.share.empty() && source != Source::made_up)
    throw Error("--share is for data that is made up", "", "Leave it out.");
  if (source == Source::folder && configuration.test != Configuration().test)
    throw Error("--test has no effect: a folder of IDX files has its test images, or none", "",
                "Leave it out.");
}

}  // namespace

bool is_made_up(const std::string& data) { return generator(data) || is_formula(data); }

template <class S>
RunData<S> load_data(const Configuration& configuration) {
  check_shares(configuration);
  const Source source = source_of(configuration.data);
  check_options(configuration, source);
  if (source == Source::folder) {
    SplitOf<S> images =
        read_idx_folder<S>(configuration.data, transposed(configuration), KeepImages::as_bytes);
    if (images.train.samples() == 0)
      throw Error(fmt::format("there are only test images in '{}'", configuration.data), "",
                  "To learn, the files train-images-… and train-labels-… are wanted.");
    if (images.train.features() <= 2)  // their samples are drawn in a plane, by their numbers
      for (DatasetOf<S>* part : {&images.train, &images.test}) unpack(*part);
    std::vector<std::string> notes = images.train.notes;
    RunData<S> run = run_of<S>(std::move(images), source, configuration);
    run.doubts.insert(run.doubts.begin(), notes.begin(), notes.end());
    return run;
  }
  // In double until it is scaled: 1700000000 and 1700000001 are the same in float.
  Dataset all = source == Source::made_up ? made_up(configuration) : from_csv(configuration);
  add_features(all, configuration.features);
  RunData<double> run = run_of<double>(parted(all, configuration), source, configuration);
  if (source != Source::made_up)
    for (const auto& doubts : {doubts_about_features(all), doubts_about_outliers(all)})
      run.doubts.insert(run.doubts.end(), doubts.begin(), doubts.end());
  run.doubts.insert(run.doubts.begin(), all.notes.begin(), all.notes.end());
  if (!all.read_as.empty()) run.doubts.insert(run.doubts.begin(), all.read_as);
  constexpr const char* mend =
      "Is it right? Then train with --precision double and --standardise yes.";
  return {held_as<S>(run.data, mend), held_as<S>(run.test, mend), std::move(run.training),
          std::move(run.validation),  std::move(run.purpose),     std::move(run.doubts)};
}

namespace {

/// Reads a piece while the one before it is used, in a thread of its own: one at a time.
void read_while_used(const std::string& path, const CsvOptions& options,
                     const std::function<void(Dataset piece)>& use) {
  std::future<void> used;
  const auto wait = [&] {
    if (used.valid()) used.get();  // throws what it has thrown
  };
  read_csv_in_pieces(path, options, [&](Dataset piece) {
    wait();
    used = std::async(std::launch::async,
                      [&use, piece = std::move(piece)]() mutable { use(std::move(piece)); });
  });
  wait();
}

}  // namespace

template <class S>
void load_for(const Purpose& purpose, const Configuration& asked, Truth truth,
              const Reading& learnt, const std::function<void(DatasetOf<S>)>& use,
              std::size_t at_once) {
  const Source source = source_of(asked.data);
  check_options(asked, source);
  Configuration configuration = asked;
  fill_in(configuration, learnt);
  const auto as_the_model_sees = [&](auto data) {
    check_fit(data, purpose, truth);
    if (!purpose.made_features.empty()) data.feature_names = purpose.given_features();
    add_features(data, purpose.made_features);
    if (truth == Truth::wanted) relabel(data, purpose);
    if (data.inputs.hasNaN()) {
      if (!purpose.features.is_set())
        throw Error("the model knows no means to fill gaps with", "", "Say --missing drop.");
      fill_gaps(data, purpose.features.mean);
    }
    scale(data, purpose);
    return data;
  };
  constexpr const char* mend =
      "It is far from all that the model has learnt from. Is it right? "
      "Then train with --precision double.";
  if (source == Source::folder) {
    SplitOf<S> split = read_idx_folder<S>(configuration.data, transposed(configuration));
    return use(as_the_model_sees(std::move(split.test.samples() > 0 ? split.test : split.train)));
  }
  const auto held = [&](Dataset data) {
    return held_as<S>(as_the_model_sees(std::move(data)), mend);
  };
  if (source == Source::made_up) return use(held(made_up(configuration)));
  const CsvOptions model{.labels = truth == Truth::skipped     ? Labels::skipped
                                 : purpose.class_names.empty() ? Labels::numbers
                                                               : Labels::classes,
                         .class_names = purpose.class_names,
                         .feature_names = purpose.given_features(),
                         .features_are_named = purpose.features_are_named,
                         .label_name = purpose.label_name};
  if (source == Source::standard_input) return use(held(from_csv(configuration, model)));
  CsvOptions options = options_for(configuration, model);
  options.most = at_once;
  read_while_used(configuration.data, options, [&](Dataset piece) { use(held(std::move(piece))); });
}

template <class S>
std::string fingerprint(const RunData<S>& data) {
  const auto bytes = [](const auto& items, std::size_t count) {
    return std::string_view(reinterpret_cast<const char*>(items.data()),
                            count * sizeof(*items.data()));
  };
  std::uint32_t sum = 0;
  for (const DatasetOf<S>* part : {&data.data, &data.test}) {
    sum = check_number(bytes(part->inputs, static_cast<std::size_t>(part->inputs.size())), sum);
    sum = check_number(bytes(part->pixels, static_cast<std::size_t>(part->pixels.size())), sum);
    sum = check_number(bytes(part->weights, static_cast<std::size_t>(part->weights.size())), sum);
    sum = check_number(bytes(part->targets, static_cast<std::size_t>(part->targets.size())), sum);
    sum = check_number(bytes(part->labels, part->labels.size()), sum);
  }
  return fmt::format("{:08x}", sum);
}

#define STEPGRAD_RUN_DATA(S)                                                          \
  template RunData<S> load_data(const Configuration&);                                \
  template void load_for(const Purpose&, const Configuration&, Truth, const Reading&, \
                         const std::function<void(DatasetOf<S>)>&, std::size_t);      \
  template std::string fingerprint(const RunData<S>&);
STEPGRAD_RUN_DATA(float)
STEPGRAD_RUN_DATA(double)
#undef STEPGRAD_RUN_DATA

}  // namespace stepgrad
