// A node that is used in several places moves the output along several paths, and their effects add
// up. So each step adds its share, with +=, to what the others have brought. With = the last path
// wins and the others are lost, and nobody notices as long as every node is used only once: that is
// why this mistake lives so long in engines that people write themselves.
//
// y = a + a and y = b * b are the sharpest test. There a and b are one node, and two += in a row
// give it 2 y.grad, and 2 b y.grad, as the rules of calculus say.
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
  b.grad += a.value * y.grad;
}
