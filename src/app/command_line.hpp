// The words of the command line, turned into a command.
#pragma once

namespace stepgrad::app {

/// Runs the command and returns the exit status: 0 done, 1 checked and found wanting. Throws Error.
int run(int argc, char** argv);

}  // namespace stepgrad::app
