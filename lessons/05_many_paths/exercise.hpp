// Exercise 5. Where paths meet.
//
// You have seen what happens when a share of the gradient is overwritten. Now write the two lines
// of an engine in which that mistake is made most often.
#pragma once

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// One quantity: its value, and what has arrived of its gradient so far.
struct Node {
  double value;
  double grad;
};

/// One step back through y = a + b: hands the gradient of y on to a and to b.
///
/// `y.grad` is complete when this is called. What is already in `a.grad` and `b.grad` has come
/// along other paths, and must not get lost. a and b may be one and the same node, as in y = a + a.
inline void backward_sum(Node& a, Node& b, const Node& y) {
  todo();  // replace this line
}

/// One step back through y = a * b. The slope in a is the value of b, and the other way round.
inline void backward_product(Node& a, Node& b, const Node& y) {
  todo();  // replace this line
}
