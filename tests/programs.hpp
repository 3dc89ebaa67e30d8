// Other programs that tests need: Graphviz, and those that read back what it has drawn.
#pragma once

#include <chrono>
#include <stepgrad/base/process.hpp>

#include "catch.hpp"

namespace stepgrad::test {

/// Is the program there? Says what to install if it is not.
inline bool has(const char* program, const char* package) {
  const Outcome answer = run_program(program, {"--version"}, "", std::chrono::seconds(20));
  if (answer.end != Outcome::End::not_found) return true;
  WARN("skipped: install " << package << " to have it");
  return false;
}

inline bool has_graphviz() { return has("dot", "graphviz"); }

/// Other programs are called convert, too.
inline bool has_imagemagick() {
  const Outcome answer = run_program("convert", {"--version"}, "", std::chrono::seconds(20));
  if (answer.output.find("ImageMagick") != std::string::npos) return true;
  WARN("skipped: install imagemagick to have it");
  return false;
}

}  // namespace stepgrad::test
