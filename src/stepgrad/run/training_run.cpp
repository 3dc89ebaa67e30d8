#include <stepgrad/run/training_run.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/data/batches.hpp>
#include <stepgrad/run/memory.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

// Which part of the experiment a seed is for.
constexpr std::uint64_t for_weights = 13, for_ties = 15;

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

}  // namespace

Configuration resumed(const std::string& folder, const Configuration& asked) {
  const std::filesystem::path file = RunFolder{folder}.configuration();
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    throw Error(fmt::format("there is no run in '{}'", folder), "",
                "Give the folder that `stepgrad train` has named.", Fault::machine);
  Configuration configuration = read_configuration(read_file(file), file.string());
  Configuration rest = asked;
  if (rest.epochs) configuration.epochs = std::exchange(rest.epochs, std::nullopt);
  const bool says_where = rest.data != Configuration().data;
  if (says_where) configuration.data = std::exchange(rest.data, Configuration().data);
  if (const std::vector<std::string> others = differences(rest, {}); !others.empty())
    throw Error(fmt::format("a run goes on as it began; {} cannot be changed", listed(others)), "",
                "With --resume, only --epochs, and --data for where the data is now, may be given. "
                "Else begin a new run.");
  if (!says_where)
    require_data(configuration.data,
                 fmt::format("Say where it is now: stepgrad train --resume {} --data PATH (of a "
                             "pipe: --data -)",
                             folder));
  return configuration;
}

template <class S>
TrainingRun<S>::TrainingRun(Configuration configuration, const std::string& folder, Begin begin,
                            const std::function<void(const std::string&)>& warn)
    : configuration_(std::move(configuration)),
      data_(decided<S>(configuration_, warn)),
      model_(architecture_of(configuration_, data_.purpose), data_.purpose,
             seed_for(configuration_.seed, for_weights)),
      trainer_(model_, {data_.data, data_.training, data_.validation},
               regime_of(configuration_, steps_an_epoch())) {
  if (configuration_.patience)
    early_stopping_.emplace(model_, static_cast<int>(*configuration_.patience));
  const bool anew = begin == Begin::anew;
  folder_ = anew ? new_run_folder(folder, configuration_.data) : RunFolder{folder};
  folder_name_ = folder_.path.string();
  lock_.emplace(folder_);
  anew ? require_no_run(folder_) : require_checkpoint(folder_);
  remove_unfinished(folder_);
  checkpoints_.emplace(folder_.checkpoint(), fingerprint(data_), trainer_, history_,
                       early_stopping_ ? &*early_stopping_ : nullptr,
                       [this] { return interrupted_(); });
  if (std::filesystem::exists(folder_.checkpoint())) checkpoints_->restore();
  if (!anew) note_jump_of_rate();
  Configuration kept = configuration_;  // its data to be found from anywhere
  if (std::filesystem::exists(kept.data)) kept.data = std::filesystem::absolute(kept.data);
  write_file(folder_.configuration(), written(kept));
}

/// A schedule spans the run: made longer, it may have another rate where the run goes on.
template <class S>
void TrainingRun<S>::note_jump_of_rate() {
  const std::string file = folder_.configuration().string();
  Configuration before = configuration_;
  before.epochs = read_configuration(read_file(file), file).epochs;
  const int step = trainer_.steps_done();
  if (step == 0 || before.epochs == configuration_.epochs) return;
  const double last = regime_of(before, steps_an_epoch()).learning_rate(step - 1);
  const double next = regime_of(configuration_, steps_an_epoch()).learning_rate(step);
  constexpr double much = 1.5;
  if (next > much * last || last > much * next)
    data_.doubts.push_back(fmt::format(
        "the rate jumps from {} to {}: the schedule {} now spans {} epochs, and not {}",
        shown(last), shown(next), configuration_.schedule, *configuration_.epochs, *before.epochs));
}

