// The headers of the room `scalar`: operations of one's own, derivatives in one call; and Eigen.
#include <iostream>

#include <stepgrad/scalar/derivatives.hpp>
#include <stepgrad/scalar/operation.hpp>
#include <stepgrad/scalar/values.hpp>

using namespace stepgrad;

namespace {

/// scalar/operation.hpp
void own_operation() {
  const Value x(2.0, "x");
  // clang-format off
  const Operation cube({.name = "cube", .rule = "3 * a^2"},
                       [](double a) { return a * a * a; },
                       [](double a) { return 3 * a * a; });
  Value y = cube(x);
  // clang-format on
  backward(y);
  std::cout << y.data() << ' ' << x.grad() << '\n';
}

/// scalar/derivatives.hpp
void in_one_call() {
  // clang-format off
  auto bowl = [](auto x) { return square(x[0]) + 3 * x[0] * x[1]; };
  gradient(bowl, {1.0, 2.0});                           // {8, 3}
  hessian(bowl, {1.0, 2.0});                            // {{2, 3}, {3, 0}}
  // clang-format on
  const auto slopes = gradient(bowl, {1.0, 2.0});
  const auto curvatures = hessian(bowl, {1.0, 2.0});
  std::cout << slopes[0] << ' ' << slopes[1] << ", " << curvatures[0][0] << ' ' << curvatures[0][1]
            << ' ' << curvatures[1][1] << '\n';
}
void of_a_gradient() {
  const Value x(3.0, "x");
  const Value y = x * x * x;
  // clang-format off
  Value slope = gradient(y, {x})[0];     // dy/dx
  backward(slope);                       // x.grad() is d²y/dx²
  // clang-format on
  std::cout << slope.data() << ' ' << x.grad() << '\n';
}

/// scalar/values.hpp
void side_by_side() {
  // clang-format off
  const Values x = inputs({1.0, 2.0, 3.0});
  const Values y = relu(x * 2.0 + x);
  Value s = dot(x, y) + sum(y.part(0, 2));
  const Values z = each(y, [](Value a) { return pow(a, 3.0); });
  // clang-format on
  backward(s);
  std::cout << z[1].data() << ' ' << s.data() << ',';
  for (const Value& number : x) std::cout << ' ' << number.grad();
  std::cout << '\n';
}

}  // namespace

int main() {
  own_operation();
  in_one_call();
  of_a_gradient();
  side_by_side();
}

// Prints:
// 8 12
// 8 3, 2 3 0
// 27 18
// 216 51, 9 15 18
