#include <stepgrad/run/folder.hpp>

#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
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

RunLock::RunLock(const RunFolder& folder) : lock_(folder.path, DirectoryLock::IfTaken::leave) {
  if (!lock_.is_taken()) return;
  throw Error(fmt::format("another stepgrad trains in '{}' just now", folder.path.string()), "",
              "Wait for its end, or give another folder with --out.", Fault::machine);
}

RunFolder new_run_folder(const std::string& asked, const std::string& data) {
  if (!asked.empty()) {
    make_directory(asked);
    return {asked};
  }
  const std::filesystem::path base = std::filesystem::path("runs") / stem_of(data);
  make_directory(base.parent_path());
  std::filesystem::path path = base;
  std::error_code error;
  for (int number = 2; !std::filesystem::create_directory(path, error) && !error; ++number)
    path = fmt::format("{}-{}", base.string(), number);
  make_directory(path);  // says why not
  return {path};
}

void require_no_run(const RunFolder& folder) {
  if (!std::filesystem::exists(folder.checkpoint()) && !std::filesystem::exists(folder.model()))
    return;
  const std::string path = folder.path.string();
  throw Error(
      fmt::format("there is a run in '{}' already", path), "",
      fmt::format("To go on with it: stepgrad train --resume {}. For a new one give another name, "
                  "or remove the folder.",
                  path));
}

void remove_unfinished(const RunFolder& folder) {
  std::error_code ignored;
  std::vector<std::filesystem::path> unfinished;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path, ignored))
    if (entry.path().extension() == ".part") unfinished.push_back(entry.path());
  for (const std::filesystem::path& path : unfinished) std::filesystem::remove(path, ignored);
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

}  // namespace stepgrad
