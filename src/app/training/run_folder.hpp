// The folder of a training run: what is in it, by name.
#pragma once

#include <filesystem>
#include <string>

namespace stepgrad::app {

struct RunFolder {
  std::filesystem::path path;

  std::filesystem::path configuration() const { return path / "configuration.txt"; }
  std::filesystem::path checkpoint() const { return path / "checkpoint.stepgrad"; }
  std::filesystem::path model() const { return path / "model.stepgrad"; }
  std::filesystem::path log() const { return path / "log.csv"; }
};

/// A folder for a new run: the one asked for, or one named after the data under runs/. Throws Error
/// if a run stands there already.
RunFolder new_run_folder(const std::string& asked, const std::string& data);

/// The model in a run's folder, or the file itself. Throws Error (machine) if neither is there.
std::filesystem::path model_at(const std::string& path);

}  // namespace stepgrad::app
