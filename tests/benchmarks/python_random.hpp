// The numbers of Python's `random` after random.seed(number): so that a model starts from the weights
// of one that is written in Python, and meets its data in the same order.
//
// Matsumoto and Nishimura 1998, "Mersenne Twister"; what is made of it follows Lib/random.py.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

namespace stepgrad::benchmarks {

class PythonRandom {
 public:
  explicit PythonRandom(std::uint32_t seed) {
    state_[0] = 19650218;
    for (std::uint32_t i = 1; i < size; ++i) state_[i] = 1812433253 * mixed(state_[i - 1]) + i;
    std::uint32_t i = 1;
    const auto stir = [&](std::uint32_t factor, std::uint32_t number) {
      state_[i] = (state_[i] ^ (mixed(state_[i - 1]) * factor)) + number;
      if (++i == size) state_[0] = state_[size - 1], i = 1;
    };
    for (std::uint32_t k = 0; k < size; ++k) stir(1664525, seed);
    for (std::uint32_t k = 1; k < size; ++k) stir(1566083941, 0 - i);
    state_[0] = 0x80000000;
  }

  /// In [0, 1).
  double unit() {
    const std::uint32_t high = next() >> 5, low = next() >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  double normal(double deviation) {
    if (kept_) return deviation * *std::exchange(kept_, std::nullopt);
    const double angle = 2 * std::numbers::pi * unit();
    const double radius = std::sqrt(-2 * std::log(1 - unit()));
    kept_ = std::sin(angle) * radius;
    return deviation * (std::cos(angle) * radius);
  }

  template <class T>
  void shuffle(std::vector<T>& list) {
    for (std::size_t i = list.size(); i-- > 1;) std::swap(list[i], list[below(i + 1)]);
  }

 private:
  static constexpr std::uint32_t size = 624, middle = 397;
  static std::uint32_t mixed(std::uint32_t x) { return x ^ x >> 30; }

  std::size_t below(std::size_t limit) {
    while (true)
      if (const std::uint32_t number = next() >> (32 - std::bit_width(limit)); number < limit)
        return number;
  }

  std::uint32_t next() {
    if (used_ == size) renew();
    std::uint32_t y = state_[used_++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >> 18;
  }

  void renew() {
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t y = (state_[i] & 0x80000000) | (state_[(i + 1) % size] & 0x7fffffff);
      state_[i] = state_[(i + middle) % size] ^ y >> 1 ^ (y & 1 ? 0x9908b0df : 0);
    }
    used_ = 0;
  }

  std::array<std::uint32_t, size> state_;
  std::uint32_t used_ = size;
  std::optional<double> kept_;
};

}  // namespace stepgrad::benchmarks
