// The product hands on a factor's own value.
// Told: a itself, 2, stands where the slope of
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
