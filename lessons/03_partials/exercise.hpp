// Exercise 3. Three slopes of one function.
//
// You have seen that a function of several inputs has a slope in each of them. Work these three out
// on paper first.
#pragma once

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

/// One slope for each input.
struct Partials {
  double w, x, b;
};

/// The partial derivatives of
///
///     f = w * x^2 + b * x
///
/// in w, in x and in b, as formulas of w, x and b. For each of them, pretend that the two other
/// letters are plain numbers. No nudging here: all digits have to be right.
inline Partials partials(double w, double x, double b) {
  todo();  // replace this line; it ends with: return {df_dw, df_dx, df_db};
}
