// Kinks, jumps, noise and the edges of domains are found by sampling alone.
#include <algorithm>
#include <cmath>

#include <stepgrad/check/smoothness.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

struct Example {
  const char* name;
  Curve f;
  double x;
  Nature nature;
};

double relu(double x) { return x > 0 ? x : 0; }

const Example examples[] = {
    {"exp", [](double x) { return std::exp(x); }, 1, Nature::smooth},
    {"a fast sine", [](double x) { return std::sin(1e6 * x); }, 1, Nature::smooth},
    {"log close to 0", [](double x) { return std::log(x); }, 1e-8, Nature::smooth},
    {"log very close to 0", [](double x) { return std::log(x); }, 1e-100, Nature::smooth},
    {"1/x close to 0", [](double x) { return 1 / x; }, 1e-5, Nature::smooth},
    {"a constant", [](double) { return 5.0; }, 0.3, Nature::smooth},
    {"a slope too small to see", [](double x) { return 1e6 + 1e-9 * x; }, 0.3, Nature::smooth},
    {"relu squared at 0", [](double x) { return relu(x) * relu(x); }, 0, Nature::smooth},
    {"|x|^1.5 at 0", [](double x) { return std::pow(std::abs(x), 1.5); }, 0, Nature::smooth},
    {"relu at 1e-3", relu, 1e-3, Nature::smooth},
    {"relu at 1e-6", relu, 1e-6, Nature::smooth},
    {"relu at -1e-6", relu, -1e-6, Nature::smooth},
    {"relu at 0", relu, 0, Nature::kink},
    {"|x| at 0, no slope on average", [](double x) { return std::abs(x); }, 0, Nature::kink},
    {"|x - 1| + exp(x)", [](double x) { return std::abs(x - 1) + std::exp(x); }, 1, Nature::kink},
    {"a slight kink", [](double x) { return 1e-3 * std::abs(x) + std::sin(x); }, 0, Nature::kink},
    {"a kink far out", [](double x) { return std::abs(x - 1e6); }, 1e6, Nature::kink},
    {"a step", [](double x) { return x > 2 ? 1.0 : 0.0; }, 2, Nature::jump},
    {"a step on a slope", [](double x) { return (x > 2 ? 1 : 0) + x; }, 2, Nature::jump},
    {"a cusp", [](double x) { return std::sqrt(std::abs(x)); }, 0, Nature::steep},
    {"a cube root at 0", [](double x) { return std::cbrt(x); }, 0, Nature::steep},
    {"a fast ripple", [](double x) { return x * x + 1e-3 * std::sin(1e15 * x); }, 1, Nature::noisy},
    {"lost digits", [](double x) { return std::sin(x) + 1e12 - 1e12; }, 0.3, Nature::noisy},
    {"log at 0", [](double x) { return std::log(x); }, 0, Nature::outside},
    {"log of a negative number", [](double x) { return std::log(x); }, -1, Nature::outside},
    {"sqrt at its edge", [](double x) { return std::sqrt(x); }, 0, Nature::outside},
    {"nan", [](double x) { return x; }, std::nan(""), Nature::outside},
};

}  // namespace

TEST_CASE("what a function is like near a point is found by sampling", "[smoothness]") {
  for (const auto& [name, f, x, nature] : examples) {
    INFO(name);
    // A wrong expectation makes it look twice.
    CHECK(static_cast<int>(sample(f, x, f(x), {.expected = 0.123}).nature) ==
          static_cast<int>(nature));
  }
}

TEST_CASE("derivatives of smooth functions come with an error that covers them", "[smoothness]") {
  struct Smooth {
    Curve f;
    double x, slope;
  };
  const Smooth smooth[] = {
      {[](double x) { return std::exp(x); }, 1, std::exp(1.0)},
      {[](double x) { return std::sin(1000 * x); }, 1, 1000 * std::cos(1000.0)},
      {[](double x) { return std::log(x); }, 1e-8, 1e8},
      {[](double x) { return std::pow(x, 10); }, 1e3, 1e28},
      {[](double x) { return std::tan(x); }, 1.57, 1 + std::tan(1.57) * std::tan(1.57)},
      {[](double x) { return std::log1p(std::exp(1e4 * x)) / 1e4; }, 0, 0.5},
  };
  for (const auto& [f, x, slope] : smooth) {
    const Sampled sampled = sample(f, x, f(x), {.expected = slope});
    INFO("at " << x << ": " << sampled.slope.value << " within " << sampled.slope.error);
    CHECK(sampled.slope.value == Approx(slope).epsilon(1e-8));
    CHECK(std::abs(sampled.slope.value - slope) <= 10 * sampled.slope.error + 1e-12 * slope);
  }
}

TEST_CASE("both slopes at a kink are told", "[smoothness]") {
  const auto f = [](double x) { return std::max(0.5 * x, 3 * x) + std::exp(x); };
  const Sampled sampled = sample(f, 0, f(0));
  CHECK(sampled.below == Approx(1.5).epsilon(1e-6));
  CHECK(sampled.above == Approx(4).epsilon(1e-6));
  CHECK(sampled.slope.value == Approx(2.75).epsilon(1e-6));
}

TEST_CASE("a smooth function costs few evaluations", "[smoothness]") {
  int evaluations = 0;
  const auto f = [&](double x) {
    ++evaluations;
    return std::exp(x);
  };
  sample(f, 1, f(1), {.expected = std::exp(1.0)});
  CHECK(evaluations <= 20);
}

TEST_CASE("of a smooth function nothing is asked but the first looks", "[smoothness]") {
  for (const double x : {1.5, -0.3, 700.0}) {
    const FirstLooks looks = first_looks(x);
    int asked = 0, elsewhere = 0;
    const Curve f = [&](double t) {
      ++asked;
      elsewhere += std::ranges::find(looks, t) == looks.end();
      return t * t + 3 * t;
    };
    CHECK(sample(f, x, x * x + 3 * x, {.expected = 2 * x + 3}).nature == Nature::smooth);
    CHECK(asked > 6);
    CHECK(elsewhere == 0);
  }
}
