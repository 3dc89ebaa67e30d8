// exp, log, tanh, sin and cos, made of + - * / alone: the same bits on every machine.
//
// The C library's are at liberty to differ in the last digit: between two libraries, and within one
// between a processor that fuses a multiplication with an addition and one that does not. A data
// set made with std::sin then differs from machine to machine, and a run that starts from it before
// long differs visibly.
//
// exp, log and tanh do not branch on their argument: both sides of a choice are computed, and one is
// taken. So a compiler makes vector instructions of a loop over them, with the same bits again. (All
// of this where products and sums are not fused: a room that includes this is compiled with
// -ffp-contract=off.)
//
// The recipes are the classic ones: the argument is reduced to a small one, what is taken off being
// written in two or three parts (W. J. Cody and W. Waite, "Software Manual for the Elementary
// Functions", 1980), and a polynomial or a quotient of two does the rest. The coefficients of exp,
// log, sin and cos are those of fdlibm (Sun Microsystems, 1993), those of tanh Cephes' (S. L.
// Moshier, 1989).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>

namespace stepgrad::elementary {

/// The whole number nearest to x, for |x| < 2^51. Adding 1.5 * 2^52 leaves no digit after the point,
/// and the whole number itself in the lowest bits of the sum.
struct Nearest {
  double number;
  std::uint64_t bits;  // the same number, modulo 2^64

  explicit Nearest(double x) {
    constexpr double shift = 0x1.8p52;
    const double shifted = x + shift;
    number = shifted - shift;
    bits = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(shift);
  }
};

/// 2^k for k from -1022 to 1023, given modulo 2^64.
inline double power_of_two(std::uint64_t k) { return std::bit_cast<double>((k + 1023) << 52); }

/// c[0] + c[1] x + c[2] x² + …
template <class... C>
double polynomial(double x, double first, C... others) {
  if constexpr (sizeof...(others) == 0)
    return first;
  else
    return first + x * polynomial(x, others...);
}

/// ln 2 in two parts. The first times a whole number below 2^20 is exact.
inline constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

/// e^x, within 1 ulp; inf from 709.8 on, 0 from -745.2 down.
///
/// e^x = 2^k e^r with x = k ln 2 + r and |r| <= ln 2 / 2, and e^r = 1 + r + r c / (2 - c) with c a
/// polynomial of r.
inline double exp(double x) {
  const double bounded = x < -746 ? -746 : x > 710 ? 710 : x;
  const Nearest k(bounded * (1 / std::numbers::ln2));
  const double high = bounded - k.number * ln2_high, low = k.number * ln2_low;
  const double r = high - low, square = r * r;
  const double c = r - square * polynomial(square, 1.66666666666666019037e-01,
                                           -2.77777777770155933842e-03, 6.61375632143793436117e-05,
                                           -1.65339022054652515390e-06, 4.13813679705723846039e-08);
  const double of_r = 1 - ((low - r * c / (2 - c)) - high);
  // In two steps: where the result is a number, 2^k need not be one.
  const std::uint64_t half = ((k.bits + 2048) >> 1) - 1024;
  return of_r * power_of_two(half) * power_of_two(k.bits - half);
}

/// ln x, within 1 ulp; -inf at 0, nan below.
///
/// ln x = k ln 2 + ln(1 + f) with x = 2^k (1 + f) and 1 + f between √½ and √2, and ln(1 + f) =
/// f - f²/2 + s (f²/2 + p) with s = f / (2 + f) and p a polynomial of s².
inline double log(double x) {
  const bool is_small = x < std::numeric_limits<double>::min();
  const double scaled = is_small ? x * 0x1p54 : x;
  constexpr std::uint64_t root_half = std::bit_cast<std::uint64_t>(std::numbers::sqrt2 / 2),
                          one = std::bit_cast<std::uint64_t>(1.0),
                          fraction = ~std::uint64_t{0} >> 12;
  // From √2 on, the exponent counts one more.
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(scaled) + (one - root_half);
  const double exponent = std::bit_cast<double>(bits >> 52 | std::bit_cast<std::uint64_t>(0x1p52));
  const double k = exponent - (0x1p52 + 1023) - (is_small ? 54 : 0);
  const double f = std::bit_cast<double>((bits & fraction) + root_half) - 1;

  const double half_square = 0.5 * f * f, s = f / (2 + f), square = s * s, fourth = square * square;
  const double even = fourth * polynomial(fourth, 3.999999999940941908e-01,
                                          2.222219843214978396e-01, 1.531383769920937332e-01);
  const double odd = square * polynomial(fourth, 6.666666666666735130e-01, 2.857142874366239149e-01,
                                         1.818357216161805012e-01, 1.479819860511658591e-01);
  const double inside =
      k * ln2_high - ((half_square - (s * (half_square + (odd + even)) + k * ln2_low)) - f);
  using Limits = std::numeric_limits<double>;
  const double outside = x == 0 ? -Limits::infinity() : x < 0 ? Limits::quiet_NaN() : x;
  return x > 0 && x < Limits::infinity() ? inside : outside;
}

/// tanh x, within 2 ulp.
///
/// Below 0.625 by a quotient of polynomials; from there on 1 - 2 / (e^2x + 1).
inline double tanh(double x) {
  const double size = std::abs(x), square = x * x;
  const double over = polynomial(square, -1.61468768441708447952e+03, -9.92877231001918586564e+01,
                                 -9.64399179425052238628e-01);
  const double under = polynomial(square, 4.84406305325125486048e+03, 2.23548839060100448583e+03,
                                  1.12811678491632931402e+02, 1.0);
  const double small = size + size * square * (over / under), large = 1 - 2 / (exp(2 * size) + 1);
  return std::copysign(size < 0.625 ? small : large, x);
}

/// x less a multiple of π/2, in two parts, and how many quarters of a turn that was, modulo 4.
struct Turned {
  double high, low;
  unsigned quarters;

