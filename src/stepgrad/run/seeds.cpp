#include <stepgrad/run/seeds.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/base/counted.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/parallel.hpp>
#include <stepgrad/plot/learning_curves.hpp>
#include <stepgrad/run/training_run.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_name = "seed_";

/// Of a folder of a run: seed_12.
std::optional<std::uint64_t> seed_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (!name.starts_with(folder_name)) return std::nullopt;
  std::uint64_t seed = 0;
  const char* const end = name.data() + name.size();
  const auto [last, error] = std::from_chars(name.data() + folder_name.size(), end, seed);
  if (error != std::errc() || last != end) return std::nullopt;
  return seed;
}

void require_empty(const fs::path& folder) {
  if (fs::is_empty(folder)) return;
  const std::string path = folder.string();
  if (!seed_runs_in(path).empty())
    throw Error(fmt::format("there are runs in '{}' already", path), "",
                fmt::format("To go on with them: stepgrad train --resume {}. For new ones give "
                            "another name, or remove the folder.",
                            path));
  throw Error(fmt::format("'{}' is not empty", path),
              fmt::format("  {}", fs::directory_iterator(folder)->path().string()),
              fmt::format("Runs want a folder of their own: --out {}", (folder / "runs").string()));
}

/// Tells who looks on, one thing at a time, and what is finished in the order of the runs.
class Teller {
 public:
  explicit Teller(const SeedWatch& watch) : watch_(watch) {}

  void epoch(std::uint64_t seed, const Epoch& epoch) {
    const std::lock_guard lock(mutex_);
    if (watch_.epoch) watch_.epoch(seed, epoch);
  }

  void finished(std::size_t place, SeedRun run) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(place, std::move(run));
    for (auto next = waiting_.find(told_.size()); next != waiting_.end();
         next = waiting_.find(told_.size())) {
      told_.push_back(std::move(next->second));
      waiting_.erase(next);
      if (watch_.finished) watch_.finished(told_.back());
    }
  }

  /// All of them, when all are finished.
  std::vector<SeedRun> runs() && { return std::move(told_); }

 private:
  const SeedWatch& watch_;
  std::mutex mutex_;
  std::map<std::size_t, SeedRun> waiting_;
  std::vector<SeedRun> told_;
};

struct EpochTeller : Observer {
  EpochTeller(Teller& teller, std::uint64_t seed) : teller(teller), seed(seed) {}
  Next on_epoch(const Epoch& epoch) override {
    teller.epoch(seed, epoch);
    return Next::go_on;
  }
  Teller& teller;
  std::uint64_t seed;
};

/// Nothing where it was interrupted.
template <class S>
std::optional<SeedRun> trained(const std::string& folder, const Configuration& asked,
                               Teller& teller, const std::function<bool()>& interrupted) {
  TrainingRun<S> run(resumed(folder, asked), folder, Begin::where_it_stopped);
  SeedRun result{.seed = run.configuration().seed, .epochs = {}};
  EpochTeller told(teller, result.seed);
  try {
    if (!run.train({&told}, interrupted)) return std::nullopt;
    run.finish();
  } catch (const Error& error) {
    if (error.fault() == Fault::machine) throw;
    result.fault = error.what();
    return result;
  }
  result.epochs = run.epochs();
  result.loss = run.tally().loss();
  result.tested = run.tested();
  if (run.tally().confusion().classes() > 0) result.accuracy = run.tally().confusion().accuracy();
  return result;
}

std::vector<SeedRun> without_faults(const std::vector<SeedRun>& runs) {
  std::vector<SeedRun> finished = runs;
  std::erase_if(finished, [](const SeedRun& run) { return !run.fault.empty(); });
  return finished;
}

using Quantity = double SeedRun::*;
using Show = std::string (*)(double);

/// "accuracy 97.25 % ± 0.42 (from … to …)".
std::string spread(const std::vector<SeedRun>& runs, std::string_view name, Quantity quantity,
                   Show show) {
  const auto count = static_cast<double>(runs.size());
  double mean = 0, squares = 0;
  for (const SeedRun& run : runs) mean += run.*quantity / count;
  for (const SeedRun& run : runs) squares += std::pow(run.*quantity - mean, 2);
  if (runs.size() == 1) return fmt::format("{} {}", name, show(mean));
  const SeedRun& least = *std::ranges::min_element(runs, {}, quantity);
  const SeedRun& most = *std::ranges::max_element(runs, {}, quantity);
  if (least.*quantity == most.*quantity)
    return fmt::format("{} {} with every seed", name, show(mean));
  return fmt::format("{} {} ± {} (from {} with seed {} to {} with seed {})", name, show(mean),
                     show(std::sqrt(squares / (count - 1))), show(least.*quantity), least.seed,
                     show(most.*quantity), most.seed);
}

