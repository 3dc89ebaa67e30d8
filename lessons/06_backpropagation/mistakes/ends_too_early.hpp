// The walk leaves out the first entry that is no input.
// Told: Does the loop end too early?
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
  for (std::size_t i = tape.size() - 1; i > 2; --i) {
    const Entry& y = tape[i];
    if (y.kind == Kind::add) {
      grad[y.a] += grad[i];
      grad[y.b] += grad[i];
    } else if (y.kind == Kind::multiply) {
      grad[y.a] += tape[y.b].value * grad[i];
      grad[y.b] += tape[y.a].value * grad[i];
    } else if (y.kind == Kind::tanh) {
      grad[y.a] += (1 - y.value * y.value) * grad[i];
    }
  }
  return grad;
}
