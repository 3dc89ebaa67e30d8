// Right, but it walks every path: twice as many with each sum.
// Told: but 2^50 paths through them
#pragma once

#include <cstddef>
#include <vector>

enum class Kind { input, add, multiply, tanh };

struct Entry {
  Kind kind;
  std::size_t a, b;
  double value;
};

inline void walk(const std::vector<Entry>& tape, std::vector<double>& grad, std::size_t i,
                 double share) {
  const Entry& y = tape[i];
  grad[i] += share;
  if (y.kind == Kind::add) {
    walk(tape, grad, y.a, share);
    walk(tape, grad, y.b, share);
  } else if (y.kind == Kind::multiply) {
    walk(tape, grad, y.a, share * tape[y.b].value);
    walk(tape, grad, y.b, share * tape[y.a].value);
  } else if (y.kind == Kind::tanh) {
    walk(tape, grad, y.a, share * (1 - y.value * y.value));
  }
}

inline std::vector<double> gradients(const std::vector<Entry>& tape) {
  std::vector<double> grad(tape.size(), 0.0);
  walk(tape, grad, tape.size() - 1, 1);
  return grad;
}
