#include <stepgrad/scalar/dual.hpp>

#include <vector>

namespace stepgrad {

Dual compute(const op::Op& row, std::span<const Dual> operands) {
  std::vector<double> values;
  for (const Dual& operand : operands) values.push_back(operand.value);
  Dual y = op::value(row, values);
  for (std::size_t i = 0; i < operands.size() && !row.stops; ++i) {
    if (!operands[i].moves()) continue;
    y.tangent += operands[i].moved(op::slope(row, values, i, y.value));
    y.depends = true;
  }
  return y;
}

}  // namespace stepgrad
