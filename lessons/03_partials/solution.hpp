// Hold x and b, and f is "w times a number, plus a number": a straight line in w, whose slope is
// that number, x^2. In the same way f is a straight line in b with the slope x. Only in x it is a
// curve, a parabola, and both of its terms depend on x: each gives its share, 2 w x and b.
//
// Note what a partial derivative still depends on: df/dw holds x still, but it is not the same for
// every x. That is why a gradient belongs to a point.
#pragma once

struct Partials {
  double w, x, b;
};

inline Partials partials(double w, double x, double b) {
  const double df_dw = x * x;
  const double df_dx = 2 * w * x + b;
  const double df_db = x;
  return {df_dw, df_dx, df_db};
}
