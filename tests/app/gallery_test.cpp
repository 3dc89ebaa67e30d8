// The gallery in graphs/ is what the kit makes today.
#include <filesystem>
#include <set>

#include "app/program.hpp"
#include "catch.hpp"

using stepgrad::Outcome;
using stepgrad::read_file;
using stepgrad::test::Workplace;

namespace {

namespace fs = std::filesystem;

std::set<std::string> files_in(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory))
    names.insert(entry.path().filename().string());
  return names;
}

/// The text without pictures: how Graphviz lays them out depends on its version.
std::string without_pictures(std::string text) {
  for (std::size_t begin; (begin = text.find("<svg")) != std::string::npos;)
    text.erase(begin, text.find("</svg>", begin) + 6 - begin);
  return text;
}

}  // namespace

#ifdef STEPGRAD_TRAIN  // or there are no matrices in it
TEST_CASE("the gallery that is kept is the one that stepgrad gallery makes", "[app]") {
  const Workplace place;
  const fs::path kept = fs::path(STEPGRAD_TEST_DIR) / ".." / "graphs", made = place / "gallery";
  const Outcome outcome = stepgrad::test::stepgrad({"gallery", made.string()});
  if (outcome.errors.find("Graphviz") != std::string::npos) {
    WARN("skipped: install graphviz to have the gallery made");
    return;
  }
  CHECK(outcome.errors.find("warning") == std::string::npos);
  REQUIRE(outcome.status == 0);
  CHECK(files_in(made) == files_in(kept));
  for (const std::string& name : files_in(kept)) {
    if (name.ends_with(".svg")) continue;
    INFO(name << " differs");
    CHECK((without_pictures(read_file(made / name)) == without_pictures(read_file(kept / name))));
  }
}
#endif
