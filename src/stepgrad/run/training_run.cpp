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
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/train/evaluation.hpp>

namespace stepgrad {
namespace {

// Which part of the experiment a seed is for.
constexpr std::uint64_t for_ties = 15;

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
                            const std::function<void(const std::string&)>& warn,
                            Communicator* ranks)
    : run_(std::move(configuration), warn), ranks_(ranks), folder_{folder}, folder_name_(folder) {
  if (ranks_) run_.trainer.share(*ranks_);
  if (is_first()) open_folder(folder, begin);
  checkpoints_.emplace(folder_.checkpoint(), fingerprint(run_.data), run_.trainer, history_,
                       run_.early_stopping ? &*run_.early_stopping : nullptr,
                       [this] { return interrupted_(); });
  const bool anew = begin == Begin::anew;
  if (!anew && std::filesystem::exists(folder_.checkpoint())) checkpoints_->restore();
  if (!is_first()) {
    checkpoints_->leave_writing();
    return;
  }
  if (!anew) note_jump_of_rate();
  keep_configuration(folder_, run_.configuration);
}

template <class S>
void TrainingRun<S>::open_folder(const std::string& folder, Begin begin) {
  const bool anew = begin == Begin::anew;
  if (anew) folder_ = new_run_folder(folder, run_.configuration.data);
  folder_name_ = folder_.path.string();
  lock_.emplace(folder_);
  anew ? require_no_run(folder_) : require_checkpoint(folder_);
  remove_unfinished(folder_);
}

/// A schedule spans the run: made longer, it may have another rate where the run goes on.
template <class S>
void TrainingRun<S>::note_jump_of_rate() {
  const std::string file = folder_.configuration().string();
  Configuration before = run_.configuration;
  before.epochs = read_configuration(read_file(file), file).epochs;
  const int step = run_.trainer.steps_done();
  if (step == 0 || before.epochs == run_.configuration.epochs) return;
  const double last = regime_of(before, run_.steps_an_epoch()).learning_rate(step - 1);
  const double next = regime_of(run_.configuration, run_.steps_an_epoch()).learning_rate(step);
  constexpr double much = 1.5;
  if (next > much * last || last > much * next)
    run_.data.doubts.push_back(
        fmt::format("the rate jumps from {} to {}: the schedule {} now spans {} epochs, and not {}",
                    shown(last), shown(next), run_.configuration.schedule,
                    *run_.configuration.epochs, *before.epochs));
}

template <class S>
std::vector<std::string> TrainingRun<S>::description() {
  std::vector<std::string> lines = run_.description();
  if (epochs_done() > 0) lines.push_back(fmt::format("{} epochs are done", epochs_done()));
  return lines;
}

template <class S>
bool TrainingRun<S>::train(std::vector<Observer*> observers, std::function<bool()> interrupted) {
  if (run_.early_stopping && run_.early_stopping->is_over()) return true;
  if (run_.early_stopping) observers.insert(observers.begin(), &*run_.early_stopping);
  observers.insert(observers.begin(), &history_);
  observers.push_back(&*checkpoints_);
  interrupted_ = std::move(interrupted);
  const auto keep_log = [&] {
    if (is_first()) write_file(folder_.log(), history_.csv());
  };
  try {
    run_.trainer.run(observers);
  } catch (const RankLost&) {  // nothing of its last step has been done
    checkpoints_->write();
    keep_log();
    throw;
  } catch (const Error&) {  // what came before is worth a look
    keep_log();
    throw;
  }
  keep_log();
  return !interrupted_() || run_.trainer.finished();
}

template <class S>
std::vector<std::string> TrainingRun<S>::finish() {
  if (run_.early_stopping) run_.early_stopping->restore_best();
  const DatasetOf<S>& judged = shown_data();
  if (!std::isfinite(score<S>(run_.model, judged, judged.all_samples()).loss))
    run_.trainer.require_finite_loss();
  Archive<S> archive;
  run_.model.save(archive);
  write_file(folder_.model(), archive.bytes(), Durable::yes);
  tally_.emplace(run_.model, seed_for(run_.configuration.seed, for_ties));
  tally_->add(judged);
  return write_pictures(folder_name_, title(), history_.epochs(), run_.model, judged,
                        tally_->confusion());
}

template <class S>
std::vector<Contender> TrainingRun<S>::compare() {
  if (!run_.model.architecture().is_reduced()) return {};
  Architecture whole = run_.model.architecture();
  whole.sizes.back() = run_.data.data.classes();
  whole.reduction = Architecture().reduction;
  whole.codes.resize(0, 0);
  Model<S> softmax(whole, run_.data.purpose, seed_of_weights(run_.configuration));
  Trainer<S> trainer(softmax, {run_.data.data, run_.data.training, run_.data.validation},
                     regime_of(run_.configuration, run_.steps_an_epoch()));
  if (ranks_) trainer.share(*ranks_);
  std::optional<EarlyStopping<S>> early_stopping;
  if (run_.configuration.patience)
    early_stopping.emplace(softmax, static_cast<int>(*run_.configuration.patience));
  struct Interruption : Observer {
    explicit Interruption(const std::function<bool()>& asked) : asked(asked) {}
    Next on_step(const RunProgress&) override { return asked() ? Next::stop : Next::go_on; }
    const std::function<bool()>& asked;
  } interruption(interrupted_);
  std::vector<Observer*> observers{&interruption};
  if (early_stopping) observers.push_back(&*early_stopping);
  trainer.run(observers);
  if (interrupted_() || !is_first()) return {};
  if (early_stopping) early_stopping->restore_best();
  std::vector<Contender> all = tally_->contenders();
  all.push_back(contender(softmax, shown_data()));
  write_file(folder_.comparison(), as_json(all));
  return all;
}

template <class S>
std::string TrainingRun<S>::title() const {
  return fmt::format("{}, {}", run_.data_name(), described(run_.model.architecture()));
}

template class TrainingRun<float>;
template class TrainingRun<double>;

}  // namespace stepgrad
