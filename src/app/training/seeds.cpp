#include "app/training/seeds.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/matrix/precision.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/run/seeds.hpp>

#include "app/interrupt.hpp"
#include "app/moving_line.hpp"
#include "app/terminal.hpp"

namespace stepgrad::app {
namespace {

/// How far each run that is not finished has come, on a line that moves.
class Running {
 public:
  void see(std::uint64_t seed, const Epoch& epoch) {
    running_[seed] = epoch.number;
    if (line_.is_due()) line_.draw(shortened(text(), terminal_width() - 1));
  }
  void finish(const SeedRun& run) {
    running_.erase(run.seed);
    line_.take_away();
    deliver(fitted(printable(seed_line(run))));
  }

 private:
  std::string text() const {
    std::string text;
    for (const auto& [seed, epoch] : running_)
      text += fmt::format("{}seed {}: epoch {}", text.empty() ? "" : "  ", seed, epoch);
    return text;
  }

  std::map<std::uint64_t, int> running_;
  MovingLine line_{obeys_escapes()};
};

template <class S>
std::vector<SeedRun> trained(const std::vector<std::string>& folders, const Configuration& asked) {
  Running running;
  return train_seeds<S>(
      folders,
      {.epoch = [&](std::uint64_t seed, const Epoch& epoch) { running.see(seed, epoch); },
       .finished = [&](const SeedRun& run) { running.finish(run); },
       .interrupted = Interrupt::came},
      processors(), asked);
}

}  // namespace

int run_seeds(const std::string& folder, const std::vector<std::string>& folders,
              const Configuration& asked, const std::string& precision) {
  const Interrupt interrupt;
  const std::vector<SeedRun> runs =
      in_precision(precision, [&]<class S>() { return trained<S>(folders, asked); });
  if (Interrupt::came()) {
    deliver(
        fitted(printable(fmt::format("stopped; to go on: stepgrad train --resume {}", folder))));
    return Interrupt::exit_status;
  }
  if (std::ranges::none_of(runs, [](const SeedRun& run) { return run.fault.empty(); }))
    throw Error("no run came to its end", "", runs[0].fault);
  const std::vector<std::vector<Epoch>> histories = histories_of(runs);
  if (!histories.empty())
    deliver("\n" + text_curves(std::span<const Epoch>(mean_of(histories)), terminal_width()));
  const bool tested = std::ranges::any_of(runs, &SeedRun::tested);
  deliver(fmt::format("{}, {}:\n", tested ? "test" : "of those learnt from",
                      counted(runs.size(), "run")));
  deliver(seeds_text(runs));
  deliver(fitted(printable(fmt::format("in {}: {}, and a folder for each seed", folder,
                                       listed(write_seeds(folder, runs))))));
  return 0;
}

}  // namespace stepgrad::app
