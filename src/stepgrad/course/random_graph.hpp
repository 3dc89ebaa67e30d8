// Small graphs for the checks of exercises: written down by hand or made up at random, evaluated,
// and told as a formula.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stepgrad {

struct SmallGraph {
  static constexpr char input = 'x';

  struct Operation {
    char sign = input;         // '+', '*', 't' for tanh
    std::size_t a = 0, b = 0;  // the places of its operands, which stand before it
  };
  std::vector<Operation> operations;  // the last one is the output

  std::size_t inputs() const;

  /// Every operation's value; `at` has the inputs in their order.
  std::vector<double> values(const std::vector<double>& at) const;

  /// "p = a + b; L = p * a". Inputs appear in their order in graphs where each is used before the
  /// next one is made, or made before all operations and used in turn.
  std::string formula() const;
};

/// A graph of so many operations with these signs on at most so many inputs; values are used more
/// than once, and some may not be used at all. The same sequence in every run.
SmallGraph random_graph(std::string_view signs, std::size_t inputs, std::size_t operations);

}  // namespace stepgrad
