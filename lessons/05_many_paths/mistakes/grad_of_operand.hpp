// The second line of the product hands on a.grad, not y.grad.
// Told: The grad of an operand stands where y.grad belongs
#pragma once

struct Node {
  double value;
  double grad;
};

inline void backward_sum(Node& a, Node& b, const Node& y) {
  a.grad += y.grad;
  b.grad += y.grad;
}

inline void backward_product(Node& a, Node& b, const Node& y) {
  a.grad += b.value * y.grad;
  b.grad += a.value * a.grad;
}
