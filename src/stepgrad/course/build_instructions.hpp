// How something is compiled while somebody waits for it, as this program was: what CMake has written
// when it configured (cmake/exercises.cmake), a word a line.
//
//   /usr/bin/c++           the compiler
//   -std=c++20             its options
//   …
//   --
//   libstepgrad_course.a   what it is linked with
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stepgrad {

struct BuildInstructions {
  std::string compiler;
  std::vector<std::string> options, libraries;

  /// Every place outside of the system that the compiler reads from: to be seen from within a
  /// sandbox.
  std::vector<std::filesystem::path> places() const;
};

/// "@HERE@" in it stands for the folder in which it lies. Throws Error (machine) if it cannot be read.
BuildInstructions read_build_instructions(const std::filesystem::path& file);

}  // namespace stepgrad