std::string percent(double share) { return fmt::format("{:.2f} %", 100 * share); }

}  // namespace

std::vector<std::string> new_seed_runs(const Configuration& asked, std::size_t count,
                                       const std::string& folder) {
  const fs::path parent = new_run_folder(folder, asked.data).path;
  require_empty(parent);
  std::vector<std::string> folders;
  Configuration own = asked;
  for (std::size_t i = 0; i < count; ++i, ++own.seed) {
    const RunFolder of_seed{parent / fmt::format("{}{}", folder_name, own.seed)};
    make_directory(of_seed.path);
    keep_configuration(of_seed, own);
    folders.push_back(of_seed.path.string());
  }
  return folders;
}

std::vector<std::string> seed_runs_in(const std::string& folder) {
  std::map<std::uint64_t, std::string> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (const auto seed = seed_of(entry.path());
        seed && fs::exists(RunFolder{entry.path()}.configuration(), ignored))
      found[*seed] = entry.path().string();
  std::vector<std::string> folders;
  for (const auto& [seed, path] : found) folders.push_back(path);
  return folders;
}

template <class S>
std::vector<SeedRun> train_seeds(const std::vector<std::string>& folders, const SeedWatch& watch,
                                 std::size_t at_a_time, const Configuration& asked) {
  Teller teller(watch);
  in_parallel(folders.size(), at_a_time, [&](std::size_t i) {
    if (watch.interrupted()) return;
    if (auto run = trained<S>(folders[i], asked, teller, watch.interrupted))
      teller.finished(i, *std::move(run));
  });
  return std::move(teller).runs();
}

template std::vector<SeedRun> train_seeds<float>(const std::vector<std::string>&, const SeedWatch&,
                                                 std::size_t, const Configuration&);
template std::vector<SeedRun> train_seeds<double>(const std::vector<std::string>&, const SeedWatch&,
                                                  std::size_t, const Configuration&);

std::vector<std::vector<Epoch>> histories_of(const std::vector<SeedRun>& runs) {
  std::vector<std::vector<Epoch>> histories;
  for (const SeedRun& run : without_faults(runs))
    if (!run.epochs.empty()) histories.push_back(run.epochs);
  return histories;
}

std::vector<std::string> write_seeds(const std::string& folder, const std::vector<SeedRun>& runs) {
  std::string csv = "seed,epochs,loss,accuracy\n";
  for (const SeedRun& run : runs)
    csv += fmt::format("{},{},{},{}\n", run.seed, run.epochs.size(), exact(run.loss),
                       std::isnan(run.accuracy) ? "" : exact(run.accuracy));
  std::vector<std::string> names{"seeds.csv"};
  write_file(fs::path(folder) / names[0], csv);
  const std::vector<std::vector<Epoch>> histories = histories_of(runs);
  if (histories.empty()) return names;
  names.emplace_back("curves.svg");
  write_file(fs::path(folder) / names[1], svg(learning_curves(histories)));
  return names;
}

std::string seed_line(const SeedRun& run) {
  const std::string head = fmt::format("seed {:>2}: ", run.seed);
  if (!run.fault.empty()) return head + run.fault.substr(0, run.fault.find('\n'));
  const std::string accuracy =
      std::isnan(run.accuracy) ? "" : ", accuracy " + percent(run.accuracy);
  return fmt::format("{}loss {}{}", head, loss_text(run.loss), accuracy);
}

std::string seeds_text(const std::vector<SeedRun>& runs) {
  const std::vector<SeedRun> finished = without_faults(runs);
  const std::string failed =
      finished.size() == runs.size()
          ? ""
          : fmt::format("{} of {} came to nothing\n", runs.size() - finished.size(),
                        counted(runs.size(), "run"));
  if (finished.empty()) return failed;
  const std::string accuracy = std::isnan(finished[0].accuracy)
                                 ? ""
                                 : spread(finished, "accuracy", &SeedRun::accuracy, percent) + "\n";
  return accuracy + spread(finished, "loss", &SeedRun::loss, loss_text) + "\n" + failed;
}

}  // namespace stepgrad
