#include <stepgrad/base/random.hpp>

#include <cmath>
#include <numeric>

#include <stepgrad/base/elementary.hpp>

namespace stepgrad {

std::uint64_t seed_for(std::uint64_t seed, std::uint64_t part) {
  std::uint64_t z = seed + (part + 1) * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

double Random::uniform(double from, double to) { return from + (to - from) * uniform(); }

std::size_t Random::below(std::size_t count) {
  const std::uint64_t n = count, thrown_away = (0 - n) % n;  // 2⁶⁴ mod n
  std::uint64_t drawn = engine_();
  while (drawn < thrown_away) drawn = engine_();
  return static_cast<std::size_t>(drawn % n);
}

double Random::normal() {
  constexpr double widest = 1.7156;  // 2 sqrt(2 / e), rounded up
  for (;;) {
    const double u = 1 - uniform();  // never 0
    const double v = widest * (uniform() - 0.5);
    const double x = u - 0.449871, y = std::abs(v) + 0.386595;
    const double q = x * x + y * (0.19600 * y - 0.25472 * x);
    const bool surely_inside = q<0.27597, surely_outside = q> 0.27846;
    if (surely_inside || (!surely_outside && v * v <= -4 * u * u * elementary::log(u)))
      return v / u;
  }
}

std::vector<std::size_t> Random::order(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  shuffle(std::span(order));
  return order;
}

}  // namespace stepgrad
