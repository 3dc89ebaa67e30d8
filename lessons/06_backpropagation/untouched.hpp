// Exercise 6. Backpropagation, all of it.
//
// You have seen a tape: every operation in the order in which it was done. Now write the loop that
// walks it backwards. It is short, and it is the engine of every network there is.
#pragma once

#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

enum class Kind { input, add, multiply, tanh };

/// One entry of the tape. Operands always stand before what is made of them.
struct Entry {
  Kind kind;
  std::size_t a, b;  // the places of its operands on the tape; tanh has only a, inputs have none
  double value;      // already computed
};

/// The gradients of all entries of the tape: at place i, the slope of the last entry, which is the
/// output, in entry i.
///
/// Every gradient starts at 0, but for one. Then visit the entries in the order in which each of
/// them has received all its shares when its turn comes, and hand its gradient on to its operands:
///
///     y = a + b      the slope is 1 in a and 1 in b
///     y = a * b      the slope is b in a and a in b
///     y = tanh(a)    the slope is 1 - y^2 in a
inline std::vector<double> gradients(const std::vector<Entry>& tape) {
  todo();  // replace this line
}
