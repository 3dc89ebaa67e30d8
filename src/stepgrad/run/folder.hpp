// The folder of a training run: what is in it, by name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <stepgrad/base/files.hpp>
#include <stepgrad/run/configuration.hpp>

namespace stepgrad {

/// Every file that a run writes into its folder.
inline constexpr std::string_view run_files[] = {
    "configuration.txt", "checkpoint.stepgrad", "model.stepgrad", "log.csv",
    "curves.svg",        "curve.svg",           "regions.svg",    "regions.png",
    "confusion.svg",     "mistakes.svg",        "mistakes.png",   "comparison.json"};

struct RunFolder {
  std::filesystem::path path;

  std::filesystem::path configuration() const { return path / "configuration.txt"; }
  std::filesystem::path checkpoint() const { return path / "checkpoint.stepgrad"; }
  std::filesystem::path model() const { return path / "model.stepgrad"; }
  std::filesystem::path log() const { return path / "log.csv"; }
  std::filesystem::path comparison() const { return path / "comparison.json"; }
};

/// Keeps other trainers out of a run's folder.
class RunLock {
 public:
  /// Throws Error (machine) if another process trains in this folder.
  explicit RunLock(const RunFolder& folder);

 private:
  DirectoryLock lock_;
};

/// A folder for a new run: the one asked for, or a new one named after the data under runs/.
RunFolder new_run_folder(const std::string& asked, const std::string& data);

/// Throws Error if a run stands there already, or anything else that no run has begun.
void require_no_run(const RunFolder& folder);

/// Throws Error (machine) if the run has come to something, but its checkpoint is gone.
void require_checkpoint(const RunFolder& folder);

/// Writes the configuration into the folder, its data to be found from anywhere.
void keep_configuration(const RunFolder& folder, Configuration configuration);

/// Takes away what a killed run was just writing (NAME.<process>.part, NAME one of `run_files`): it
/// has its name only when it is whole. All else stays.
void remove_unfinished(const RunFolder& folder);

/// Throws Error if the data that a run has kept the name of cannot be read again: a file or folder
/// that is not there (machine), or what came through standard input.
void require_data(const std::string& data, const std::string& mend);

/// The model in a run's folder, or the file itself. Throws Error (machine) if neither is there.
std::filesystem::path model_at(const std::string& path);

}  // namespace stepgrad
