// The words of the command line, turned into a command.
#pragma once

#include <string>
#include <vector>

namespace stepgrad::app {

/// Runs the command that the words say (without the program's name) and returns the exit status: 0
/// done, 1 checked and found wanting. Throws Error.
int run(std::vector<std::string> words);

}  // namespace stepgrad::app
