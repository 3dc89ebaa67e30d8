// Rows of the operation table: functions of one number, exponentials to activations.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/op_row.hpp>

namespace stepgrad::op {

// ---- exponentials and logarithms ----------------------------------------------------------------

inline constexpr Op exp{
    .name = "exp",
    .definition = "e^a",
    .about = "The exponential function: its slope is its value.",
    .value = [](double a, double) { return elementary::exp(a); },
    .slope = {[](double, double, double y) { return y; }},
    .rule = {"y"},
    .has_simple_slopes = true,
    .probes = {{0}, {1}, {-3}, {5}},
};

inline constexpr Op log{
    .name = "log",
    .definition = "log(a)",
    .about = "The natural logarithm, for a > 0.",
    .value = [](double a, double) { return elementary::log(a); },
    .slope = {[](double a, double, double) { return 1 / a; }},
    .rule = {"1 / a"},
    .has_simple_slopes = true,
    .probes = {{1}, {0.1}, {20}},
};

inline constexpr Op expm1{
    .name = "expm1",
    .definition = "exp(a) - 1",
    .about = "exp(a) - 1, exact for tiny a too.",
    .value = [](double a, double) { return std::expm1(a); },
    .slope = {[](double a, double, double) { return elementary::exp(a); }},
    .rule = {"exp(a)"},
    .probes = {{0}, {1}, {-3}, {1e-4}},
};

inline constexpr Op log1p{
    .name = "log1p",
    .definition = "log(1 + a)",
    .about = "log(1 + a) for a > -1, exact for tiny a too.",
    .value = [](double a, double) { return std::log1p(a); },
    .slope = {[](double a, double, double) { return 1 / (1 + a); }},
    .rule = {"1 / (1 + a)"},
    .has_simple_slopes = true,
    .probes = {{0}, {1}, {-0.7}, {1e-4}},
};

inline constexpr Op exp2{
    .name = "exp2",
    .definition = "2^a",
    .about = "The power of two with exponent a.",
    .value = [](double a, double) { return std::exp2(a); },
    .slope = {[](double, double, double y) { return y * std::numbers::ln2; }},
    .rule = {"y * log(2)"},
    .probes = {{0}, {1}, {-3}, {5}},
};

inline constexpr Op log2{
    .name = "log2",
    .definition = "log(a) / log(2)",
    .about = "The logarithm to base 2, for a > 0.",
    .value = [](double a, double) { return std::log2(a); },
    .slope = {[](double a, double, double) { return 1 / (a * std::numbers::ln2); }},
    .rule = {"1 / (a * log(2))"},
    .probes = {{1}, {0.1}, {20}},
};

inline constexpr Op log10{
    .name = "log10",
    .definition = "log(a) / log(10)",
    .about = "The logarithm to base 10, for a > 0.",
    .value = [](double a, double) { return std::log10(a); },
    .slope = {[](double a, double, double) { return 1 / (a * std::numbers::ln10); }},
    .rule = {"1 / (a * log(10))"},
    .probes = {{1}, {0.1}, {20}},
};

/// Of the two forms the one is taken that keeps its digits there (Mächler 2012, "Accurately computing
/// log(1 - exp(-|a|))"): they change places at -log 2.
inline constexpr Op log1mexp{
    .name = "log1mexp",
    .definition = "log(1 - exp(a))",
    .about = "log(1 - exp(a)) for a < 0: of a log probability, that of the opposite.",
    .value =
        [](double a, double) {
          return a > -std::numbers::ln2 ? elementary::log(-std::expm1(a))
                                        : std::log1p(-elementary::exp(a));
        },
    .slope = {[](double a, double, double y) { return -elementary::exp(a - y); }},
    .rule = {"-exp(a - y)"},
    .probes = {{-0.1}, {-0.7}, {-3}},
};

// ---- trigonometry -------------------------------------------------------------------------------

// Called one by one, as here, the C library's sin and cos are quicker than those of elementary.hpp.
// The GNU library has a function that gives both, each as it gives it alone.

#ifdef __GLIBC__
inline ValueAndSlope sin_and_slope(double a) {
  ValueAndSlope both;
  ::sincos(a, &both.value, &both.slope);
  return both;
}
inline ValueAndSlope cos_and_slope(double a) {
  const auto [sine, cosine] = sin_and_slope(a);
  return {cosine, -sine};
}
inline constexpr bool gives_both = true;
#else
inline constexpr std::nullptr_t sin_and_slope = nullptr, cos_and_slope = nullptr;
inline constexpr bool gives_both = false;
#endif

inline constexpr Op sin{
    .name = "sin",
    .definition = "sin(a)",
    .about = "The sine, a in radians.",
    .value = [](double a, double) { return std::sin(a); },
    .slope = {[](double a, double, double) { return std::cos(a); }},
    .rule = {"cos(a)"},
    .has_kept_slope = gives_both,
    .value_and_slope = sin_and_slope,
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op cos{
    .name = "cos",
    .definition = "cos(a)",
    .about = "The cosine, a in radians.",
    .value = [](double a, double) { return std::cos(a); },
    .slope = {[](double a, double, double) { return -std::sin(a); }},
    .rule = {"-sin(a)"},
    .has_kept_slope = gives_both,
    .value_and_slope = cos_and_slope,
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op tan{
    .name = "tan",
    .definition = "sin(a) / cos(a)",
    .about = "The tangent, a in radians; no value at odd multiples of pi/2.",
    .value = [](double a, double) { return std::tan(a); },
    .slope = {[](double, double, double y) { return 1 + y * y; }},
    .rule = {"1 + y^2"},
    .has_simple_slopes = true,
    .probes = {{0}, {1}, {-1.2}},
};

/// The slope is written with (1 - a) * (1 + a), which keeps its digits near -1 and 1.
inline constexpr Op asin{
    .name = "asin",
    .definition = "asin(a)",
    .about = "The angle whose sine is a, for |a| <= 1. Infinitely steep at -1 and 1.",
    .value = [](double a, double) { return std::asin(a); },
    .slope = {[](double a, double, double) { return 1 / std::sqrt((1 - a) * (1 + a)); }},
    .rule = {"1 / sqrt(1 - a^2)"},
    .probes = {{0}, {0.5}, {-0.9}},
};

inline constexpr Op acos{
    .name = "acos",
    .definition = "acos(a)",
    .about = "The angle whose cosine is a, for |a| <= 1. Infinitely steep at -1 and 1.",
    .value = [](double a, double) { return std::acos(a); },
    .slope = {[](double a, double, double) { return -1 / std::sqrt((1 - a) * (1 + a)); }},
    .rule = {"-1 / sqrt(1 - a^2)"},
    .probes = {{0}, {0.5}, {-0.9}},
};

inline constexpr Op atan{
    .name = "atan",
    .definition = "atan(a)",
    .about = "The angle in (-pi/2, pi/2) whose tangent is a.",
    .value = [](double a, double) { return std::atan(a); },
    .slope = {[](double a, double, double) { return 1 / (1 + a * a); }},
    .rule = {"1 / (1 + a^2)"},
    .has_simple_slopes = true,
    .probes = {{0}, {1}, {-4}},
};

// ---- hyperbolic functions -----------------------------------------------------------------------

inline constexpr Op sinh{
    .name = "sinh",
    .definition = "(exp(a) - exp(-a)) / 2",
    .about = "The hyperbolic sine; its slope is the hyperbolic cosine.",
    .value = [](double a, double) { return std::sinh(a); },
    .slope = {[](double a, double, double) { return std::cosh(a); }},
    .rule = {"cosh(a)"},
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op cosh{
    .name = "cosh",
    .definition = "(exp(a) + exp(-a)) / 2",
    .about = "The hyperbolic cosine, the shape of a hanging chain.",
    .value = [](double a, double) { return std::cosh(a); },
    .slope = {[](double a, double, double) { return std::sinh(a); }},
    .rule = {"sinh(a)"},
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op asinh{
    .name = "asinh",
    .definition = "log(a + sqrt(a^2 + 1))",
    .about = "The number whose sinh is a: far from 0 it grows as a logarithm, either way.",
    .value = [](double a, double) { return std::asinh(a); },
    .slope = {[](double a, double, double) { return 1 / std::hypot(1, a); }},
    .rule = {"1 / sqrt(1 + a^2)"},
    .probes = {{0}, {1}, {-2.5}},
};

inline constexpr Op acosh{
    .name = "acosh",
    .definition = "log(a + sqrt(a^2 - 1))",
    .about = "The number >= 0 whose cosh is a, for a >= 1. Infinitely steep at 1.",
    .value = [](double a, double) { return std::acosh(a); },
    .slope = {[](double a, double, double) { return 1 / (std::sqrt(a - 1) * std::sqrt(a + 1)); }},
    .rule = {"1 / (sqrt(a - 1) * sqrt(a + 1))"},
    .probes = {{1.5}, {2}, {20}},
};

inline constexpr Op atanh{
    .name = "atanh",
    .definition = "log((1 + a) / (1 - a)) / 2",
    .about = "The number whose tanh is a, for |a| < 1.",
    .value = [](double a, double) { return std::atanh(a); },
    .slope = {[](double a, double, double) { return 1 / ((1 - a) * (1 + a)); }},
    .rule = {"1 / (1 - a^2)"},
    .probes = {{0}, {0.5}, {-0.9}},
};

// ---- activations --------------------------------------------------------------------------------

inline constexpr Op tanh{
    .name = "tanh",
    .definition = "(exp(a) - exp(-a)) / (exp(a) + exp(-a))",
    .about = "Squashes any number into (-1, 1); the slope fades as |a| grows.",
    .value = [](double a, double) { return elementary::tanh(a); },
    .slope = {[](double, double, double y) { return 1 - y * y; }},
    .rule = {"1 - y^2"},
    .has_simple_slopes = true,
    .probes = {{-2}, {0}, {0.7}},
};

/// Written so that exp never overflows: the larger of a and 0 is taken out first.
inline constexpr Op sigmoid{
    .name = "sigmoid",
    .definition = "1 / (1 + exp(-a))",
    .about = "Squashes any number into (0, 1). Its slope is at most 1/4.",
    .value =
        [](double a, double) {
          const double small = elementary::exp(-std::abs(a));
          return (a >= 0 ? 1.0 : small) / (1 + small);
        },
    .slope = {[](double, double, double y) { return y * (1 - y); }},
    .rule = {"y * (1 - y)"},
    .has_simple_slopes = true,
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op relu{
    .name = "relu",
    .definition = "max(a, 0)",
    .about = "Lets positive numbers and their gradient through, stops the others.",
    .value = [](double a, double) { return a < 0 ? 0.0 : a; },
    .slope = {[](double a, double, double) { return is_larger(a, 0); }},
    .rule = {"[a > 0]"},
    .has_simple_slopes = true,
    .kink = {from_zero, "a = 0", "the slope 0 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op leaky_relu{
    .name = "leaky_relu",
    .definition = "max(a, 0.01 * a)",
    .about = "relu that lets a hundredth of negative numbers through.",
    .value = [](double a, double) { return a < 0 ? 0.01 * a : a; },
    .slope = {[](double a, double, double) { return 0.01 + 0.99 * is_larger(a, 0); }},
    .rule = {"0.01 + 0.99 * [a > 0]"},
    .has_simple_slopes = true,
    .kink = {from_zero, "a = 0", "the slope 0.01 is taken"},
    .probes = {{-2}, {0.7}, {5}},
};

inline constexpr Op elu{
    .name = "elu",
    .definition = "max(a, 0) + exp(min(a, 0)) - 1",
    .about = "a for positive numbers, else exp(a) - 1: smooth at 0, never below -1.",
    .value = [](double a, double) { return a < 0 ? std::expm1(a) : a; },
    .slope = {[](double a, double, double) { return a > 0 ? 1.0 : elementary::exp(a); }},
    .rule = {"exp(min(a, 0))"},
    .probes = {{-2}, {-0.1}, {0.7}, {5}},
};

/// Klambauer et al. 2017, "Self-Normalizing Neural Networks": with these two numbers mean 0 and
/// variance 1 are where the outputs of layer after layer go by themselves.
inline constexpr double selu_scale = 1.0507009873554805, selu_alpha = 1.6732632423543773;
inline constexpr Op selu{
    .name = "selu",
    .definition = "1.0507009873554805 * (max(a, 0) + 1.6732632423543773 * (exp(min(a, 0)) - 1))",
    .about = "elu scaled so that mean 0 and variance 1 pass from layer to layer.",
    .value = [](double a, double) { return selu_scale * (a < 0 ? selu_alpha * std::expm1(a) : a); },
    .slope = {[](double a, double, double) {
      const double above = is_larger(a, 0);
      return selu_scale * (above + (1 - above) * selu_alpha * elementary::exp(a > 0 ? 0 : a));
    }},
    .rule =
        {"1.0507009873554805 * ([a > 0] + (1 - [a > 0]) * 1.6732632423543773 * exp(min(a, 0)))"},
    .kink = {from_zero, "a = 0", "the slope on the left, 1.758, is taken"},
    .probes = {{-2}, {-0.1}, {0.7}, {5}},
};

/// The exact form with erf, not the tanh approximation (Hendrycks and Gimpel 2016, "Gaussian Error
/// Linear Units").
inline constexpr Op gelu{
    .name = "gelu",
    .definition = "a * (1 + erf(a / sqrt(2))) / 2",
    .about = "a times the probability that a standard normal number is below a.",
    .value = [](double a, double) { return a * 0.5 * std::erfc(-a / std::numbers::sqrt2); },
    .slope = {[](double a, double, double) {
      const double density =
          elementary::exp(-a * a / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
      return 0.5 * std::erfc(-a / std::numbers::sqrt2) + a * density;
    }},
    .rule = {"(1 + erf(a / sqrt(2))) / 2 + a * exp(-a^2 / 2) / sqrt(2 * pi)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op softplus{
    .name = "softplus",
    .definition = "log(1 + exp(a))",
    .about = "A smooth relu; its slope is the sigmoid.",
    .value = [](double a,
                double) { return relu.value(a, 0) + std::log1p(elementary::exp(-std::abs(a))); },
    .slope = {[](double a, double b, double) { return sigmoid.value(a, b); }},
    .rule = {"sigmoid(a)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

/// Also known as SiLU. The slope is written so that it stays right where a is huge.
inline constexpr Op swish{
    .name = "swish",
    .definition = "a * sigmoid(a)",
    .about = "A smooth relu that dips below 0 (also called SiLU): a times its sigmoid.",
    .value = [](double a, double b) { return a * sigmoid.value(a, b); },
    .slope = {[](double a, double b, double) {
      const double s = sigmoid.value(a, b);
      return s * (1 + a * (1 - s));
    }},
    .rule = {"sigmoid(a) * (1 + a * (1 - sigmoid(a)))"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op log_sigmoid{
    .name = "log_sigmoid",
    .definition = "-softplus(-a)",
    .about = "The log of the sigmoid, without underflow: a log probability of a logit.",
    .value = [](double a, double b) { return -softplus.value(-a, b); },
    .slope = {[](double a, double b, double) { return sigmoid.value(-a, b); }},
    .rule = {"sigmoid(-a)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

inline constexpr Op erf{
    .name = "erf",
    .definition = "erf(a)",
    .about = "The error function: 2 / sqrt(pi) times the area under exp(-t^2) from 0 to a.",
    .value = [](double a, double) { return std::erf(a); },
    .slope = {[](double a, double, double) {
      return 2 * std::numbers::inv_sqrtpi * elementary::exp(-a * a);
    }},
    .rule = {"2 / sqrt(pi) * exp(-a^2)"},
    .probes = {{-2}, {0}, {0.7}},
};

inline constexpr Op erfc{
    .name = "erfc",
    .definition = "1 - erf(a)",
    .about = "1 - erf(a), exact for large a too: the tail of the normal distribution.",
    .value = [](double a, double) { return std::erfc(a); },
    .slope = {[](double a, double, double) {
      return -2 * std::numbers::inv_sqrtpi * elementary::exp(-a * a);
    }},
    .rule = {"-2 / sqrt(pi) * exp(-a^2)"},
    .probes = {{-2}, {0}, {0.7}, {5}},
};

}  // namespace stepgrad::op
