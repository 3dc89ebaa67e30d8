#include <stepgrad/course/submissions.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/text.hpp>

namespace stepgrad {
namespace {

namespace fs = std::filesystem;
using Parts = std::vector<std::string>;  // of a path below the folder

constexpr std::size_t most_files = 100'000, largest_file = 256u << 10;
constexpr int deepest = 12;
constexpr std::size_t most_named = 3;  // of what is skipped of a student

const Exercise* named(const std::vector<Exercise>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &Exercise::name);
  return found == all.end() ? nullptr : &*found;
}

/// "04_chain_rule", "04", "4", "exercise_04".
const Exercise* meant(const std::vector<Exercise>& all, std::string_view stem) {
  if (const Exercise* exercise = named(all, stem)) return exercise;
  if (stem.starts_with("exercise")) stem.remove_prefix(std::string_view("exercise").size());
  if (stem.starts_with('_') || stem.starts_with('-')) stem.remove_prefix(1);
  const bool is_number = !stem.empty() && stem.size() < 4 &&
                         stem.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_number) return nullptr;
  const auto found = std::ranges::find(all, std::stoi(std::string(stem)), &Exercise::number);
  return found == all.end() ? nullptr : &*found;
}

/// Whose file it is, and of which exercise.
struct Owner {
  std::string student;
  const Exercise* exercise = nullptr;
};

/// "ada_04.hpp" and "ada-04_chain_rule.hpp" are ada's; "" if it is nobody's.
Owner in_its_name(const std::vector<Exercise>& all, std::string_view stem) {
  for (std::size_t cut = 1; cut + 1 < stem.size(); ++cut)
    if (stem[cut] == '_' || stem[cut] == '-')
      if (const Exercise* exercise = meant(all, stem.substr(cut + 1)))
        return {std::string(stem.substr(0, cut)), exercise};
  return {};
}

Owner owner_of(const std::vector<Exercise>& all, const Exercise* only, const Parts& parts) {
  const std::string& file = parts.back();
  if (!file.ends_with(".hpp")) return {};
  const std::string stem = file.substr(0, file.size() - 4);
  if (parts.size() == 1) {
    const Owner owner = in_its_name(all, stem);
    return owner.exercise || !only ? owner : Owner{stem, only};
  }
  if (const Exercise* exercise = named(all, parts[0])) {
    if (parts.size() == 2) return {stem, exercise};
    return {parts[1], stem == "exercise" || parts.size() == 3 ? exercise : nullptr};
  }
  if (const Exercise* exercise = named(all, parts[parts.size() - 2]))  // others there are the kit's
    return {parts[0], stem == "exercise" ? exercise : nullptr};
  if (const Exercise* exercise = meant(all, stem)) return {parts[0], exercise};
  return {parts[0], parts.size() == 2 ? only : nullptr};
}

/// Whose progress.txt it is; "" if it is none.
std::string owner_of_progress(const Parts& parts) {
  constexpr std::string_view end = "_progress.txt";
  if (parts.size() > 1) return parts.back() == "progress.txt" ? parts[0] : "";
  if (!parts[0].ends_with(end) || parts[0].size() == end.size()) return "";
  return parts[0].substr(0, parts[0].size() - end.size());
}

/// Why a file is not even opened; "" if it may be.
std::string refusal(const fs::directory_entry& entry) {
  std::error_code error;
  if (entry.is_symlink(error)) return "it is a link";
  if (!entry.is_regular_file(error)) return "it is no file";
  const auto size = entry.file_size(error);
  if (error) return "it cannot be read";
  return size > largest_file ? fmt::format("it is larger than {} kB", largest_file / 1024) : "";
}

/// Everything below the folder that is no folder, in order.
std::vector<fs::directory_entry> files_below(const fs::path& folder,
                                             std::vector<std::string>& skipped) {
  std::error_code error;
  fs::recursive_directory_iterator place(folder, fs::directory_options::skip_permission_denied,
                                         error);
  if (error)
    throw Error(fmt::format("cannot read the folder '{}': {}", folder.string(), error.message()),
                "", "Give the folder in which the class has handed in its work.");
  std::vector<fs::directory_entry> files;
  for (; place != fs::recursive_directory_iterator(); place.increment(error)) {
    if (error) break;
    const std::string name = place->path().filename().string();
    const bool is_folder = place->is_directory(error) && !place->is_symlink(error);
    if (is_folder && (name.starts_with('.') || name == "build" || place.depth() >= deepest))
      place.disable_recursion_pending();
    if (!is_folder && !name.starts_with('.')) files.push_back(*place);
    if (files.size() == most_files) {
      skipped.push_back(fmt::format("what comes after {} files", most_files));
      break;
    }
  }
  if (error) skipped.push_back("a part of the folder: " + error.message());
  std::ranges::sort(files, {}, [](const fs::directory_entry& file) { return file.path(); });
  return files;
}

}  // namespace

Submissions submissions(const fs::path& folder, const std::vector<Exercise>& all,
                        const std::optional<Exercise>& only) {
  Submissions found;
  std::map<std::string, Student> students;
  std::map<std::string, Parts> others;
  const auto student = [&](const std::string& name) -> Student& {
    return students.try_emplace(name, Student{shortened(printable(name), 60), {}}).first->second;
  };
  const auto skip = [&](const std::string& path, std::string_view why) {
    found.skipped.push_back(fmt::format("{}: {}", shortened(printable(path), 60), why));
  };
  for (const fs::directory_entry& file : files_below(folder, found.skipped)) {
    const fs::path path = file.path().lexically_relative(folder);
    const Parts parts(path.begin(), path.end());
    const Owner owner = owner_of(all, only ? &*only : nullptr, parts);
    const std::string of_progress = owner_of_progress(parts);
    if (!owner.exercise && of_progress.empty()) {
      others[parts.size() > 1 ? parts[0] : ""].push_back(parts.back());
    } else if (const std::string why = refusal(file); !why.empty()) {
      skip(path.string(), why);
    } else if (!owner.exercise) {
      Student& owned = student(of_progress);
      if (owned.progress.empty())
        owned.progress = file.path();
      else
        skip(path.string(), "there is another one already");
    } else if (!student(owner.student)
                    .files.try_emplace(owner.exercise->name, file.path())
                    .second) {
      skip(path.string(),
           fmt::format("there is another one for exercise {} already", owner.exercise->number));
    }
  }
  for (auto& [name, names] : others) {
    const std::size_t count = names.size();
    names.resize(std::min(count, most_named));
    for (std::string& one : names) one = shortened(printable(one), 30);
    skip(name.empty() ? "beside the students" : name,
         count == names.size()
             ? listed(names)
             : fmt::format("{} and {} other files", fmt::join(names, ", "), count - names.size()));
  }
  for (auto& [name, one] : students) found.students.push_back(std::move(one));
  return found;
}

}  // namespace stepgrad
