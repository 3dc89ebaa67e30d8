// exp, log, tanh, sin and cos of + - * /: how near to the true numbers they come, and that their bits
// are the same everywhere.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/random.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// How far a number is from the true one, in units of the last place.
double ulps(double number, long double truth) {
  const double nearest = static_cast<double>(truth);
  if (!std::isfinite(nearest)) return number == nearest ? 0 : inf;
  const int exponent = std::max(std::ilogb(nearest), std::numeric_limits<double>::min_exponent - 1);
  return static_cast<double>(
      std::abs((static_cast<long double>(number) - truth) / std::ldexp(1.0L, exponent - 52)));
}

using Function = double (*)(double);
using Truth = long double (*)(long double);

/// Has long double more digits than double, and has the C library functions of it? (Musl's are those of
/// double for some.) Where not, nothing here knows the true numbers.
bool is_truth_longer() {
  const bool is = std::exp(1.0L) != static_cast<long double>(std::exp(1.0));
  if (!is) WARN("skipped: long double knows no more than double here");
  return is;
}

/// The largest error among many arguments of an interval.
double worst(Function f, Truth truth, double from, double to) {
  Random random(1);
  double worst = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double x = random.uniform(from, to);
    worst = std::max(worst, ulps(f(x), truth(x)));
  }
  return worst;
}

}  // namespace

TEST_CASE("elementary functions are right to a unit of the last place", "[elementary]") {
  if (!is_truth_longer()) return;
  namespace e = elementary;
  CHECK(worst(e::exp, std::exp, -745, 709.7) < 1);
  CHECK(worst(e::exp, std::exp, -1, 1) < 1);
  CHECK(worst(e::exp, std::exp, -746, -707) < 1);  // subnormal results
  CHECK(worst(e::log, std::log, 0, 2) < 1);
  CHECK(worst(e::log, std::log, 0, 1e300) < 1);
  CHECK(worst(e::log, std::log, 0, 1e-308) < 1);
  CHECK(worst(e::tanh, std::tanh, -0.625, 0.625) < 1);
  CHECK(worst(e::tanh, std::tanh, -25, 25) < 2);
  CHECK(worst(e::tanh, std::tanh, 0.625, 1) < 2);
  CHECK(worst(e::sin, std::sin, -4, 4) < 1);
  CHECK(worst(e::sin, std::sin, -5e5, 5e5) < 1);
  CHECK(worst(e::cos, std::cos, -4, 4) < 1);
  CHECK(worst(e::cos, std::cos, -5e5, 5e5) < 1);
}

TEST_CASE("sin and cos keep their digits next to multiples of π/2", "[elementary]") {
  if (!is_truth_longer()) return;
  for (int k = 1; k < 300'000; k += 7) {
    const double x = k * (std::numbers::pi / 2);
    INFO(k);
    REQUIRE(ulps(elementary::sin(x), std::sin(static_cast<long double>(x))) < 1);
    REQUIRE(ulps(elementary::cos(x), std::cos(static_cast<long double>(x))) < 1);
  }
}

TEST_CASE("elementary functions at the ends of what numbers can say", "[elementary]") {
  CHECK(elementary::exp(0) == 1);
  CHECK(elementary::exp(-0.0) == 1);
  CHECK(elementary::exp(inf) == inf);
  CHECK(elementary::exp(-inf) == 0);
  CHECK(elementary::exp(710) == inf);
  CHECK(elementary::exp(-746) == 0);
  CHECK(elementary::exp(-745) == std::numeric_limits<double>::denorm_min());
  CHECK(elementary::log(1) == 0);
  CHECK(elementary::log(0) == -inf);
  CHECK(elementary::log(-0.0) == -inf);
  CHECK(elementary::log(inf) == inf);
  CHECK(std::isnan(elementary::log(-1)));
  CHECK(std::isnan(elementary::log(-inf)));
  CHECK(elementary::tanh(inf) == 1);
  CHECK(elementary::tanh(-inf) == -1);
  CHECK(elementary::tanh(20) == 1);
  CHECK(elementary::cos(0) == 1);
  CHECK(std::isnan(elementary::sin(inf)));
  CHECK(std::isnan(elementary::cos(-inf)));
  for (const Function odd : std::initializer_list<Function>{elementary::tanh, elementary::sin}) {
    CHECK(std::signbit(odd(-0.0)));
    CHECK_FALSE(std::signbit(odd(0.0)));
    CHECK(odd(5e-324) == 5e-324);
    CHECK(odd(-1e-9) == -1e-9);
  }
  for (const Function any :
       {elementary::exp, elementary::log, elementary::tanh, elementary::sin, elementary::cos})
    CHECK(std::isnan(any(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("far out sin and cos are the C library's", "[elementary]") {
  for (const double x : {600'000.0, -1e15, 1e300}) {
    CHECK(elementary::sin(x) == std::sin(x));
    CHECK(elementary::cos(x) == std::cos(x));
  }
}

TEST_CASE("elementary functions have the same bits on every machine", "[elementary]") {
  // The sum of all bits of many results, as every machine must find it.
  const auto sum = [](Function f, double from, double to) {
    Random random(2);
    std::uint64_t bits = 0;
    for (int i = 0; i < 10'000; ++i)
      bits = 31 * bits + std::bit_cast<std::uint64_t>(f(random.uniform(from, to)));
    return bits;
  };
  CHECK(sum(elementary::exp, -700, 700) == 0x78510b12c58d2484u);
  CHECK(sum(elementary::log, 0, 10) == 0x34274ad640be3d3bu);
  CHECK(sum(elementary::tanh, -5, 5) == 0x953c993801b8fb4u);
  CHECK(sum(elementary::sin, -100, 100) == 0x153f865541570a83u);
  CHECK(sum(elementary::cos, -100, 100) == 0x866b40c82e6c16f0u);
}

TEST_CASE("elementary functions of many numbers have the bits of those of each", "[elementary]") {
  std::vector<double> x{inf, -inf, 0, -0.0, 1e-310, 710, -745};
  Random random(3);
  while (x.size() < 1003) x.push_back(random.uniform(-20, 20));
  const auto check = [&](void (*of_all)(std::span<double>), Function of_one) {
    std::vector<double> results = x;
    of_all(results);
    for (std::size_t i = 0; i < x.size(); ++i) {
      INFO(x[i]);
      const double one = of_one(x[i]);
      REQUIRE((std::isnan(one) ? std::isnan(results[i])
                               : std::bit_cast<std::uint64_t>(results[i]) ==
                                     std::bit_cast<std::uint64_t>(one)));
    }
  };
  check(elementary::exp, elementary::exp);
  check(elementary::log, elementary::log);
  check(elementary::tanh, elementary::tanh);
}
