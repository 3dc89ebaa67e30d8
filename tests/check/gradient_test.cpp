// The gradient check, used as somebody would who has worked out a gradient by hand.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <stepgrad/check/gradient.hpp>

#include "catch.hpp"
#include "check/matrix.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

using Vector = std::vector<double>;

/// The log of the sum of exp, and the softmax, which is its gradient.
double log_sum(const Vector& x) {
  double sum = 0;
  for (const double entry : x) sum += std::exp(entry);
  return std::log(sum);
}
Vector softmax(const Vector& x) {
  Vector gradient;
  for (const double entry : x) gradient.push_back(std::exp(entry - log_sum(x)));
  return gradient;
}
const Vector at{0.2, -1.3, 0.7, 2.1};

/// The softmax, spoiled.
template <class Spoil>
auto spoiled(Spoil spoil) {
  return [spoil](const Vector& x) {
    Vector gradient = softmax(x);
    spoil(gradient);
    return gradient;
  };
}

std::string diagnosis_of(const GradientReport& report, std::size_t i) {
  return report.entries[i].diagnosis;
}

}  // namespace

TEST_CASE("a right gradient agrees, to about ten digits", "[gradient]") {
  const GradientReport report = check_gradient(log_sum, softmax, at);
  CHECK(report.verdict() == Verdict::agree);
  CHECK(report.max_relative_error() < 1e-9);
  REQUIRE(report.entries.size() == 4);
  CHECK(report.entries[2].name == "x[2]");
}

TEST_CASE("x may be a number, an array, a vector of vectors or a matrix", "[gradient]") {
  const auto square = [](double x) { return x * x; };
  CHECK(check_gradient(
            square, [](double x) { return 2 * x; }, 3.0)
            .verdict() == Verdict::agree);
  CHECK(check_gradient(
            square, [](double x) { return x; }, 3.0)
            .verdict() == Verdict::disagree);

  const std::array<double, 2> pair{3, 4};
  const auto length = [](const auto& x) { return std::hypot(x[0], x[1]); };
  const auto direction = [&](const auto& x) {
    return std::array<double, 2>{x[0] / length(x), x[1] / length(x)};
  };
  CHECK(check_gradient(length, direction, pair).verdict() == Verdict::agree);

  const std::vector<Vector> nested{{1, 2, 3}, {4, 5, 6}};
  const auto weighted = [](const std::vector<Vector>& w) { return w[0][1] * w[1][2]; };
  const auto gradient = [](const std::vector<Vector>& w) {
    return std::vector<Vector>{{0, w[1][2], 0}, {0, 0, w[0][1]}};
  };
  const GradientReport report = check_gradient(weighted, gradient, nested);
  CHECK(report.verdict() == Verdict::agree);
  CHECK(report.entries[5].name == "x[1][2]");

  const Matrix matrix(2, 3, {1, 2, 3, 4, 5, 6});
  const auto sum_of_squares = [](const Matrix& w) {
    return std::inner_product(w.all.begin(), w.all.end(), w.all.begin(), 0.0);
  };
  const auto twice = [](Matrix w) {
    for (double& entry : w.all) entry *= 2;
    return w;
  };
  CHECK(check_gradient(sum_of_squares, twice, matrix).verdict() == Verdict::agree);
}

TEST_CASE("mistakes that leave a trace are named", "[gradient]") {
  const auto report_of = [](auto spoil) { return check_gradient(log_sum, spoiled(spoil), at); };
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] = -g[1]; }), 1) == "the sign is flipped.");
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] *= 2; }), 1) ==
        "it is 2 times what is right: off by a factor of 2.");
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] /= 3; }), 1) ==
        "it is 1/3 of what is right: off by a factor of 0.333333.");
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] = 0; }), 1) ==
        "it is zero: no gradient arrives here.");
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] += 0.25; }), 1) ==
        "it is too large by 0.25 wherever you look: a term too many.");
  CHECK(diagnosis_of(report_of([](Vector& g) { g[1] = std::nan(""); }), 1) ==
        "it is nan, although the function is smooth here.");
  CHECK(report_of([](Vector& g) { std::swap(g[0], g[3]); }).diagnosis ==
        "x[0] and x[3] are exchanged.");
  CHECK(report_of([](Vector& g) { std::ranges::fill(g, 0); }).diagnosis ==
        "It is zero everywhere: is the gradient read before the backward pass, "
        "or cleared after it?");
  CHECK(report_of([](Vector& g) {
          for (double& entry : g) entry *= 32;
        }).diagnosis ==
        "They are all 32 times what is right: is a sum taken where a mean over the "
        "batch is meant?");
  CHECK(report_of([](Vector& g) {
          for (double& entry : g) entry = -entry;
        }).diagnosis == "The sign is flipped in all of them.");
}

