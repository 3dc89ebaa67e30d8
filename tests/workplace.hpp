// A place for the files of a test.
#pragma once

#include <filesystem>
#include <string>

#include <stdlib.h>

#include <stepgrad/base/files.hpp>

namespace stepgrad::test {

/// A directory of its own for a test, removed at the end.
class Workplace {
 public:
  Workplace() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "stepgrad-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace stepgrad::test
