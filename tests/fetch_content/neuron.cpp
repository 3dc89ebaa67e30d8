// A neuron's gradient; ends with 0 if it is right.
#include <cmath>

#include <stepgrad/scalar/functions.hpp>

int main() {
  const stepgrad::Value w(0.5), x(2.0), b(-1.0);
  backward(tanh(w * x + b));
  return std::abs(w.grad() - 2.0) < 1e-15 ? 0 : 1;  // at tanh(0) the slope is 1, times x
}
