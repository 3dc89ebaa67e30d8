// The program as a person would start it: words in, exit status, output and errors out.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <stepgrad/base/process.hpp>

#include "workplace.hpp"

namespace stepgrad::test {

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
