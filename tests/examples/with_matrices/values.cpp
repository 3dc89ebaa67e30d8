// stepgrad/eigen.hpp: Eigen's matrices of Values.
#include <iostream>

#include <stepgrad/eigen.hpp>
#include <stepgrad/scalar/backward.hpp>

int main() {
  using stepgrad::Value;
  const Value x(3.0, "x"), y(4.0, "y");
  // clang-format off
  Eigen::Matrix<stepgrad::Value, 2, 2> A;
  A << x, 2, y, 1;
  backward(A.determinant());
  // clang-format on
  std::cout << x.grad() << ' ' << y.grad() << '\n';
}

// Prints:
// 1 -2
