// The product uses gradients where it should use values.
// Told: multiply by the value of the other operand
#pragma once

#include <cstddef>
#include <vector>

enum class Kind { input, add, multiply, tanh };

struct Entry {
  Kind kind;
  std::size_t a, b;
  double value;
};

inline std::vector<double> gradients(const std::vector<Entry>& tape) {
  std::vector<double> grad(tape.size(), 0.0);
  grad.back() = 1;
  for (std::size_t i = tape.size(); i-- > 0;) {
    const Entry& y = tape[i];
    if (y.kind == Kind::add) {
      grad[y.a] += grad[i];
      grad[y.b] += grad[i];
    } else if (y.kind == Kind::multiply) {
      grad[y.a] += grad[y.b] * grad[i];
      grad[y.b] += grad[y.a] * grad[i];
    } else if (y.kind == Kind::tanh) {
      grad[y.a] += (1 - y.value * y.value) * grad[i];
    }
  }
  return grad;
}
