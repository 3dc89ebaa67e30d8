// stepgrad train: a model from data, with everything that came of it left in a folder.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/run/folder.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/setup.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/observers.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/training/interrupt.hpp"
#include "app/training/progress.hpp"

namespace stepgrad::app {
namespace {

constexpr std::uint64_t for_weights = 13;  // which part of the experiment a seed is for
constexpr int interrupted = 130;           // as shells have it: 128 + SIGINT

/// One run, from data to pictures.
template <class S>
class Run {
 public:
  Run(Configuration configuration, const TrainArguments& arguments)
      : configuration_(std::move(configuration)),
        arguments_(arguments),
        data_(load_data<S>(configuration_)) {
    decide(configuration_, data_);
  }

  int operator()() {
    Model<S> model(architecture_of(configuration_), data_.purpose,
                   seed_for(configuration_.seed, for_weights));
    const std::size_t batch = std::min(configuration_.batch, data_.training.size());
    Trainer<S> trainer(model, {data_.data, data_.training, data_.validation},
                       regime_of(configuration_, (data_.training.size() + batch - 1) / batch));
    History history;
    std::optional<EarlyStopping<S>> early_stopping;
    if (configuration_.patience)
      early_stopping.emplace(model, static_cast<int>(*configuration_.patience));
    open_folder();
    Checkpoints<S> checkpoints(folder_.checkpoint(), fingerprint(data_), trainer, history,
                               early_stopping ? &*early_stopping : nullptr, Interrupt::came);
    if (std::filesystem::exists(folder_.checkpoint())) checkpoints.restore();
    keep_configuration();
    describe(model, trainer);

    const bool over = early_stopping && early_stopping->is_over();
    if (!over && !train(trainer, history, early_stopping, checkpoints)) return interrupted;
    if (early_stopping) early_stopping->restore_best();
    finish(model, history, early_stopping);
    return 0;
  }

 private:
  void open_folder() {
    const bool is_new = arguments_.resume.empty();
    folder_ =
        is_new ? new_run_folder(arguments_.out, configuration_.data) : RunFolder{arguments_.resume};
    lock_.emplace(folder_);
    if (is_new) require_no_run(folder_);
    remove_unfinished(folder_);
  }

  void keep_configuration() const {
    Configuration kept = configuration_;  // its data to be found from anywhere
    if (std::filesystem::exists(kept.data)) kept.data = std::filesystem::absolute(kept.data);
    write_file(folder_.configuration(), text(kept));
  }

  void describe(Model<S>& model, const Trainer<S>& trainer) const {
    const Configuration& c = configuration_;
    say(fmt::format(
        "{}: {} feature{}, {}; {} samples to learn from, {} for validation, {} for the "
        "test",
        name(), data_.data.features(), data_.data.features() == 1 ? "" : "s",
        data_.data.labels.empty() ? fmt::format("{} target{}", data_.data.targets.rows(),
                                                data_.data.targets.rows() == 1 ? "" : "s")
                                  : fmt::format("{} classes", data_.data.classes()),
        data_.training.size(), data_.validation.size(), data_.test.samples()));
    say(fmt::format("model {}, {} parameters; {}, rate {}, batches of {}, {} epochs", c.model,
                    model.layers().parameter_count(), c.optimiser, shown(*c.rate), c.batch,
                    *c.epochs));
    for (const std::string& doubt : data_.doubts) say("note: " + doubt);
    if (trainer.epochs_done() > 0) say(fmt::format("{} epochs are done", trainer.epochs_done()));
  }

  /// False if it was interrupted.
  bool train(Trainer<S>& trainer, History& history, std::optional<EarlyStopping<S>>& early_stopping,
             Checkpoints<S>& checkpoints) {
    const Interrupt interrupt;
    try {
      ProgressPrinter printer(static_cast<int>(*configuration_.epochs), ::isatty(STDOUT_FILENO));
      std::vector<Observer*> observers{&history};
      if (early_stopping) observers.push_back(&*early_stopping);
      observers.insert(observers.end(), {&printer, &checkpoints});
      trainer.run(observers);
    } catch (const Error&) {  // what came before is worth a look
      write_file(folder_.log(), history.csv());
      throw;
    }
    write_file(folder_.log(), history.csv());
    if (!Interrupt::came() || trainer.finished()) return true;
    say(fmt::format("stopped in epoch {}; to go on: stepgrad train --resume {}",
                    trainer.epochs_done() + 1, folder_.path.string()));
    return false;
  }

  void finish(Model<S>& model, const History& history,
              const std::optional<EarlyStopping<S>>& early_stopping) {
    Archive<S> archive;
    model.save(archive);
    write_file(folder_.model(), archive.bytes(), Durable::yes);
    if (early_stopping && early_stopping->best_epoch() < history.epochs().back().number)
      say(fmt::format("the best epoch was {}; its weights are kept", early_stopping->best_epoch()));

    const bool color = wants_color(arguments_.color);
    const std::size_t width = terminal_width();
    say("\n" + text_curves(std::span<const Epoch>(history.epochs()), width));
    const std::string title = fmt::format("{}, {}", name(), configuration_.model);
    const bool tested = data_.test.samples() > 0;
    const DatasetOf<S>& shown_data = tested ? data_.test : data_.data;
    say(text_picture(title, model, shown_data, width, color));
    const std::vector<std::string> pictures =
        write_pictures(folder_.path.string(), title, history.epochs(), model, shown_data);
    if (tested) say("test: " + result_text(model, data_.test));
    say(fmt::format("in {}: model.stepgrad, log.csv, {}", folder_.path.string(), listed(pictures)));
  }

  std::string name() const {
    return std::filesystem::path(configuration_.data).filename().string();
  }
  static void say(const std::string& line) {
    if (line != "\n" && !line.empty()) deliver(line.ends_with('\n') ? line : line + "\n");
  }

  Configuration configuration_;
  const TrainArguments& arguments_;
  RunData<S> data_;
  RunFolder folder_;
  std::optional<RunLock> lock_;
};

/// The configuration of the run that is to go on; only its end may be another.
Configuration resumed(const TrainArguments& arguments) {
  const RunFolder folder{arguments.resume};
  std::error_code ignored;
  if (!std::filesystem::exists(folder.configuration(), ignored))
    throw Error(fmt::format("there is no run in '{}'", arguments.resume), "",
                "Give the folder that `stepgrad train` has named.", Fault::machine);
  const std::string name = folder.configuration().string();
  Configuration configuration = read_configuration(read_file(name), name);
  Configuration asked = arguments.configuration;
  if (asked.epochs) configuration.epochs = std::exchange(asked.epochs, std::nullopt);
  const std::vector<std::string> others = differences(asked, {});
  if (!others.empty() || !arguments.out.empty())
    throw Error(fmt::format("a run goes on as it began; {} cannot be changed",
                            others.empty() ? "its folder" : listed(others)),
                "", "With --resume, only --epochs may be given. Else begin a new run.");
  return configuration;
}

}  // namespace

int train(const TrainArguments& arguments) {
  const Configuration configuration =
      arguments.resume.empty() ? arguments.configuration : resumed(arguments);
  if (configuration.precision == "double") return Run<double>(configuration, arguments)();
  return Run<float>(configuration, arguments)();
}

}  // namespace stepgrad::app
