#include "app/course/playground.hpp"

#include <stepgrad/base/error.hpp>
#include <stepgrad/base/process.hpp>

namespace stepgrad::app {

namespace fs = std::filesystem;

// The start script builds it in build/play, the tests beside their program.
fs::path built_for_browser(std::string_view name) {
  std::error_code ignored;
  const fs::path program = program_path();
  for (fs::path folder = program.parent_path(); folder != folder.parent_path();
       folder = folder.parent_path())
    for (const fs::path& place : {folder / "build" / "play", folder / "playground"})
      if (fs::exists(place / name, ignored)) return place / name;
  throw Error(
      "the playground is not built", "",
      "Call ./stepgrad play in stepgrad's checkout, which makes it and opens it; a live book "
      "takes its engine from there.",
      Fault::machine);
}

}  // namespace stepgrad::app
