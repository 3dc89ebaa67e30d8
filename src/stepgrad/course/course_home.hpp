// Where the course lives: lessons/, the learner's exercises and progress.txt.
#pragma once

#include <filesystem>

namespace stepgrad {

/// The checkout that this program was built from, or what STEPGRAD_CHECKOUT in the environment
/// names. Throws Error (machine) if it is not there.
std::filesystem::path checkout();

}  // namespace stepgrad
