// The sum of all three slopes, three times.
// Told: the sum of all three slopes
#pragma once

struct Partials {
  double w, x, b;
};

inline Partials partials(double w, double x, double b) {
  const double df_dw = x * x;
  const double df_dx = 2 * w * x + b;
  const double df_db = x;
  return {df_dw + df_dx + df_db, df_dw + df_dx + df_db, df_dw + df_dx + df_db};
}
