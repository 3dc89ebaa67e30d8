// The texts that the fuzzer starts from, and those that it found once, keep working.
#include <filesystem>

#include <stepgrad/base/files.hpp>

#include "catch.hpp"
#include "fuzz/any_text.hpp"

TEST_CASE("every text of the fuzzer's corpus is a formula or an Error that can be shown",
          "[fuzz]") {
  const std::filesystem::path corpus = std::filesystem::path(STEPGRAD_TEST_DIR) / "fuzz" / "corpus";
  std::size_t texts = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    INFO(entry.path().filename().string());
    CHECK_NOTHROW(any_text::check(stepgrad::read_file(entry.path())));
    ++texts;
  }
  CHECK(texts > 10);
}
