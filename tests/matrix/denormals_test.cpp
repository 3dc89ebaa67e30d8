// Denormals: gone while somebody trains, on this thread alone, and back afterwards.
#include <latch>
#include <limits>
#include <thread>

#include <stepgrad/matrix/denormals.hpp>

#include "catch.hpp"

using namespace stepgrad;

namespace {

/// Halves the smallest normal number, where the compiler cannot see it.
template <class S>
S half_of_smallest() {
  volatile S smallest = std::numeric_limits<S>::min();
  return smallest / 2;
}

/// Doubles a denormal.
float twice_denormal() {
  volatile float denormal = std::numeric_limits<float>::denorm_min();
  return denormal * 2;
}

}  // namespace

TEST_CASE("denormals are zero while they are flushed, and come back", "[denormals]") {
  if (!FlushDenormals::possible()) return;
  REQUIRE(half_of_smallest<float>() > 0);
  {
    const FlushDenormals outer;
    CHECK(half_of_smallest<float>() == 0);
    CHECK(half_of_smallest<double>() == 0);
    CHECK(twice_denormal() == 0);
    { const FlushDenormals inner; }
    CHECK(half_of_smallest<float>() == 0);  // the outer one is still there
  }
  CHECK(half_of_smallest<float>() > 0);
  CHECK(half_of_smallest<double>() > 0);
  CHECK(twice_denormal() > 0);
}

TEST_CASE("a thread that is at work already keeps its denormals", "[denormals]") {
  std::latch flushed(1);
  float elsewhere = 0;
  std::thread other([&] {
    flushed.wait();
    elsewhere = half_of_smallest<float>();
  });
  {
    const FlushDenormals here;
    flushed.count_down();
    other.join();
  }
  CHECK(elsewhere > 0);
}
