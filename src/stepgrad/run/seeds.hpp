// Runs that differ in their seed alone: how much of a result is chance?
//
//   Configuration asked;
//   asked.data = "moons";
//   const std::vector<std::string> folders = new_seed_runs(asked, 10, "runs/moons");
//   const std::vector<SeedRun> runs = train_seeds<float>(folders, {}, processors());
//   std::string text = seeds_text(runs);  // "accuracy 97.25 % ± 0.42 (from …"
//
// Each is a run like any other, in a folder of its own (seed_1, seed_2, …), and makes the same bits
// however many are trained at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <stepgrad/base/epoch.hpp>
#include <stepgrad/run/configuration.hpp>

namespace stepgrad {

/// What the run with one seed came to.
struct SeedRun {
  std::uint64_t seed;
  std::vector<Epoch> epochs;
  double loss = Epoch::none;      // of the samples kept for the test, or of those learnt from
  double accuracy = Epoch::none;  // 0 … 1, likewise; none where there are no classes
  bool tested = false;            // are there any kept for the test?
  std::string fault = {};         // why it came to nothing: training diverged
};

/// Who looks on. Nobody is called while another is.
struct SeedWatch {
  std::function<void(std::uint64_t seed, const Epoch& epoch)> epoch = {};
  std::function<void(const SeedRun& run)> finished = {};     // in the order of seeds
  std::function<bool()> interrupted = [] { return false; };  // asked after every step, by all
};

/// The folders of so many runs that begin anew, the first with the seed of the configuration, in
/// `folder` ("": a new one under runs/). Throws Error for a folder with anything in it.
std::vector<std::string> new_seed_runs(const Configuration& asked, std::size_t count,
                                       const std::string& folder);

/// The folders of the runs in `folder`, in the order of their seeds; none where no new_seed_runs has
/// made any.
std::vector<std::string> seed_runs_in(const std::string& folder);

/// Trains them to their end, so many at a time, each from where it stopped, and finishes each as
/// TrainingRun does; with `epochs`, to another end. A run that diverges is told as one of the results.
/// Of runs that were interrupted, nothing. Throws Error as TrainingRun does.
template <class Scalar>
std::vector<SeedRun> train_seeds(const std::vector<std::string>& folders, const SeedWatch& watch,
                                 std::size_t at_a_time,
                                 const Configuration& asked = Configuration());

/// The epochs of those that came to something.
std::vector<std::vector<Epoch>> histories_of(const std::vector<SeedRun>& runs);

/// Leaves seeds.csv, a line for each run, and curves.svg, their means with bands. Returns the names.
std::vector<std::string> write_seeds(const std::string& folder, const std::vector<SeedRun>& runs);

/// "seed  3: loss 0.0736, accuracy 97.50 %", or in a line why it came to nothing.
std::string seed_line(const SeedRun& run);

/// "accuracy 97.25 % ± 0.42 (from 96.50 % with seed 3 to 98.00 % with seed 7)", and the same of the
/// loss: the mean and the standard deviation, √(Σ (y - mean)² / (n - 1)).
std::string seeds_text(const std::vector<SeedRun>& runs);

}  // namespace stepgrad
