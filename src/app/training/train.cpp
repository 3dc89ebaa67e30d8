// stepgrad train: a model from data, with everything that came of it left in a folder.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <new>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/run/pictures.hpp>
#include <stepgrad/run/seeds.hpp>
#include <stepgrad/run/training_run.hpp>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/terminal.hpp"
#include "app/training/progress.hpp"
#include "app/training/ranks.hpp"
#include "app/training/seeds.hpp"

namespace stepgrad::app {
namespace {

/// What each of the choices is: a line for each that says it.
std::string told(const std::string& option, const std::vector<Named>& choices) {
  std::string lines;
  for (const Named& choice : choices)
    if (!choice.about.empty())
      lines += fmt::format("\n  {:<26}{}", fmt::format("{} {}", option, choice.name), choice.about);
  return lines.empty() ? "" : "\n" + lines;
}

/// Every setting of a configuration as an option.
const Configuration& settings(Options& options) {
  Configuration& configuration = options.kept(Configuration());
  for_each_setting(configuration, [&](std::string name, auto& field, const char* help,
                                      const std::vector<Named>& choices) {
    std::replace(name.begin(), name.end(), '_', '-');
    options.setting("--" + name, field, help, names_of(choices));
    options.add_to_help(told("--" + name, choices));
  });
  return configuration;
}

struct TrainArguments {
  Options& options;
  const Configuration& configuration = settings(options);
  Options::Text out =
      options.text("--out", "DIR", "The folder of the run; without it, one under runs/");
  Options::Text resume = options.text("--resume", "DIR", "Go on with the run in this folder");
  const std::optional<std::size_t>& seeds =
      options.whole("--seeds", "So many runs, from --seed on, and how much they differ");
  Options::Text color = options.color();
};

/// Whatever names of others are in it.
void say(const std::string& sentence) { deliver(fitted(printable(sentence))); }

void silent(const std::string&) {}

/// Drawn with letters, on lines of its own.
void show(const std::string& picture) {
  if (!picture.empty()) deliver(picture);
}

/// Several read from one standard input: only the first gets what stands there.
void require_file(const std::string& data) {
  if (data == "-")
    throw Error("samples from standard input reach only one of several runs or processes", "",
                "Write them into a file that all of them can read: --data FILE.");
}

/// Another process is gone: how to go on.
Error lost(const std::string& folder) {
  return Error("another process of this run has ended", "",
               fmt::format("To go on from the last checkpoint, with as many as you like:\n"
                           "  mpirun -n 2 stepgrad train --resume {}",
                           folder.empty() ? "DIR" : folder),
               Fault::machine);
}

/// False if it was interrupted.
template <class S>
bool trained(TrainingRun<S>& run, const MpiRanks* ranks) {
  const Interrupt interrupt;
  ProgressPrinter printer(static_cast<int>(*run.configuration().epochs), obeys_escapes());
  if (!ranks) return run.train({&printer}, Interrupt::came);
  std::vector<Observer*> observers;
  if (ranks->rank() == 0) observers.push_back(&printer);
  try {
    return run.train(observers, [ranks] { return ranks->interrupted(); });
  } catch (const RankLost&) {
    throw lost(run.folder());
  }
}

/// What came of it: the curves and the result on the terminal, the rest in the folder.
template <class S>
void tell(TrainingRun<S>& run, const std::string& color) {
  std::vector<std::string> pictures = run.finish();
  const std::size_t width = terminal_width();
  if (run.best_epoch() > 0 && run.best_epoch() < run.epochs().back().number)
    say(fmt::format("the best epoch was {}; its weights are kept", run.best_epoch()));
  show("\n" + text_curves(std::span<const Epoch>(run.epochs()), width));
  const std::string of =
      run.tested() ? "" : "; no samples are kept for a test: of those learnt from";
  show(text_picture(run.title() + of, run.model(), run.shown_data(), run.tally().confusion(), width,
                    wants_color(color)));
  say(fmt::format("{}: {}", run.tested() ? "test" : "of those learnt from",
                  run.tally().result_text()));
  const std::vector<Contender> rows = run.compare();
  if (!rows.empty()) pictures.emplace_back("comparison.json");
  if (!rows.empty()) show("\n" + comparison_text(rows, run.shown_data().samples()));
  say(fmt::format("in {}: model.stepgrad, log.csv, {}", run.folder(), listed(pictures)));
}

/// Only its end may be another.
Configuration configuration_of(const TrainArguments& arguments) {
  if (arguments.resume.empty()) return arguments.configuration;
  const Configuration configuration = resumed(arguments.resume, arguments.configuration);
  if (!arguments.out.empty())
    throw Error("a run goes on as it began; its folder cannot be changed", "",
                "With --resume, only --epochs, and --data for where the data is now, may be given. "
                "Else begin a new run.");
  return configuration;
}

/// Runs `training`. Throws Error (machine) where memory is not enough for it.
template <class Training>
int within_memory(Training training) {
  try {
    return training();
  } catch (const std::bad_alloc&) {
    throw Error("out of memory", "",
                "Try a smaller model (--model), smaller batches (--batch) "
                "or fewer samples (--samples).",
                Fault::machine);
  }
}

/// Runs that differ in their seed. What is odd about the data is said before the first begins.
int train_seeds_anew(const TrainArguments& arguments) {
  const Configuration& asked = arguments.configuration;
  constexpr std::size_t most = 1000;
  if (*arguments.seeds == 0 || *arguments.seeds > most)
    throw Error(fmt::format("--seeds is {}", *arguments.seeds), "",
                fmt::format("Give a number from 1 to {}.", most));
  in_precision(asked.precision, [&]<class S>() {
    for (const std::string& line : Trial<S>(asked, say).description()) say(line);
  });
  const std::vector<std::string> folders = new_seed_runs(asked, *arguments.seeds, arguments.out);
  return run_seeds(std::filesystem::path(folders[0]).parent_path().string(), folders,
                   Configuration(), asked.precision);
}

/// Not what several processes share, or read from one standard input.
void require_one_process(const MpiRanks* ranks, const Configuration& configuration) {
  if (ranks)
    throw Error("several runs are trained by one process, on all its processors", "",
                "Leave mpirun out, or --seeds.");
  require_file(configuration.data);
}

int run_training(const TrainArguments& arguments) {
  const std::unique_ptr<MpiRanks> ranks = ranks_of_this_run();
  if (const auto folders = seed_runs_in(arguments.resume); !folders.empty()) {
    if (arguments.seeds || !arguments.out.empty())
      throw Error("runs go on as they began", "", "With --resume, leave --seeds and --out out.");
    require_one_process(ranks.get(), arguments.configuration);
    return within_memory([&] {
      return run_seeds(arguments.resume, folders, arguments.configuration,
                       resumed(folders[0], arguments.configuration).precision);
    });
  }
  if (arguments.seeds) {
    if (!arguments.resume.empty())
      throw Error("there are not several runs in this folder", "", "Leave --seeds out.");
    require_one_process(ranks.get(), arguments.configuration);
    return within_memory([&] { return train_seeds_anew(arguments); });
  }
  const Configuration configuration = configuration_of(arguments);
  if (ranks) require_file(configuration.data);
  const bool anew = arguments.resume.empty(), first = !ranks || ranks->rank() == 0;
  const auto training = [&]<class S>() {
    const ReadingPrinter reading(first);
    TrainingRun<S> run(configuration, anew ? arguments.out : arguments.resume,
                       anew ? Begin::anew : Begin::where_it_stopped, first ? say : silent,
                       ranks.get());
    if (first)
      for (const std::string& line : run.description()) say(line);
    if (first && ranks) say(fmt::format("{} processes share each batch", ranks->size()));
    const bool is_trained = trained(run, ranks.get());
    if (!first) {
      if (is_trained) run.compare();
      return is_trained ? 0 : Interrupt::exit_status;
    }
    if (is_trained) return tell(run, arguments.color), 0;
    say(fmt::format("stopped in epoch {}; to go on: stepgrad train --resume {}",
                    run.epochs_done() + 1, run.folder()));
    return Interrupt::exit_status;
  };
  return within_memory([&] { return in_precision(configuration.precision, training); });
}

}  // namespace

Action train(Options& options) { return action<TrainArguments>(options, run_training); }

}  // namespace stepgrad::app
