// Prints the bits of all that a seed decides before training: data sets, first weights, an order.
//
// The same lines must come on every machine (run.sh).
#include <bit>
#include <cstdint>

#include <fmt/format.h>

#include <stepgrad/base/random.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/matrix/initials.hpp>

namespace {

/// A sum of all bits, in which each number's place counts.
std::uint64_t bits_of(const stepgrad::Matrix<double>& numbers) {
  std::uint64_t sum = 0;
  for (const double number : numbers.reshaped())
    sum = 31 * sum + std::bit_cast<std::uint64_t>(number);
  return sum;
}

}  // namespace

int main() {
  for (const stepgrad::Generator& generator : stepgrad::generators()) {
    const stepgrad::Dataset data = stepgrad::make(generator.name, {.samples = 200, .seed = 7});
    fmt::print("data {}: {:016x} {:016x}\n", generator.name, bits_of(data.inputs),
               bits_of(data.targets));
  }
  for (const stepgrad::InitialRow& initial : stepgrad::initials()) {
    stepgrad::Random random(7);
    fmt::print("weights {}: {:016x}\n", initial.name, bits_of(initial.make(20, 30, random)));
  }
  fmt::print("order:");
  for (const std::size_t i : stepgrad::Random(7).order(20)) fmt::print(" {}", i);
  fmt::print("\n");
}
