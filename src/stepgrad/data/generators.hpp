// Data sets that the kit makes up: small worlds whose shape is known.
//
// To add one: write its function, add a row to `generators` in generators.cpp. The command `data`
// and `make` find it by its name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

struct Recipe {
  std::size_t samples = 200;
  std::optional<double> noise = {};  // its deviation; none: what suits the data set
  std::uint64_t seed = 1;
};

struct Generator {
  std::string_view name, about;
  std::size_t features;  // numbers a sample takes
  double noise;          // where the recipe names none
  Dataset (*make)(std::size_t samples, double noise, std::uint64_t seed);
};

/// All of them, in the order in which they are listed.
std::span<const Generator> generators();

/// The data set of that name. The classes have equally many samples (the first one more, where it
/// does not come out even), in random order. Throws Error for a name that is not known (with the
/// nearest), no samples or too many, and noise below 0 or not finite.
Dataset make(std::string_view name, const Recipe& recipe = {});

// Each of them with its formula; n is normal noise of deviation `noise`, in each coordinate.

/// Two half circles that reach into each other, t even in [0, π]:
/// (cos t, sin t) + n and (1 - cos t, 1/2 - sin t) + n.
Dataset moons(std::size_t samples, double noise, std::uint64_t seed);

/// A circle in a circle, t even in [0, 2π): (cos t, sin t) + n and (cos t, sin t) / 2 + n.
Dataset circles(std::size_t samples, double noise, std::uint64_t seed);

/// Three arms k = 0, 1, 2 around one centre, r even in [0, 1]:
/// r (cos t, sin t) + n with t = 2π k/3 + 4r.
Dataset spirals(std::size_t samples, double noise, std::uint64_t seed);

/// Exclusive or: (x, y) uniform in [-1, 1]², class 1 where x and y have different signs; then n is
/// added.
Dataset xor_squares(std::size_t samples, double noise, std::uint64_t seed);

/// Three clouds around the corners of a triangle: 2 (sin t, cos t) + n with t = 2π k/3.
Dataset blobs(std::size_t samples, double noise, std::uint64_t seed);

/// A line to be found again: y = 2x - 1 + n, x uniform in [-1, 1].
Dataset linear(std::size_t samples, double noise, std::uint64_t seed);

/// A curve that no line fits: y = sin x + n, x uniform in [-π, π].
Dataset sine(std::size_t samples, double noise, std::uint64_t seed);

}  // namespace stepgrad
