// Several runs that differ in their seed alone, on all processors of this machine.
#pragma once

#include <string>
#include <vector>

#include <stepgrad/run/configuration.hpp>

namespace stepgrad::app {

/// Trains the runs in these folders, all of `folder`, and says what came of each and of all; `asked` is
/// what may still be asked of runs that go on. Returns the program's exit status.
int run_seeds(const std::string& folder, const std::vector<std::string>& folders,
              const Configuration& asked, const std::string& precision);

}  // namespace stepgrad::app
