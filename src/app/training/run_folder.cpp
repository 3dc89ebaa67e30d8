#include "app/training/run_folder.hpp"

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>

namespace stepgrad::app {
namespace {

/// The name of a data set without its folder and endings: iris for data/iris.csv.gz.
std::string stem_of(const std::string& data) {
  std::filesystem::path path(data);
  if (!path.has_filename()) path = path.parent_path();
  std::string stem = path.filename().string();
  if (const std::size_t dot = stem.find('.'); dot != stem.npos && dot > 0) stem.resize(dot);
  return stem.empty() || stem == "-" || stem.starts_with('.') ? "run" : stem;
}

}  // namespace

RunFolder new_run_folder(const std::string& asked, const std::string& data) {
  RunFolder folder{asked};
  if (asked.empty()) {
    const std::filesystem::path base = std::filesystem::path("runs") / stem_of(data);
    folder.path = base;
    for (int number = 2; std::filesystem::exists(folder.path); ++number)
      folder.path = fmt::format("{}-{}", base.string(), number);
  } else if (std::filesystem::exists(folder.checkpoint()) ||
             std::filesystem::exists(folder.model())) {
    throw Error(fmt::format("there is a run in '{}' already", asked), "",
                fmt::format("To go on with it: stepgrad train --resume {}. For a new one give "
                            "another name, or remove the folder.",
                            asked));
  }
  make_directory(folder.path);
  return folder;
}

std::filesystem::path model_at(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) return path;
  const RunFolder folder{path};
  if (std::filesystem::exists(folder.model(), ignored)) return folder.model();
  if (std::filesystem::exists(folder.checkpoint(), ignored))
    throw Error(fmt::format("the run in '{}' is not finished", path), "",
                fmt::format("To go on with it: stepgrad train --resume {}", path));
  throw Error(fmt::format("there is no model in '{}'", path), "",
              "Give the folder of a run (stepgrad train makes one), or a model.stepgrad.",
              Fault::machine);
}

}  // namespace stepgrad::app
