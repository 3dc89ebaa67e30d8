// A formula as a function of its inputs' numbers.
//
// Along one of its inputs only what depends on that input is computed again, and what that is, is
// found from the input upwards: a check moves each of ten thousand inputs some twenty times.
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
  class Moving;
  std::shared_ptr<const Terms> terms_;  // of all copies
};

}  // namespace stepgrad