TEST_CASE("a missing factor is told from a number that happens to be the same", "[gradient]") {
  const auto f = [](const Vector& x) { return x[0] * x[0] * x[1]; };
  const auto check = [&](auto in_x0) {
    return check_gradient(
               f,
               [in_x0](const Vector& x) {
                 return Vector{in_x0(x), x[0] * x[0]};
               },
               Vector{3, 2})
        .entries[0]
        .diagnosis;
  };
  // At x = (3, 2) all of these are half of what is right, or a third.
  CHECK(check([](const Vector& x) { return x[0] * x[1]; }) ==
        "it is 1/2 of what is right: off by a factor of 0.5.");
  CHECK(check([](const Vector& x) { return 2 * x[0]; }) == "the factor x[1] is missing.");
  CHECK(check([](const Vector& x) { return 2 * x[1]; }) == "the factor x[0] is missing.");
  CHECK(check([](const Vector& x) { return 2 * x[0] * x[1] * x[1]; }) ==
        "there is a factor x[1] too many.");
}

TEST_CASE("a slope that is missing for whole rows is recognised", "[gradient]") {
  // f = sum of tanh(W x)²; its gradient is 2 tanh(z) (1 - tanh(z)²) x', z = W x.
  const Vector x{0.5, -1, 2};
  const auto row_sum = [&](const Matrix& w, std::size_t i) {
    return w(i, 0) * x[0] + w(i, 1) * x[1] + w(i, 2) * x[2];
  };
  const auto f = [&](const Matrix& w) {
    return std::pow(std::tanh(row_sum(w, 0)), 2) + std::pow(std::tanh(row_sum(w, 1)), 2);
  };
  const auto forgetful = [&](Matrix w) {
    const Matrix before = w;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 3; ++j) w(i, j) = 2 * std::tanh(row_sum(before, i)) * x[j];
    return w;
  };
  CHECK(check_gradient(f, forgetful, Matrix(2, 3, {0.1, -0.4, 0.3, 0.7, 0.2, -0.5})).diagnosis ==
        "Each row is off by a factor of its own: is the slope of an elementwise function missing, "
        "or taken at the wrong place?");
}

TEST_CASE("a transposed gradient is recognised, or refused where the shape tells", "[gradient]") {
  const Matrix weights(2, 2, {1, -2, 3, 0.5});
  const auto f = [](const Matrix& w) { return std::exp(w(0, 0)) + w(0, 1) * w(1, 1) * w(1, 0); };
  const auto transposed = [](const Matrix& w) {
    return Matrix(2, 2,
                  {std::exp(w(0, 0)), w(0, 1) * w(1, 1), w(1, 1) * w(1, 0), w(0, 1) * w(1, 0)});
  };
  CHECK(check_gradient(f, transposed, weights).diagnosis ==
        "It is transposed: each entry [i][j] holds what belongs to [j][i].");
  CHECK(error_of([] {
          check_gradient([](const Matrix& w) { return w(0, 0); },
                         [](const Matrix&) { return Matrix(3, 2, Vector(6)); },
                         Matrix(2, 3, Vector(6)));
        }) ==
        "the gradient is 3 x 2, x is 2 x 3\n"
        "It is transposed: entry [i][j] of the gradient belongs to entry [i][j] of x.");
}

