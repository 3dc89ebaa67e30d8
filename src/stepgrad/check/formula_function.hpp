// A formula as a function of its inputs' numbers.
//
// A check nudges each of ten thousand inputs some ten times. Sixteen inputs are nudged at once, each
// in a lane of its own (scalar/fast/lane_program.hpp), and only what depends on one of them is
// computed again.
#pragma once

#include <memory>
#include <vector>

#include <stepgrad/check/gradient.hpp>
#include <stepgrad/scalar/formula.hpp>

namespace stepgrad {

class FormulaFunction {
 public:
  explicit FormulaFunction(const Formula& formula);

  double operator()(const std::vector<double>& x) const;

  /// The formula along each of its inputs from x, bit for bit what it is as a whole.
  Curves along(const std::vector<double>& x) const;

 private:
  struct Terms;
  class Nudged;
  std::shared_ptr<const Terms> terms_;  // of all copies
};

}  // namespace stepgrad
