// README, "In C++".
#include <iostream>

#include <stepgrad/scalar/functions.hpp>
#include <stepgrad/scalar/trace.hpp>
#include <stepgrad/story/text_page.hpp>

using namespace stepgrad;

int main() {
  // clang-format off
  Value x(2.0, "x"), w(-3.0, "w"), b(6.5, "b");
  Value y = named(tanh(w * x + b), "y");

  backward(y);                      // w.grad() is dy/dw
  std::cout << as_text(trace(y));   // every step of it, in words
  // clang-format on
}

// Prints:
// …
// Gradients: how much y changes for each unit of an input
//   dy/dx = -2.35934
//   dy/dw = 1.5729
//   dy/db = 0.786448
