// stepgrad train: a model from data, with everything that came of it left in a folder.
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/run/training_run.hpp>

#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "app/training/interrupt.hpp"
#include "app/training/progress.hpp"

namespace stepgrad::app {
namespace {

void say(const std::string& line) {
  if (line != "\n" && !line.empty()) deliver(line.ends_with('\n') ? line : line + "\n");
}

/// False if it was interrupted.
template <class S>
bool trained(TrainingRun<S>& run) {
  const Interrupt interrupt;
  ProgressPrinter printer(static_cast<int>(*run.configuration().epochs), ::isatty(STDOUT_FILENO));
  return run.train({&printer}, Interrupt::came);
}

/// What came of it: the curves and the result on the terminal, the rest in the folder.
template <class S>
void tell(TrainingRun<S>& run, const std::string& color) {
  const std::vector<std::string> pictures = run.finish();
  const std::size_t width = terminal_width();
  if (run.best_epoch() > 0 && run.best_epoch() < run.epochs().back().number)
    say(fmt::format("the best epoch was {}; its weights are kept", run.best_epoch()));
  say("\n" + stepgrad::text(std::span<const Epoch>(run.epochs()), width));
  say(text_picture(run.title(), run.model(), run.shown_data(), width, wants_color(color)));
  if (run.tested()) say("test: " + result_text(run.model(), run.shown_data()));
  say(fmt::format("in {}: model.stepgrad, log.csv, {}", run.folder(), listed(pictures)));
}

/// Only its end may be another.
Configuration configuration_of(const TrainArguments& arguments) {
  if (arguments.resume.empty()) return arguments.configuration;
  const Configuration configuration = resumed(arguments.resume, arguments.configuration);
  if (!arguments.out.empty())
    throw Error("a run goes on as it began; its folder cannot be changed", "",
                "With --resume, only --epochs may be given. Else begin a new run.");
  return configuration;
}

}  // namespace

int train(const TrainArguments& arguments) {
  constexpr int interrupted = 130;  // as shells have it: 128 + SIGINT
  const Configuration configuration = configuration_of(arguments);
  const bool anew = arguments.resume.empty();
  return in_precision(configuration.precision, [&]<class S>() {
    TrainingRun<S> run(configuration, anew ? arguments.out : arguments.resume,
                       anew ? Begin::anew : Begin::where_it_stopped);
    for (const std::string& line : run.description()) say(line);
    if (trained(run)) return tell(run, arguments.color), 0;
    say(fmt::format("stopped in epoch {}; to go on: stepgrad train --resume {}",
                    run.epochs_done() + 1, run.folder()));
    return interrupted;
  });
}

}  // namespace stepgrad::app
