// Work that is done several pieces at a time.
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <stepgrad/base/parallel.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("every piece of the work is done once, however many at a time", "[base]") {
  for (const std::size_t at_a_time : {1, 3, 100}) {
    std::vector<std::atomic<int>> done(20);
    in_parallel(done.size(), at_a_time, [&](std::size_t i) { ++done[i]; });
    for (const std::atomic<int>& times : done) CHECK(times == 1);
  }
  in_parallel(0, 4, [](std::size_t) { FAIL("there is no work"); });
}

TEST_CASE("one at a time is done here", "[base]") {
  const std::thread::id here = std::this_thread::get_id();
  in_parallel(3, 1, [&](std::size_t) { CHECK(std::this_thread::get_id() == here); });
}

TEST_CASE("the first exception ends the work and reaches who asked for it", "[base]") {
  std::atomic<int> begun = 0;
  const auto work = [&](std::size_t i) {
    ++begun;
    if (i == 2) throw std::runtime_error("piece 2");
  };
  CHECK_THROWS_WITH(in_parallel(1000, 1, work), "piece 2");
  CHECK(begun == 3);
}

TEST_CASE("work beside other work has one processor, and alone as many as there are", "[base]") {
  const std::size_t all = processors();
  CHECK(all >= 1);
  std::atomic<int> more_than_one = 0;
  in_parallel(8, 2, [&](std::size_t) {
    more_than_one += processors() != 1;
    in_parallel(1, 1, [&](std::size_t) { more_than_one += processors() != 1; });
  });
  CHECK(more_than_one == 0);
  CHECK(processors() == all);
  in_parallel(1, 1, [&](std::size_t) { CHECK(processors() == all); });
}
