// The program as a person would start it: words in, exit status, output and errors out.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <stdlib.h>

#include <stepgrad/base/files.hpp>
#include <stepgrad/base/process.hpp>

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

/// Runs stepgrad with these words; `input` is what stands on its standard input, `environment`
/// replaces its variables.
inline Outcome stepgrad(std::vector<std::string> words, const std::string& input = "",
                        const std::vector<std::string>& environment = {}) {
  std::string program = STEPGRAD_PROGRAM;
  if (!environment.empty()) {
    words.insert(words.begin(), program);
    words.insert(words.begin(), environment.begin(), environment.end());
    words.insert(words.begin(), "-i");
    program = "env";
  }
  Outcome outcome = run_program(program, words, input, std::chrono::minutes(4));
  if (outcome.end != Outcome::End::finished) outcome.status = -1;
  return outcome;
}

}  // namespace stepgrad::test
