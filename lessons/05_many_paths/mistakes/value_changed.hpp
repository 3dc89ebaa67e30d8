// The share is added to the value.
// Told: changes a value
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
  a.value += b.value * y.grad;
  b.grad += a.value * y.grad;
}
