#include <stepgrad/scalar/dual.hpp>

#include <vector>

namespace stepgrad {

Dual compute(const op::Op& row, std::span<const Dual> operands) {
  const std::size_t count = operands.size();
  const bool any = row.arity == op::any;
  std::vector<double> values;
  for (const Dual& operand : operands) values.push_back(operand.value);
  Dual y = any ? row.value_of_all(values) : row.value(values[0], values.back());
  for (std::size_t i = 0; i < count; ++i) {
    if (!operands[i].moves()) continue;
    const double a = any ? values[i] : values[0];
    const double b = any ? values[op::partner(row, i, count)] : values.back();
    y.tangent += operands[i].moved(row.slope[op::slope_of(row, i)](a, b, y.value));
    y.depends = true;
  }
  return y;
}

}  // namespace stepgrad
