// The program as a function: words in, exit status out.
#pragma once

#include <string>
#include <vector>

namespace stepgrad::app {

/// Does what the words ask for. Errors, thrown where the mistake is known, end here as text on
/// standard error: exit status 2 for bad input, 3 for what the machine lacks.
int program(const std::vector<std::string>& words);

}  // namespace stepgrad::app
