#include <stepgrad/run/folder.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>
#include <stepgrad/run/formula_data.hpp>

namespace stepgrad {
namespace {

/// The name of a data set without its folder and endings: iris for data/iris.csv.gz.
std::string stem_of(const std::string& data) {
  if (is_formula(data)) return "formula";
  std::filesystem::path path(data);
  if (!path.has_filename()) path = path.parent_path();
  std::string stem = path.filename().string();
  if (const std::size_t dot = stem.find('.'); dot != stem.npos && dot > 0) stem.resize(dot);
  return stem.empty() || stem == "-" || stem.starts_with('.') ? "run" : stem;
}

/// Is it NAME.<process>.part, NAME being a run's own: what a killed run was just writing?
bool is_unfinished(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return std::ranges::any_of(run_files, [&](std::string_view own) {
    if (!name.starts_with(own) || !name.ends_with(".part")) return false;
    const std::string between = name.substr(own.size(), name.size() - own.size() - 5);
    return between.size() > 1 && between[0] == '.' &&
           between.find_first_not_of("0123456789", 1) == between.npos;
  });
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
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
  const std::string path = folder.path.string();
  if (std::filesystem::exists(folder.checkpoint()) || std::filesystem::exists(folder.model()))
    throw Error(fmt::format("there is a run in '{}' already", path), "",
                fmt::format("To go on with it: stepgrad train --resume {}. For a new one give "
                            "another name, or remove the folder.",
                            path));
  const std::filesystem::path settings = folder.configuration();
  const bool begun =  // by a run that has not come to its first checkpoint
      std::filesystem::is_regular_file(settings) && is_written_configuration(read_file(settings));
  for (const std::filesystem::path& file : files_in(folder.path)) {
    if (is_unfinished(file) || (begun && (file == settings || file == folder.log()))) continue;
    throw Error(fmt::format("'{}' holds something that is no run of stepgrad", path),
                fmt::format("  {}", file.string()),
                fmt::format("A run wants a folder of its own, "
                            "and would write over what is there: --out {}",
                            (folder.path / "run").string()));
  }
}

void require_checkpoint(const RunFolder& folder) {
  if (std::filesystem::exists(folder.checkpoint())) return;
  const bool finished = std::filesystem::exists(folder.model());
  if (!finished && !std::filesystem::exists(folder.log())) return;  // killed before its first one
  throw Error(fmt::format("there is no checkpoint in '{}' to go on from", folder.path.string()),
              fmt::format("  {}", folder.checkpoint().string()),
              fmt::format("{}To train anew, give another folder with --out.",
                          finished ? "The finished model is there and stays as it is. " : ""),
              Fault::machine);
}

void keep_configuration(const RunFolder& folder, Configuration configuration) {
  std::string& data = configuration.data;
  if (std::filesystem::exists(data)) data = std::filesystem::absolute(data);
  write_file(folder.configuration(), written(configuration));
}

void remove_unfinished(const RunFolder& folder) {
  std::error_code ignored;
  for (const std::filesystem::path& file : files_in(folder.path))
    if (is_unfinished(file)) std::filesystem::remove(file, ignored);
}

void require_data(const std::string& data, const std::string& mend) {
  std::error_code ignored;
  if (data == "-" || data.starts_with("/dev/fd/") || data.starts_with("/proc/") ||
      std::filesystem::is_fifo(data, ignored))
    throw Error("the samples of this run came through a pipe, and are gone", "", mend);
  if (!std::filesystem::path(data).is_absolute() || std::filesystem::exists(data, ignored)) return;
  throw Error("the data of this run is not where it was", fmt::format("  {}", printable(data)),
              mend, Fault::machine);
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
