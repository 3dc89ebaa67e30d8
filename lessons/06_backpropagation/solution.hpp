// The order does it all. Operands stand before results, so walking from the end to the beginning
// meets every entry after all entries that use it: its gradient is complete, and can be handed on
// once and for all. No entry is visited twice, however many paths lead through it.
//
// And all gradients come out of the one walk, whether the tape has three inputs or three million.
// That is why networks are trained in this direction. src/stepgrad/scalar/backward.hpp is this same
// loop, as the kit runs it.
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
      grad[y.a] += tape[y.b].value * grad[i];
      grad[y.b] += tape[y.a].value * grad[i];
    } else if (y.kind == Kind::tanh) {
      grad[y.a] += (1 - y.value * y.value) * grad[i];
    }
  }
  return grad;
}
