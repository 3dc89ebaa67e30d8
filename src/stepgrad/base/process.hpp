// Other programs: text in, text out, and a limit to the patience.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// How a program ended.
struct Outcome {
  enum class End {
    finished,   // by itself
    not_found,  // never started: PATH has no such program
    too_late,   // killed when its time was up
    unwanted,   // killed when its outcome was not wanted any more
  };
  End end;
  int status = 0;      // its exit status; 128 and the signal's number if a signal ended it
  std::string output;  // what it wrote to standard output
  std::string errors;  // what it wrote to standard error
};

/// Runs a program found on PATH, without a shell, and waits until it has finished, or kills it and
/// whatever it started when `limit` has passed. Input and output go through unlinked temporary
/// files: however large they are, neither side waits for the other, and nothing is left behind.
/// While it waits it asks some fifty times a second whether the outcome is still wanted. Throws
/// Error (machine) if there is no room for these files, or the program is there but cannot be
/// started.
Outcome run_program(const std::string& program, const std::vector<std::string>& arguments,
                    std::string_view input, std::chrono::milliseconds limit,
                    const std::function<bool()>& wanted = {});

/// Where this program lies, symbolic links followed. Throws Error (machine) if the system does not
/// say.
std::filesystem::path program_path();

}  // namespace stepgrad