template <class S>
std::vector<std::string> TrainingRun<S>::description() {
  const Configuration& c = configuration_;
  const DatasetOf<S>& data = data_.data;
  const std::string outputs = data.labels.empty()
                                ? counted(static_cast<std::size_t>(data.targets.rows()), "target")
                                : fmt::format("{} classes", data.classes());
  std::vector<std::string> lines{
      fmt::format("{}: {}, {}; {} samples to learn from, {} for validation, {} for the test",
                  name(), counted(data.features(), "feature"), outputs, data_.training.size(),
                  data_.validation.size(), data_.test.samples()),
      fmt::format("model {}, {} parameters; {}, rate {}, batches of {}, {} epochs",
                  described(model_.architecture()), model_.layers().parameter_count(), c.optimiser,
                  shown(*c.rate), c.batch, *c.epochs)};
  for (const std::string& doubt : data_.doubts) lines.push_back("note: " + printable(doubt));
  if (epochs_done() > 0) lines.push_back(fmt::format("{} epochs are done", epochs_done()));
  return lines;
}

template <class S>
bool TrainingRun<S>::train(std::vector<Observer*> observers, std::function<bool()> interrupted) {
  if (early_stopping_ && early_stopping_->is_over()) return true;
  if (early_stopping_) observers.insert(observers.begin(), &*early_stopping_);
  observers.insert(observers.begin(), &history_);
  observers.push_back(&*checkpoints_);
  interrupted_ = std::move(interrupted);
  const auto keep_log = [&] { write_file(folder_.log(), history_.csv()); };
  try {
    trainer_.run(observers);
  } catch (const Error&) {  // what came before is worth a look
    keep_log();
    throw;
  }
  keep_log();
  return !interrupted_() || trainer_.finished();
}

template <class S>
std::vector<std::string> TrainingRun<S>::finish() {
  if (early_stopping_) early_stopping_->restore_best();
  const DatasetOf<S>& judged = shown_data();
  if (!std::isfinite(score<S>(model_, judged, judged.all_samples()).loss))
    trainer_.require_finite_loss();
  Archive<S> archive;
  model_.save(archive);
  write_file(folder_.model(), archive.bytes(), Durable::yes);
  tally_.emplace(model_, seed_for(configuration_.seed, for_ties));
  tally_->add(judged);
  return write_pictures(folder_name_, title(), history_.epochs(), model_, judged,
                        tally_->confusion());
}

template <class S>
std::vector<Contender> TrainingRun<S>::compare() {
  if (!model_.architecture().is_reduced()) return {};
  Architecture whole = model_.architecture();
  whole.sizes.back() = data_.data.classes();
  whole.reduction = Architecture().reduction;
  whole.codes.resize(0, 0);
  Model<S> softmax(whole, data_.purpose, seed_for(configuration_.seed, for_weights));
  Trainer<S> trainer(softmax, {data_.data, data_.training, data_.validation},
                     regime_of(configuration_, steps_an_epoch()));
  std::optional<EarlyStopping<S>> early_stopping;
  if (configuration_.patience)
    early_stopping.emplace(softmax, static_cast<int>(*configuration_.patience));
  struct Interruption : Observer {
    explicit Interruption(const std::function<bool()>& asked) : asked(asked) {}
    Next on_step(const RunProgress&) override { return asked() ? Next::stop : Next::go_on; }
    const std::function<bool()>& asked;
  } interruption(interrupted_);
  std::vector<Observer*> observers{&interruption};
  if (early_stopping) observers.push_back(&*early_stopping);
  trainer.run(observers);
  if (interrupted_()) return {};
  if (early_stopping) early_stopping->restore_best();
  std::vector<Contender> all = tally_->contenders();
  all.push_back(contender(softmax, shown_data()));
  write_file(folder_.comparison(), as_json(all));
  return all;
}

template <class S>
std::string TrainingRun<S>::name() const {
  return printable(std::filesystem::path(configuration_.data).filename().string());
}

template <class S>
std::string TrainingRun<S>::title() const {
  return fmt::format("{}, {}", name(), described(model_.architecture()));
}

template <class S>
std::size_t TrainingRun<S>::steps_an_epoch() const {
  return batch_count(data_.training.size(), configuration_.batch);
}

template class TrainingRun<float>;
template class TrainingRun<double>;

}  // namespace stepgrad
