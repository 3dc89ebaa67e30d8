// Numerical derivatives: approximate and slow, but so easy to write that there is nothing to get
// wrong. That is what makes them the judge of all other derivatives.
//
// A difference quotient has two errors that pull in opposite directions. The chord is not the
// tangent: that error shrinks with the step h, as h for the forward difference and as h² for the
// central one. And f(x + h) - f(x) is the difference of two rounded numbers: that error grows as
// ε·|f|/h. Best is where they meet, at h = √ε for the forward and ∛ε for the central difference.
// Extrapolation to h = 0 does better than either.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

namespace stepgrad {

/// The gap between 1 and the next double, 2⁻⁵².
inline constexpr double machine_epsilon = std::numeric_limits<double>::epsilon();

/// A function of one number.
using Curve = std::function<double(double)>;

/// The curves through a point along each of its entries.
using Curves = std::function<Curve(std::size_t i)>;

/// A function of a vector. Callables that take a `std::span<const double>` fit too.
using Function = std::function<double(const std::vector<double>&)>;

/// f with all of x held but entry i: t ↦ f(x₀, …, t, …).
Curve along_entry(Function f, std::vector<double> x, std::size_t i);

/// f on the line through x: t ↦ f(x + t·direction). Its slope at 0 is gradient · direction.
Curve along_line(Function f, std::vector<double> x, std::vector<double> direction);

/// (f(x + h) - f(x)) / h. Off by about h·f''/2.
double forward_difference(const Curve& f, double x, double h);

/// (f(x + h) - f(x - h)) / 2h. Off by about h²·f'''/6.
double central_difference(const Curve& f, double x, double h);

/// How a derivative is estimated.
enum class Method { forward, central, ridders };

/// A step for the method at x: where chord and rounding are about equally wrong for a function
/// whose derivatives are about as large as itself. √ε, ∛ε or (for extrapolation) 1/16, times x's
/// size, at least 1.
double usual_step(Method method, double x);

/// A derivative, estimated.
struct Estimate {
  double value;
  double error;  // how far off it may be, by its own account
  double step;   // the smallest h that went into it
};

/// Central differences at h, h/2, h/4, … extrapolated to h = 0 (Richardson 1911; Ridders 1982,
/// "Accurate computation of F'(x) and F'(x) F''(x)").
///
/// Row 0 are the differences. Their errors are powers of h², so in row k the k-th power is taken
/// out: T[k][j] = T[k-1][j+1] + (T[k-1][j+1] - T[k-1][j]) / (4^k - 1).
class Tableau {
 public:
  /// Begins at x with the step h. `noise` is what f may be off by beyond the rounding of its
  /// result.
  Tableau(Curve f, double x, double h, double noise = 0)
      : f_(std::move(f)), x_(x), h_(h), noise_(noise) {}

  /// Adds a difference at half the last step, and one entry to every row.
  void refine();

  const std::vector<std::vector<double>>& rows() const { return rows_; }

  /// The entry that differs least from the two it was made of. That difference is its error, to
  /// which rounding, ε·|f|/h, is added. With one difference only, the error is infinite.
  const Estimate& best() const { return best_; }

 private:
  Curve f_;
  double x_, h_, noise_;
  std::vector<std::vector<double>> rows_;
  Estimate best_{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                 0};
};

/// A whole tableau of so many levels. Throws Error if there are not 1 to 30 of them.
Tableau ridders(const Curve& f, double x, double h, std::size_t levels);

}  // namespace stepgrad
