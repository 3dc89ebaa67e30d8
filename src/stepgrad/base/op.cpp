#include <stepgrad/base/op.hpp>

#include <stepgrad/base/summation.hpp>

namespace stepgrad::op {

double value_at(std::size_t place, double a) { return all[place]->value(a, 0); }

double slope_at(std::size_t place, double a, double y) { return all[place]->slope[0](a, 0, y); }

double sum_of_all(std::span<const double> operands) {
  return total_of(operands.size(), [&](std::size_t i) { return operands[i]; });
}

double dot_of_halves(std::span<const double> operands) {
  const std::size_t half = operands.size() / 2;
  return total_of(half, [&](std::size_t i) { return operands[i] * operands[half + i]; });
}

}  // namespace stepgrad::op
