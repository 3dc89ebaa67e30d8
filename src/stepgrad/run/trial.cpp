#include <stepgrad/run/trial.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/shell_quotes.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/batches.hpp>
#include <stepgrad/run/comparison.hpp>
#include <stepgrad/run/formula_data.hpp>
#include <stepgrad/run/memory.hpp>
#include <stepgrad/run/setup.hpp>

namespace stepgrad {
namespace {

constexpr std::uint64_t for_weights = 13;  // which part of the experiment a seed is for

/// The data of a configuration, which is told what suits them. Throws Error if there is not memory
/// enough for the model, and warns of one that takes much.
template <class S>
RunData<S> decided(Configuration& configuration,
                   const std::function<void(const std::string&)>& warn) {
  RunData<S> data = load_data<S>(configuration);
  decide(configuration, data);
  const Architecture architecture = architecture_of(configuration, data.purpose);
  const std::vector<Index>& sizes = architecture.sizes;
  const std::size_t batch = std::min(configuration.batch, data.training.size());
  const double learners =
      architecture.is_reduced() ? static_cast<double>(architecture.codes.cols()) : 1;
  const double needed = learners * memory_for(sizes, batch, sizeof(S)),
               count = learners * parameters_of(sizes);
  require_memory(sizes, needed, memory_there());
  if (count > many_parameters && warn)
    warn(
        fmt::format("note: {:.0f} parameters take {:.1f} GB of memory and more; smaller layers "
                    "(--model) may do",
                    count, needed / 1e9));
  return data;
}

std::string in_quotes(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-+.,:/@%") == std::string::npos;
  return plain ? word : in_shell_quotes(word);
}

}  // namespace

template <class S>
Trial<S>::Trial(Configuration asked, const std::function<void(const std::string&)>& warn)
    : configuration(std::move(asked)),
      data(decided<S>(configuration, warn)),
      model(architecture_of(configuration, data.purpose), data.purpose,
            seed_of_weights(configuration)),
      trainer(model, {data.data, data.training, data.validation},
              regime_of(configuration, steps_an_epoch())) {
  if (configuration.patience)
    early_stopping.emplace(model, static_cast<int>(*configuration.patience));
}

template <class S>
std::size_t Trial<S>::steps_an_epoch() const {
  return batch_count(data.training.size(), configuration.batch);
}

template <class S>
std::vector<std::string> Trial<S>::description() {
  const Configuration& c = configuration;
  const DatasetOf<S>& all = data.data;
  const std::string outputs = all.labels.empty()
                                ? counted(static_cast<std::size_t>(all.targets.rows()), "target")
                                : fmt::format("{} classes", all.classes());
  std::vector<std::string> lines{
      fmt::format("{}: {}, {}; {} samples to learn from, {} for validation, {} for the test",
                  data_name(), counted(data.purpose.seen_features().size(), "feature"), outputs,
                  data.training.size(), data.validation.size(), data.test.samples()),
      fmt::format("model {}, {} parameters; {}, rate {}, batches of {}, {} epochs",
                  described(model.architecture()), model.layers().parameter_count(), c.optimiser,
                  shown(*c.rate), c.batch, *c.epochs)};
  for (const std::string& doubt : data.doubts) lines.push_back("note: " + printable(doubt));
  return lines;
}

template <class S>
std::string Trial<S>::data_name() const {
  if (is_formula(configuration.data)) return printable(configuration.data);
  return printable(std::filesystem::path(configuration.data).filename().string());
}

std::uint64_t seed_of_weights(const Configuration& configuration) {
  return seed_for(configuration.seed, for_weights);
}

std::string command_line(const Configuration& configuration) {
  std::string command = "stepgrad train";
  for (const auto& [name, value] : changed_settings(configuration)) {
    const std::string option = " --" + replaced(name, "_", "-");
    if (name == "batch_norm")
      command += option;
    else if (name == "without")  // is repeated
      for (const std::string& column : configuration.without)
        command += option + " " + in_quotes(column);
    else
      command += option + " " + in_quotes(value);
  }
  return command;
}

template struct Trial<float>;
template struct Trial<double>;

}  // namespace stepgrad
