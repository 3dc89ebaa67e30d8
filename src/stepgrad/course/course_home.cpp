#include <stepgrad/course/course_home.hpp>

#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>

namespace stepgrad {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> from_environment(const char* name) {
  const char* chosen = std::getenv(name);
  if (!chosen || !*chosen) return {};
  return chosen;
}

bool is_within(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

/// Does this program run where it was built?
bool runs_where_it_was_built(const fs::path& program) {
  std::error_code ignored;
  const fs::path built = fs::path(STEPGRAD_EXERCISE_BUILD).parent_path();
  return is_within(program, fs::weakly_canonical(built, ignored)) ||
         is_within(program, fs::weakly_canonical(STEPGRAD_CHECKOUT, ignored));
}

[[noreturn]] void refuse(const fs::path& place) {
  throw Error(fmt::format("there is no course in '{}'", place.string()), "",
              "The course lives in stepgrad's checkout: call ./stepgrad there.", Fault::machine);
}

fs::path own_folder() {
  if (const auto data = from_environment("XDG_DATA_HOME")) return *data / "stepgrad";
  if (const auto home = from_environment("HOME")) return *home / ".local/share/stepgrad";
  throw Error("there is no place for the course", "",
              "Set HOME, or STEPGRAD_CHECKOUT to a folder that you may write to.", Fault::machine);
}

}  // namespace

void bring_lessons(const fs::path& from, const fs::path& folder, std::string_view version) {
  const fs::path mark = folder / "lessons" / "version.txt";
  std::error_code ignored;
  if (fs::exists(mark, ignored) && read_file(mark) == version) return;
  try {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(from)) {
      const fs::path to = folder / "lessons" / entry.path().lexically_relative(from);
      if (entry.is_directory()) {
        fs::create_directories(to);
      } else {
        const bool is_learners = to.filename() == "exercise.hpp";
        fs::copy_file(
            entry, to,
            is_learners ? fs::copy_options::skip_existing : fs::copy_options::overwrite_existing);
        fs::permissions(to, fs::perms::owner_write, fs::perm_options::add);
      }
    }
  } catch (const fs::filesystem_error& error) {
    throw Error(fmt::format("the course cannot be copied to '{}': {}", folder.string(),
                            error.code().message()),
                "", "Set STEPGRAD_CHECKOUT to a folder that you may write to.", Fault::machine);
  }
  write_file(mark, version);
}

CourseHome course_home() {
  const std::optional<fs::path> chosen = from_environment("STEPGRAD_CHECKOUT");
  const fs::path program = program_path();
  if (runs_where_it_was_built(program)) {
    const fs::path folder = chosen.value_or(STEPGRAD_CHECKOUT), built = STEPGRAD_EXERCISE_BUILD;
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) refuse(folder);
    return {fs::canonical(folder), built, built.parent_path() / "exercises"};
  }
  const fs::path prefix = (program.parent_path() / STEPGRAD_PREFIX_OF_PROGRAM).lexically_normal();
  const fs::path installed = prefix / STEPGRAD_DATA / "lessons";
  const fs::path folder = chosen.value_or(own_folder());
  std::error_code ignored;
  if (fs::is_directory(installed, ignored))
    bring_lessons(installed, folder, STEPGRAD_VERSION);
  else if (!fs::is_directory(folder / "lessons", ignored))
    refuse(folder);
  return {fs::canonical(folder), prefix / STEPGRAD_LIBRARY / "exercise.build", folder / "build"};
}

}  // namespace stepgrad
