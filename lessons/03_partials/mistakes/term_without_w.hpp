// A term that has no w in it keeps its place.
// Told: b * x has no w in it
#pragma once

struct Partials {
  double w, x, b;
};

inline Partials partials(double w, double x, double b) {
  const double df_dw = x * x + b * x;
  const double df_dx = 2 * w * x + b;
  const double df_db = x;
  return {df_dw, df_dx, df_db};
}
