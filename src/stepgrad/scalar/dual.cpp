#include <stepgrad/scalar/dual.hpp>

#include <vector>

namespace stepgrad {

Dual compute(const op::Op& row, std::span<const Dual> operands) {
  const std::size_t count = operands.size();
  double tangent = 0;
  if (row.arity != op::any) {
    const double a = operands[0].value, b = operands.back().value, y = row.value(a, b);
    for (std::size_t i = 0; i < count; ++i)
      if (operands[i].tangent != 0) tangent += row.slope[i](a, b, y) * operands[i].tangent;
    return {y, tangent};
  }
  std::vector<double> values;
  for (const Dual& operand : operands) values.push_back(operand.value);
  const double y = row.value_of_all(values);
  for (std::size_t i = 0; i < count; ++i)
    if (operands[i].tangent != 0)
      tangent +=
          row.slope[0](values[i], values[op::partner(row, i, count)], y) * operands[i].tangent;
  return {y, tangent};
}

}  // namespace stepgrad
