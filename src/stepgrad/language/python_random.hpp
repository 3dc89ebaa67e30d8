// The numbers of Python's `random` after random.seed(number): so that a model starts from the weights
// of one that is written in Python, and meets its data in the same order.
//
// Both draw on the Mersenne Twister (Matsumoto and Nishimura 1998), which is in the standard library.
// What stands here is how Python begins with it (the authors' init_by_array) and what it makes of it
// (Lib/random.py). For experiments of the kit's own there is Random, in base/random.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace stepgrad {

class PythonRandom {
 public:
  /// random.seed(seed)
  explicit PythonRandom(std::uint64_t seed);

  /// random.random(): from [0, 1), 53 random bits.
  double uniform();

  /// random.gauss(0, deviation): two at a time (Box and Muller 1958), the second kept for the next
  /// call.
  double normal(double deviation);

  /// random.shuffle(list)
  template <class Item>
  void shuffle(std::vector<Item>& list) {
    for (std::size_t i = list.size(); i-- > 1;) std::swap(list[i], list[below(i + 1)]);
  }

  /// random.choices(range(n), weights)[0]: a place, each as likely as its weight says. Throws Error
  /// if no weight is above 0.
  std::size_t choice(std::span<const double> weights);

 private:
  std::uint32_t bits() { return static_cast<std::uint32_t>(engine_()); }
  std::size_t below(std::size_t limit);

  std::mt19937 engine_;
  std::optional<double> kept_;
};

}  // namespace stepgrad
