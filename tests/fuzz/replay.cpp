// Reads again what is kept of a target's bytes: those that it starts from, and what it once found.
//
//   csv_replay tests/fuzz/corpus/csv
#include <cstdio>
#include <exception>
#include <filesystem>

#include <stepgrad/base/files.hpp>

#include "fuzz/parser.hpp"

int main(int, char** words) {
  int files = 0, failed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(words[1])) {
    ++files;
    try {
      any_bytes(stepgrad::read_file(entry.path()));
    } catch (const std::exception& error) {
      ++failed;
      std::printf("%s: %s\n", entry.path().c_str(), error.what());
    }
  }
  std::printf("%d files, %d failed\n", files, failed);
  return files == 0 || failed > 0;
}