  explicit Turned(double x) {
    // π/2 in four parts. Each of the first three times a whole number below 2^20 is exact.
    constexpr double part[] = {1.57079632673412561417e+00, 6.07710050630396597660e-11,
                               2.02226624871116645580e-21, 8.47842766036889956997e-32};
    const Nearest k(x * (2 / std::numbers::pi));
    const auto [second, lost_then] = difference(x - k.number * part[0], k.number * part[1]);
    const auto [third, lost] = difference(second, k.number * part[2]);
    const double rest = lost_then + (lost - k.number * part[3]);
    high = third + rest;
    low = third - high + rest;
    quarters = static_cast<unsigned>(k.bits % 4);
  }

  /// a - b, and what rounding took from it (D. E. Knuth, "The Art of Computer Programming", volume
  /// 2, 4.2.2).
  struct Difference {
    double rounded, lost;
  };
  static Difference difference(double a, double b) {
    const double rounded = a - b, of_b = a - rounded, of_a = rounded + of_b;
    return {rounded, (a - of_a) - (b - of_b)};
  }

  double sine() const {
    const double square = high * high, cube = square * high;
    const double rest = polynomial(square, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
                                   2.75573137070700676789e-06, -2.50507602534068634195e-08,
                                   1.58969099521155010221e-10);
    return high - ((square * (0.5 * low - cube * rest) - low) - cube * -1.66666666666666324348e-01);
  }
  double cosine() const {
    const double square = high * high, half = 0.5 * square, one_less = 1 - half;
    const double rest =
        square * polynomial(square, 4.16666666666666019037e-02, -1.38888888888741095749e-03,
                            2.48015872894767294178e-05, -2.75573143513906633035e-07,
                            2.08757232129817482790e-09, -1.13596475577881948265e-11);
    return one_less + (((1 - one_less) - half) + (square * rest - high * low));
  }
};

/// The largest argument that Turned takes. Beyond it a digit of π/2 more would be needed for each bit
/// of the argument; there sin and cos are the C library's.
inline constexpr double largest_angle = 0x1p19;

/// sin x, within 1 ulp.
inline double sin(double x) {
  if (!(std::abs(x) < largest_angle) || x == 0) return std::sin(x);
  const Turned r(x);
  const double size = r.quarters % 2 == 0 ? r.sine() : r.cosine();
  return r.quarters < 2 ? size : -size;
}

/// cos x, within 1 ulp.
inline double cos(double x) {
  if (!(std::abs(x) < largest_angle)) return std::cos(x);
  const Turned r(x);
  const double size = r.quarters % 2 == 0 ? r.cosine() : r.sine();
  return r.quarters == 0 || r.quarters == 3 ? size : -size;
}

/// The same of many numbers, each in the place of the number: three to four times as fast as one by
/// one, for here a compiler has made vector instructions of them.
void exp(std::span<double> numbers);
void log(std::span<double> numbers);
void tanh(std::span<double> numbers);

}  // namespace stepgrad::elementary
