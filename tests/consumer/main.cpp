// What another project does with stepgrad: an expression in C++, the same as a formula, their
// gradients.
//
// Ends with 0 if both ways agree with the derivatives worked out by hand.
#include <cmath>
#include <cstdio>
#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace {

/// One neuron, y = tanh(w * x + b), in C++.
bool expression_agrees() {
  using stepgrad::Value;
  const Value x(2.0, "x"), w(-3.0, "w"), b(6.5, "b");
  const Value y = tanh(w * x + b);
  backward(y);
  const double slope = 1 - std::tanh(0.5) * std::tanh(0.5);  // dy/d(w*x + b)
  std::printf("dy/dw = %g\n", w.grad());
  return std::abs(w.grad() - 2 * slope) < 1e-12 && std::abs(x.grad() + 3 * slope) < 1e-12;
}

/// f = (x + y) * z as a formula: df/dx = z, df/dz = x + y.
bool formula_agrees() {
  const stepgrad::Trace trace =
      stepgrad::trace(stepgrad::parse("q = x + y; f = q * z"), {{"x", -2}, {"y", 5}, {"z", -4}});
  bool agrees = trace.node(trace.output).value == -12;
  for (const stepgrad::Trace::Node& node : trace.nodes) {
    if (node.kind != stepgrad::Trace::Kind::input) continue;
    std::printf("df/d%s = %g\n", node.name.c_str(), node.grad);
    agrees = agrees && node.grad == (node.name == "z" ? 3 : -4);
  }
  return agrees;
}

}  // namespace

int main() { return expression_agrees() && formula_agrees() ? 0 : 1; }
