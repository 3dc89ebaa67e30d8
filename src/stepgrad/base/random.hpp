// Random numbers that are the same on every platform.
//
// The standard fixes what std::mt19937_64 gives for a seed, but leaves open how std::*_distribution
// and std::shuffle use it; so those few lines stand here. Seeds are part of an experiment: whoever
// repeats it elsewhere must see the same data, the same weights and the same batches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace stepgrad {

/// A seed for one of many parts of an experiment that has one seed: the finaliser of SplitMix64
/// (Steele, Lea and Flood 2014) over both, so that neighbours have nothing in common.
std::uint64_t seed_for(std::uint64_t seed, std::uint64_t part);

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// From [0, 1): the upper 53 of 64 random bits, times 2⁻⁵³.
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  /// From [from, to). Not in this header: compiled elsewhere, it might become a fused multiply-add.
  double uniform(double from, double to);

  /// One of 0 … count - 1, each as likely as any other; `count` is at least 1. The first
  /// 2⁶⁴ mod count of the engine's numbers are thrown away, or small results would come more often.
  std::size_t below(std::size_t count);

  /// From the normal distribution with mean 0 and deviation 1: a ratio of uniforms (Kinderman and
  /// Monahan 1977) between the quadratic bounds of Leva (1992). Only a division makes the number,
  /// so no platform's log or cos is heard in it.
  double normal();

  /// Puts the items into random order (Fisher and Yates): each order is as likely as any other.
  template <class Item>
  void shuffle(std::span<Item> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  /// 0 … count - 1 in random order.
  std::vector<std::size_t> order(std::size_t count);

 private:
  std::mt19937_64 engine_;
};

}  // namespace stepgrad
