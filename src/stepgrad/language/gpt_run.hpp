// Training a GPT as people start it: settings, and a folder in which everything is left.
//
//     GptRun run({.training = {.steps = 100}}, "runs/names");
//     run.train();                                  // to the end, or until it is interrupted
//
// The folder holds two files, and loss.svg, a picture, when the run has ended. log.csv has a line
// "step,loss" for each step. gpt.txt is a text that says all else: the settings, the letters, the
// weights and what Adam remembers of them. Both are replaced as a whole, once a second, so a run that was stopped at any moment, even by kill -9, goes
// on with GptRun::resumed and ends with the same bits as one that was never stopped.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <stepgrad/base/files.hpp>
#include <stepgrad/language/gpt_state.hpp>
#include <stepgrad/plot/plot.hpp>

namespace stepgrad {

/// The model in the folder of a run, trained as far as it is. Throws Error (machine) if there is
/// none.
GptState read_gpt(const std::filesystem::path& folder);

/// The names of a file, or made-up ones where it is "".
std::vector<std::string> names_of(const std::string& data);

/// How the loss fell: means of as many steps as a fiftieth of them, beside the loss of guessing,
/// ln(letters).
Plot loss_curve(std::span<const double> losses, std::size_t letters);

class GptRun {
 public:
  /// A new run in this folder ("": a new one under runs/). Throws Error for settings that make no
  /// sense, and a folder that holds something.
  GptRun(GptSettings settings, const std::string& folder);

  /// The run in this folder, to go on with it; `data` is where its names are now, if they have
  /// moved. Throws Error for other names, and (machine) if there is no run.
  static GptRun resumed(const std::string& folder, const std::string& data = "");

  /// Trains to the end. False if it was interrupted: that is asked, and on_step called, after every
  /// step. Throws Error where a loss is not finite.
  bool train(
      const std::function<void()>& on_step = [] {},
      const std::function<bool()>& interrupted = [] { return false; });

  const GptSettings& settings() const { return settings_; }
  const std::filesystem::path& folder() const { return folder_; }
  GptTrainer& trainer() { return trainer_; }
  /// Of the steps so far.
  const std::vector<double>& losses() const { return losses_; }

 private:
  GptRun(GptState state, const std::filesystem::path& folder);
  void save();

  GptSettings settings_;
  std::vector<std::string> names_;
  std::filesystem::path folder_;
  std::unique_ptr<DirectoryLock> lock_;
  GptTrainer trainer_;
  std::vector<double> losses_;
  std::string log_;  // log.csv so far
  std::chrono::steady_clock::time_point saved_ = {};
};

}  // namespace stepgrad
