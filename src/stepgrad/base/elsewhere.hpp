// What other libraries take for a slope where there is none to take, as at a kink.
//
// No choice is wrong there, but whoever compares gradients with another library meets the
// differences. They were measured with the versions that stand in the table: ADOL-C, Sacado (of
// Trilinos), Ceres, Boost (Math, autodiff), PyTorch, Stan Math (StanHeaders, for R) and TMB (for R)
// as Debian 12 packages them, and TensorFlow.js as npm has it. JAX was read, not run.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

/// The slope that a library takes at a point of an operation.
struct Taken {
  std::string_view operation;  // its name in the table of operations
  std::string_view which;      // a slope, and where: "dy/da at a = 0"
  std::string_view slope;      // what is taken
  std::string_view library;    // with its version; "here" is this one
};

/// All that was measured: of one point in one piece, this library first, the same slopes together.
std::span<const Taken> taken_elsewhere();

/// What is taken at each of an operation's points: "dy/da at a = 0 is 0 here, as in PyTorch 1.13; 1
/// in Sacado 13.2; -1 in TensorFlow.js 4.22". Empty if nothing was measured.
std::vector<std::string> compared_with_others(std::string_view operation);

}  // namespace stepgrad
