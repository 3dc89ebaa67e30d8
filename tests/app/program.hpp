// The program as a person would start it: words in, exit status, output and errors out.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stepgrad/base/files.hpp>

extern "C" char** environ;

namespace stepgrad::test {

struct Outcome {
  int status;
  std::string out, err;
};

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
                        std::vector<std::string> environment = {}) {
  const Workplace place;
  write_file(place / "in", input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, (place / "in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, (place / "out").c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, (place / "err").c_str(), O_WRONLY | O_CREAT, 0600);
  words.insert(words.begin(), STEPGRAD_PROGRAM);
  std::vector<char*> argv, envp;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& variable : environment) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  pid_t child = 0;
  const int started = ::posix_spawn(&child, STEPGRAD_PROGRAM, &actions, nullptr, argv.data(),
                                    environment.empty() ? environ : envp.data());
  posix_spawn_file_actions_destroy(&actions);
  int status = -1;
  if (started == 0) ::waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(place / "out"),
          read_file(place / "err")};
}

}  // namespace stepgrad::test