TEST_CASE("kinks, noise and edges are told from wrong gradients", "[gradient]") {
  const auto verdict = [](auto f, double slope, double x) {
    return check_gradient(
               f, [slope](double) { return slope; }, x)
        .verdict();
  };
  CHECK(verdict([](double x) { return std::abs(x); }, 0, 0.0) == Verdict::kink);
  CHECK(verdict([](double x) { return std::abs(x); }, 1, 1e-5) == Verdict::agree);
  CHECK(verdict([](double x) { return std::abs(x); }, -1, 1e-5) == Verdict::disagree);
  CHECK(verdict([](double x) { return x + 1e-3 * std::sin(1e15 * x); }, 1, 1.0) == Verdict::noisy);
  CHECK(verdict([](double x) { return std::sqrt(x); }, 1, 0.0) == Verdict::outside);
}

TEST_CASE("the diagnosis at a kink says whether the gradient lies between the slopes",
          "[gradient]") {
  const auto diagnosis = [](double slope) {
    return check_gradient([](double x) { return std::max(x, 0.0); },
                          [slope](double) { return slope; }, 0.0)
        .entries[0]
        .diagnosis;
  };
  CHECK(diagnosis(0.5) ==
        "f has a kink here: its slope is 0 from below and 1 from above. 0.5 is a fair choice "
        "between the two.");
  CHECK(diagnosis(2) ==
        "f has a kink here: its slope is 0 from below and 1 from above. 2 is not between the two.");
}

TEST_CASE("a published estimate is made with its own method and step, digit by digit",
          "[gradient]") {
  const auto f = [](double x) { return std::exp(x); };
  const auto numerical = [&](Method method, double h) {
    return check_gradient(f, f, 1.0, {.method = method, .step = h}).entries[0].numerical;
  };
  CHECK(numerical(Method::forward, 0.1) == (std::exp(1 + 0.1) - std::exp(1.0)) / 0.1);
  CHECK(numerical(Method::central, 0.1) == (std::exp(1 + 0.1) - std::exp(1 - 0.1)) / (2 * 0.1));
  const GradientReport report = check_gradient(f, f, 1.0, {.method = Method::forward, .step = 0.1});
  CHECK(report.verdict() ==
        Verdict::agree);  // the gradient is right; it is the difference that is off
  CHECK(report.max_relative_error() > 0.01);
  CHECK(report.entries[0].diagnosis ==
        "agrees with the derivative; it is this difference that is 0.14 off.");
}

TEST_CASE("many inputs are checked along random directions, and the wrong one is found",
          "[gradient]") {
  const std::size_t size = 5000;
  Vector x(size);
  for (std::size_t i = 0; i < size; ++i) x[i] = std::sin(static_cast<double>(i));
  int evaluations = 0;
  const auto f = [&](const Vector& v) {
    ++evaluations;
    double sum = 0;
    for (const double entry : v) sum += std::sin(entry) * entry;
    return sum;
  };
  const auto gradient = [](const Vector& v) {
    Vector g;
    for (const double entry : v) g.push_back(std::cos(entry) * entry + std::sin(entry));
    return g;
  };
  CHECK(check_gradient(f, gradient, x, {.projections = 3}).verdict() == Verdict::agree);
  CHECK(evaluations < 200);

  const auto wrong = [&](const Vector& v) {
    Vector g = gradient(v);
    g[4711] *= -1;
    return g;
  };
  const GradientReport report = check_gradient(f, wrong, x, {.projections = 3});
  CHECK(report.verdict() == Verdict::disagree);
  REQUIRE(report.entries.size() == 4);  // three directions, and the entry
  CHECK(report.entries[3].name == "x[4711]");
  CHECK(report.entries[3].diagnosis == "the sign is flipped.");
}

TEST_CASE("what cannot be checked is refused with a reason", "[gradient]") {
  CHECK(error_of([] {
          check_gradient(
              log_sum, [](const Vector&) { return Vector{1}; }, at);
        }) == "the gradient is 1 x 1, x is 4 x 1\nThe gradient of a number has the shape of x.");
  CHECK(error_of([] { check_gradient(log_sum, softmax, at, {.step = -1}); }) ==
        "the step is -1\nChoose a step above 0, such as 1e-5.");
  CHECK(error_of([] { check_gradient(log_sum, softmax, at, {.tolerance = std::nan("")}); }) ==
        "the tolerance is nan\nChoose a tolerance above 0, such as 1e-6.");
  CHECK(check_gradient(log_sum, softmax, Vector{}).verdict() == Verdict::agree);
}
