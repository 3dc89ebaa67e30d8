// Arrays in large pages are arrays like others.
#include <cstdint>

#include <stepgrad/base/large_pages.hpp>

#include "catch.hpp"

using namespace stepgrad;

TEST_CASE("a long vector keeps its numbers while it grows out of small pages into large ones",
          "[pages]") {
  LongVector<std::uint32_t, 0> numbers;
  for (std::uint32_t i = 0; i < 3'000'000; ++i) numbers.push_back(i * i);
  const LongVector<std::uint32_t, 0> copy = numbers;
  numbers.resize(10);
  numbers.shrink_to_fit();
  bool same = copy.size() == 3'000'000;
  for (std::uint32_t i = 0; i < copy.size(); ++i) same = same && copy[i] == i * i;
  CHECK(same);
  CHECK(numbers.back() == 81);
}

TEST_CASE("what is long begins where a large page does", "[pages]") {
  const LongVector<double, 0> numbers(1'000'000);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % (std::size_t{2} << 20) == 0);
}

TEST_CASE("a long array has room for as many numbers as are asked for", "[pages]") {
  for (const std::size_t count : {std::size_t{3}, std::size_t{1'000'000}}) {
    const LongArray<double, 2> numbers = long_array<double, 2>(count);
    numbers[0] = 1;
    numbers[count - 1] = 2;
    CHECK(numbers[0] + numbers[count - 1] == 3);
  }
}

TEST_CASE(
    "arrays of different lines stand at different places within a page, short ones and long ones",
    "[pages]") {
  const auto place_in_page = [](const auto& numbers) {
    return reinterpret_cast<std::uintptr_t>(numbers.get()) % 4096;
  };
  for (const std::size_t count : {std::size_t{100}, std::size_t{1'000'000}}) {
    const auto values = long_array<double, 0>(count);
    const auto gradients = long_array<double, 3>(count);
    CHECK(place_in_page(values) == 0);
    CHECK(place_in_page(gradients) == 3 * 64);
  }
}
