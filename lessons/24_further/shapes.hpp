// Lesson 24's functions of many shapes, and what all their slopes cost, forward and back.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <stepgrad/course/lesson.hpp>
#include <stepgrad/scalar/functions.hpp>

namespace stepgrad::lesson_24 {

/// n inputs, 3 tanh units over all of them, ten more layers of 3, m outputs over the last.
inline std::vector<Value> outputs_of(const std::vector<Value>& x, std::size_t m) {
  std::vector<Value> units, outputs;
  for (std::size_t k = 0; k < 3; ++k) {
    Value sum = 0.1 * static_cast<double>(k + 1) * x[0];
    for (std::size_t i = 1; i < x.size(); ++i)
      sum = sum + std::cos(static_cast<double>(k * x.size() + i)) * x[i];
    units.push_back(tanh(sum));
  }
  for (int layer = 0; layer < 10; ++layer)
    units = {tanh(0.5 * units[0] + units[1]), tanh(units[1] - 0.5 * units[2]),
             tanh(0.5 * units[2] + units[0])};
  for (std::size_t j = 1; j <= m; ++j) {
    const auto by = static_cast<double>(j);
    outputs.push_back(by * units[0] + std::sin(by) * units[1] - units[2] / by);
  }
  return outputs;
}

/// Operations, and multiplications by a slope, for all slopes of all outputs.
struct Cost {
  double forward, back;
};

inline Cost cost(std::size_t n, std::size_t m) {
  const Scope scope;
  std::vector<Value> x;
  for (std::size_t i = 0; i < n; ++i) x.emplace_back(0.1, fmt::format("x{}", i + 1));
  const auto sweep = [](const Trace& trace) {
    std::size_t operations = 0;
    for (const Trace::Node& node : trace.nodes) operations += node.row != nullptr && node.reached;
    return static_cast<double>(operations + trace.steps.size());
  };
  const std::vector<Value> outputs = outputs_of(x, m);
  const double one = sweep(trace(outputs[0], x));
  const double more = m > 1 ? sweep(trace(outputs[0] + outputs[1], x)) - one : 0;
  return {static_cast<double>(n) * (one + static_cast<double>(m - 1) * more),
          static_cast<double>(m) * one};
}

}  // namespace stepgrad::lesson_24
