// README, "In C++".
#include <iostream>

#include <stepgrad/stepgrad.hpp>

using namespace stepgrad;

namespace {

void rules_of_the_tape() {
  // clang-format off
  Value w(0.0, "w");
  for (int step = 0; step < 100; ++step) {
    Scope scope;
    Value loss = square(3 * w - 6);
    zero_grad();
    backward(loss);
    w.set(w.data() - 0.01 * w.grad());   // to 2
  }
  // clang-format on
  std::cout << w.data() << '\n';
}

}  // namespace

int main() {
  // clang-format off
  Value x(2.0, "x"), w(-3.0, "w"), b(6.5, "b");
  Value y = named(tanh(w * x + b), "y");

  backward(y);                      // w.grad() is dy/dw
  std::cout << as_text(trace(y));   // every step of it, in words
  std::cout << w.grad() << '\n';

  auto bowl = [](const auto& x) { return square(1 - x[0]) + 100 * square(x[1] - square(x[0])); };
  gradient(bowl, {-1.2, 1.0});      // {-215.6, -88}; so jacobian, hessian, hessian_vector_product

  Value slope = gradient(y, {w})[0];   // dy/dw as a Value: trace it, or differentiate it again

  Value c = custom(x, [](double a) { return a * a * a; }, [](double a) { return 3 * a * a; },
                   {.name = "cube", .rule = "3 * a^2"});   // told, drawn and checked as all others
  // clang-format on
  const auto at = gradient(bowl, {-1.2, 1.0});
  std::cout << slope.data() << ' ' << c.data() << ' ' << at[0] << ' ' << at[1] << '\n';
  rules_of_the_tape();
}

// Prints:
// …
// Gradients: how much y changes for each unit of an input
//   dy/dx = -2.35934
//   dy/dw = 1.5729
//   dy/db = 0.786448
// 1.5729
// 1.5729 8 -215.6 -88
// 2
