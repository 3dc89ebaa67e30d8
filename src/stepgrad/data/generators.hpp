// Data sets that the kit makes up: small worlds whose shape is known.
//
// The command `data` and `make` find one by its name. CONTRIBUTING.md says how to add one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <stepgrad/data/dataset.hpp>

namespace stepgrad {

struct Recipe {
  std::size_t samples = 200;
  std::optional<double> noise = {};  // its deviation; none: what suits the data set
  std::uint64_t seed = 1;
  std::vector<double> shares = {};  // of the classes, as 0.9, 0.1 or 9, 1; none: all alike
};

/// Throws Error for no samples, or for more than memory is for, each of so many features.
void check_samples(const Recipe& recipe, std::size_t features);

struct Generator {
  std::string_view name, about;
  std::size_t features;  // numbers a sample takes
  double noise;          // where the recipe names none
  Dataset (*make)(std::size_t samples, double noise, std::uint64_t seed);
};

/// All of them, in the order in which they are listed.
std::span<const Generator> generators();

/// The data set of that name. The classes have equally many samples (the first one more, where it
/// does not come out even) or their shares, in random order; of shares, those that are too many of
/// equally many are left out. Throws Error for shares that are not one for each class, and for a name that is not known (with the
/// nearest), no samples or too many, and noise below 0 or not finite.
Dataset make(std::string_view name, const Recipe& recipe = {});

}  // namespace stepgrad
