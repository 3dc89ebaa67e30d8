#include <stepgrad/language/python_random.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

#include <stepgrad/base/error.hpp>

namespace stepgrad {
namespace {

/// init_by_array, as a seed sequence of the standard library: it fills the twister's state from the
/// seed's words of 32 bits, the lowest first.
struct PythonSeed {
  using result_type = std::uint32_t;
  std::vector<std::uint32_t> words;

  template <class Iterator>
  void generate(Iterator begin, Iterator end) {
    const auto size = static_cast<std::size_t>(end - begin);
    std::vector<std::uint32_t> state(size, 19650218);
    const auto mixed = [&](std::size_t i) { return state[i] ^ state[i] >> 30; };
    for (std::uint32_t i = 1; i < size; ++i) state[i] = 1812433253 * mixed(i - 1) + i;
    std::size_t i = 1;
    const auto stir = [&](std::uint32_t factor, std::uint32_t number) {
      state[i] = (state[i] ^ (mixed(i - 1) * factor)) + number;
      if (++i == size) state[0] = state[size - 1], i = 1;
    };
    for (std::size_t k = 0; k < size; ++k) {
      const std::size_t word = k % words.size();
      stir(1664525, words[word] + static_cast<std::uint32_t>(word));
    }
    for (std::size_t k = 1; k < size; ++k) stir(1566083941, 0 - static_cast<std::uint32_t>(i));
    state[0] = 0x80000000;
    std::copy(state.begin(), state.end(), begin);
  }
};

std::mt19937 seeded(std::uint64_t seed) {
  PythonSeed sequence{{static_cast<std::uint32_t>(seed)}};
  if (seed >> 32) sequence.words.push_back(static_cast<std::uint32_t>(seed >> 32));
  return std::mt19937(sequence);
}

}  // namespace

PythonRandom::PythonRandom(std::uint64_t seed) : engine_(seeded(seed)) {}

double PythonRandom::uniform() {
  const std::uint32_t high = bits() >> 5, low = bits() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double PythonRandom::normal(double deviation) {
  if (kept_) return deviation * *std::exchange(kept_, std::nullopt);
  const double angle = 2 * std::numbers::pi * uniform();
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  kept_ = std::sin(angle) * radius;
  return deviation * (std::cos(angle) * radius);
}

std::size_t PythonRandom::choice(std::span<const double> weights) {
  std::vector<double> sums(weights.size());
  std::partial_sum(weights.begin(), weights.end(), sums.begin());
  if (sums.empty() || !(sums.back() > 0) || !std::isfinite(sums.back()))
    throw Error("a choice needs weights that have a sum above 0", "", "");
  const auto place = std::upper_bound(sums.begin(), sums.end() - 1, uniform() * sums.back());
  return static_cast<std::size_t>(place - sums.begin());
}

/// As many bits as the limit takes, drawn again where they are too many.
std::size_t PythonRandom::below(std::size_t limit) {
  while (true)
    if (const std::size_t number = bits() >> (32 - std::bit_width(limit)); number < limit)
      return number;
}

}  // namespace stepgrad
