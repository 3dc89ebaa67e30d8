// The central difference leans on both sides of x, so what bends the curve upwards on the right and
// what bends it on the left cancel: halve h, and its error falls to a quarter. The forward
// difference's error only halves, which is why no h makes it good to eight digits.
//
// Why 1e-5? Two errors pull in opposite directions. The chord misses the tangent by about h^2, and
// rounding the two heights brings about 1e-16 / h. They are equally small where h^3 is about 1e-16:
// at the cube root of the machine's precision, roughly 6e-6. Anything from 1e-6 to 1e-4 does well.
#pragma once

#include <cmath>
#include <functional>

using Function = std::function<double(double)>;

inline double slope(const Function& f, double x) {
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * h);
}
