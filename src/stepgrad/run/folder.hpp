// The folder of a training run: what is in it, by name.
#pragma once

#include <filesystem>
#include <string>

#include <stepgrad/base/files.hpp>

namespace stepgrad {

struct RunFolder {
  std::filesystem::path path;

  std::filesystem::path configuration() const { return path / "configuration.txt"; }
  std::filesystem::path checkpoint() const { return path / "checkpoint.stepgrad"; }
  std::filesystem::path model() const { return path / "model.stepgrad"; }
  std::filesystem::path log() const { return path / "log.csv"; }
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

/// Throws Error if a run stands there already.
void require_no_run(const RunFolder& folder);

/// Takes away what a killed run was just writing: it has its name only when it is whole.
void remove_unfinished(const RunFolder& folder);

/// The model in a run's folder, or the file itself. Throws Error (machine) if neither is there.
std::filesystem::path model_at(const std::string& path);

}  // namespace stepgrad
