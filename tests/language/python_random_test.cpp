// Python's random numbers: those that its documentation and everybody's first try show, and beside
// python3 itself where it is installed.
#include <chrono>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/base/process.hpp>
#include <stepgrad/language/python_random.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

std::vector<int> shuffled_numbers(PythonRandom& random, int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  random.shuffle(numbers);
  return numbers;
}

/// What the program below prints, made by PythonRandom.
std::string told_here(std::uint64_t seed) {
  PythonRandom random(seed);
  std::string lines;
  for (int i = 0; i < 700; ++i) lines += exact(random.uniform()) + "\n";
  for (int i = 0; i < 101; ++i) lines += exact(random.normal(0.08)) + "\n";
  for (const int number : shuffled_numbers(random, 1000)) lines += fmt::format("{}\n", number);
  const std::vector<double> weights{0.5, 0, 2, 1, 0.25};
  for (int i = 0; i < 200; ++i) lines += fmt::format("{}\n", random.choice(weights));
  return lines;
}

constexpr const char* python_program = R"(
import random, sys
random.seed(int(sys.argv[1]))
for i in range(700): print(repr(random.random()))
for i in range(101): print(repr(random.gauss(0, 0.08)))
numbers = list(range(1000))
random.shuffle(numbers)
for number in numbers: print(number)
for i in range(200): print(random.choices(range(5), weights=[0.5, 0, 2, 1, 0.25])[0])
)";

}  // namespace

TEST_CASE("a seed gives the numbers that Python's random gives", "[python_random]") {
  PythonRandom random(42);
  CHECK(random.uniform() == 0.6394267984578837);
  CHECK(random.uniform() == 0.025010755222666936);
  CHECK(random.uniform() == 0.27502931836911926);
  CHECK(random.normal(0.08) == Approx(0.02188792052467065).epsilon(1e-14));
  CHECK(random.normal(0.08) == Approx(0.12880568755706856).epsilon(1e-14));
  CHECK(random.normal(0.08) == Approx(-0.07504409771465873).epsilon(1e-14));
  CHECK(shuffled_numbers(random, 10) == std::vector{3, 5, 2, 4, 9, 8, 7, 0, 6, 1});
}

TEST_CASE("a seed of more than 32 bits is taken in two words", "[python_random]") {
  CHECK(PythonRandom((std::uint64_t{1} << 40) + 7).uniform() == 0.6137037779936511);
}

TEST_CASE("python3 says the same, number by number", "[python_random]") {
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{42}, ~std::uint64_t{0}}) {
    const Outcome python = run_program("python3", {"-c", python_program, std::to_string(seed)}, "",
                                       std::chrono::seconds(60));
    if (python.end != Outcome::End::finished || python.status != 0) {
      WARN("skipped: install python3 to have it");
      return;
    }
    INFO("seed " << seed);
    const std::string here = told_here(seed);
    std::size_t line = 1, at = 0;
    while (at < here.size() && at < python.output.size() && here[at] == python.output[at])
      line += here[at++] == '\n';
    INFO("they differ in line " << line);
    CHECK(at == here.size());
  }
}

TEST_CASE("a choice is as likely as its weight says, and needs one above 0", "[python_random]") {
  PythonRandom random(1);
  std::vector<int> counts(3);
  for (int i = 0; i < 4000; ++i) ++counts[random.choice(std::vector{1.0, 0.0, 3.0})];
  CHECK(counts[1] == 0);
  CHECK(std::abs(counts[0] - 1000) < 150);
  CHECK(error_of([&] {
          random.choice(std::vector{0.0, 0.0});
        }) == "a choice needs weights that have a sum above 0");
}
