// Every letter treated as if it were x.
// Told: df/dw: hold x and b, and f is a straight line in w
#pragma once

struct Partials {
  double w, x, b;
};

inline Partials partials(double w, double x, double b) { return {2 * w * x, 2 * w * x + b, b}; }
