// Random numbers: what the standard fixes, and what the distributions promise.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <stepgrad/base/random.hpp>

#include "catch.hpp"

using stepgrad::Random;

TEST_CASE("the engine is the one that the standard describes", "[random]") {
  std::mt19937_64 engine;  // the seed is 5489; the 10000th number stands in [rand.predef]
  engine.discard(9999);
  CHECK(engine() == 9981545732273789042u);
  Random random(5489);
  for (int i = 1; i < 10000; ++i) random.uniform();
  CHECK(random.uniform() == static_cast<double>(9981545732273789042u >> 11) / std::pow(2.0, 53));
}

TEST_CASE("numbers below a bound come equally often", "[random]") {
  Random random(3);
  for (const std::size_t bound : {1u, 2u, 3u, 7u, 10u}) {
    std::map<std::size_t, int> counts;
    const int draws = 20'000;
    for (int i = 0; i < draws; ++i) ++counts[random.below(bound)];
    CHECK(counts.size() == bound);
    for (const auto& [number, count] : counts) {
      INFO(number << " below " << bound);
      CHECK(count == Approx(draws / static_cast<double>(bound)).epsilon(0.1));
    }
  }
}

TEST_CASE("a bound just above 2^63 throws away what would come too often", "[random]") {
  // Without that, the lower half of the numbers would come twice as often as the upper.
  const std::size_t bound = 3 * (std::size_t{1} << 62);
  Random random(5);
  int lower = 0;
  const int draws = 10'000;
  for (int i = 0; i < draws; ++i) lower += random.below(bound) < bound / 3;
  CHECK(lower == Approx(draws / 3.0).epsilon(0.06));
}

TEST_CASE("normal numbers have the moments of the normal distribution", "[random]") {
  Random random(11);
  const int draws = 200'000;
  double moments[5] = {};
  int beyond_two = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = random.normal();
    beyond_two += std::abs(x) > 2;
    for (int k = 1; k < 5; ++k) moments[k] += std::pow(x, k) / draws;
  }
  CHECK(moments[1] == Approx(0).margin(0.01));
  CHECK(moments[2] == Approx(1).margin(0.02));
  CHECK(moments[3] == Approx(0).margin(0.04));
  CHECK(moments[4] == Approx(3).margin(0.1));
  CHECK(beyond_two / static_cast<double>(draws) == Approx(std::erfc(std::sqrt(2.0))).margin(0.002));
}

TEST_CASE("a shuffle gives each order equally often", "[random]") {
  Random random(2);
  std::map<std::vector<std::size_t>, int> counts;
  for (int i = 0; i < 12'000; ++i) ++counts[random.order(4)];
  CHECK(counts.size() == 24);
  for (const auto& [order, count] : counts) CHECK(count == Approx(500).epsilon(0.2));
}

TEST_CASE("the seeds for the parts of an experiment differ from each other", "[random]") {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (std::uint64_t part = 0; part < 100; ++part) seeds.insert(stepgrad::seed_for(seed, part));
  CHECK(seeds.size() == 100 * 100);
  CHECK(stepgrad::seed_for(1234567, 0) == 6457827717110365317u);  // as published for SplitMix64
}
