#include <stepgrad/data/generators.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include <stepgrad/base/elementary.hpp>
#include <stepgrad/base/error.hpp>
#include <stepgrad/base/number.hpp>
#include <stepgrad/base/random.hpp>
#include <stepgrad/base/table.hpp>
#include <stepgrad/data/digits.hpp>
#include <stepgrad/data/prepare.hpp>

namespace stepgrad {
namespace {

using std::numbers::pi;

struct Position {
  double x, y;
};

/// How many of the samples belong to this class.
std::size_t share_of(std::size_t samples, std::size_t classes, std::size_t label) {
  return samples / classes + (label < samples % classes ? 1 : 0);
}

/// Where number i of the `count` of a class stands, before noise n is added to each coordinate.
using Place = Position (*)(std::size_t label, std::size_t i, std::size_t count, Random& random);

/// Samples in the plane, class after class, put into random order, with noise added.
template <std::size_t classes, Place place>
Dataset in_the_plane(std::size_t samples, double noise, std::uint64_t seed) {
  Random random(seed);
  const std::vector<std::size_t> order = random.order(samples);
  Dataset data;
  data.feature_names = {"x1", "x2"};
  data.inputs.resize(2, static_cast<Eigen::Index>(samples));
  data.labels.resize(samples);
  std::size_t next = 0;
  for (std::size_t label = 0; label < classes; ++label) {
    data.class_names.push_back(fmt::format("{}", label));
    const std::size_t count = share_of(samples, classes, label);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t column = order[next++];
      const auto [x, y] = place(label, i, count, random);
      data.inputs(0, static_cast<Eigen::Index>(column)) = x + noise * random.normal();
      data.inputs(1, static_cast<Eigen::Index>(column)) = y + noise * random.normal();
      data.labels[column] = static_cast<int>(label);
    }
  }
  return data;
}

/// y = f(x) + n for x uniform in [from, to].
Dataset along_a_curve(double (*f)(double), double from, double to, std::size_t samples,
                      double noise, std::uint64_t seed) {
  Random random(seed);
  Dataset data;
  data.feature_names = {"x"};
  data.target_names = {"y"};
  data.inputs.resize(1, static_cast<Eigen::Index>(samples));
  data.targets.resize(1, static_cast<Eigen::Index>(samples));
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
    const double x = random.uniform(from, to);
    data.inputs(0, i) = x;
    data.targets(0, i) = f(x) + noise * random.normal();
  }
  return data;
}

/// Number i of `count` on the way from 0 to 1, both ends included.
double evenly(std::size_t i, std::size_t count) {
  return count < 2 ? 0 : static_cast<double>(i) / static_cast<double>(count - 1);
}

/// The direction k/3 of the way around.
double third(std::size_t k) { return 2 * pi * static_cast<double>(k) / 3; }

/// Two half circles that reach into each other, t even in [0, π]:
/// (cos t, sin t) + n and (1 - cos t, 1/2 - sin t) + n.
Position moons(std::size_t label, std::size_t i, std::size_t count, Random&) {
  const double t = pi * evenly(i, count);
  return label == 0 ? Position{elementary::cos(t), elementary::sin(t)}
                    : Position{1 - elementary::cos(t), 0.5 - elementary::sin(t)};
}

/// A circle in a circle, t even in [0, 2π): (cos t, sin t) + n and (cos t, sin t) / 2 + n.
Position circles(std::size_t label, std::size_t i, std::size_t count, Random&) {
  const double t = 2 * pi * static_cast<double>(i) / static_cast<double>(count);
  const double radius = label == 0 ? 1 : 0.5;
  return {radius * elementary::cos(t), radius * elementary::sin(t)};
}

/// Three arms k = 0, 1, 2 around one centre, r even in [0, 1]:
/// r (cos t, sin t) + n with t = 2π k/3 + 4r.
Position spirals(std::size_t k, std::size_t i, std::size_t count, Random&) {
  const double r = evenly(i, count), t = third(k) + 4 * r;
  return {r * elementary::cos(t), r * elementary::sin(t)};
}

/// Exclusive or: (x, y) uniform in [-1, 1]², class 1 where x and y have different signs; then n is
/// added.
Position squares(std::size_t label, std::size_t i, std::size_t, Random& random) {
  const double x = random.uniform(), y = random.uniform();
  const double sign = i % 2 == 0 ? 1 : -1;
  return {sign * x, label == 0 ? sign * y : -sign * y};
}

/// Three clouds around the corners of a triangle: 2 (sin t, cos t) + n with t = 2π k/3.
Position blobs(std::size_t k, std::size_t, std::size_t, Random&) {
  return {2 * elementary::sin(third(k)), 2 * elementary::cos(third(k))};
}

/// A line to be found again: y = 2x - 1 + n, x uniform in [-1, 1].
Dataset linear(std::size_t samples, double noise, std::uint64_t seed) {
  return along_a_curve([](double x) { return 2 * x - 1; }, -1, 1, samples, noise, seed);
}

/// A curve that no line fits: y = sin x + n, x uniform in [-π, π].
Dataset sine(std::size_t samples, double noise, std::uint64_t seed) {
  return along_a_curve([](double x) { return elementary::sin(x); }, -pi, pi, samples, noise, seed);
}

constexpr std::array all{
    Generator{"moons", "two half circles that reach into each other", 2, 0.1,
              in_the_plane<2, moons>},
    Generator{"circles", "a circle in a circle", 2, 0.05, in_the_plane<2, circles>},
    Generator{"spirals", "three arms around one centre", 2, 0.03, in_the_plane<3, spirals>},
    Generator{"xor", "four squares, the opposite ones alike", 2, 0, in_the_plane<2, squares>},
    Generator{"blobs", "three clouds", 2, 0.6, in_the_plane<3, blobs>},
    Generator{"digits", "28 × 28 images of the ten digits", digit_size* digit_size, 0.1, digits},
    Generator{"linear", "regression: a line", 2, 0.1, linear},
    Generator{"sine", "regression: a wave", 2, 0.1, sine},
};

const Generator& named(std::string_view name) {
  const auto found = std::ranges::find(all, name, &Generator::name);
  if (found != all.end()) return *found;
  const std::vector<std::string> names = names_of(all);
  throw Error(fmt::format("there is no data set '{}'", name), "",
              did_you_mean(name, names, fmt::format("There are {}.", listed(names))));
}

/// How many samples each class has by its share, rounded so that all are there. Throws Error unless
/// there is a share for each class, 0 or more, and not all 0.
std::vector<std::size_t> counts_of(const std::vector<double>& shares, std::size_t samples,
                                   std::size_t classes) {
  double sum = 0;
  for (const double share : shares) sum += share >= 0 ? share : HUGE_VAL;
  if (shares.size() != classes || !(sum > 0) || std::isinf(sum))
    throw Error(fmt::format("{} shares for {} classes", shares.size(), classes), "",
                classes == 0 ? "These are numbers to predict: leave the shares out."
                             : "Give each class its share, 0 or more and not all 0: 0.9,0.1.");
  std::vector<std::size_t> counts;
  double upto = 0;
  std::size_t given = 0;
  for (const double share : shares) {
    upto += share;
    const auto all =
        static_cast<std::size_t>(std::llround(upto / sum * static_cast<double>(samples)));
    counts.push_back(all - given);
    given = all;
  }
  return counts;
}

/// Of each class so many, the first that there are.
Dataset first_of(const Dataset& data, std::vector<std::size_t> counts) {
  std::vector<std::size_t> samples;
  for (std::size_t i = 0; i < data.samples(); ++i)
    if (std::size_t& left = counts[static_cast<std::size_t>(data.labels[i])]; left > 0) {
      --left;
      samples.push_back(i);
    }
  return chosen<double>(data, samples);
}

}  // namespace

void check_samples(const Recipe& recipe, std::size_t features) {
  if (recipe.samples == 0) throw Error("a data set needs a sample", "", "Ask for 1 or more.");
  if (const std::size_t most = most_numbers / features; recipe.samples > most)
    throw Error(fmt::format("{} samples are too many", recipe.samples), "",
                fmt::format("Ask for at most {}.", most));
}

std::span<const Generator> generators() { return all; }

Dataset make(std::string_view name, const Recipe& recipe) {
  const Generator& generator = named(name);
  const double noise = recipe.noise.value_or(generator.noise);
  check_samples(recipe, generator.features);
  if (!(noise >= 0) || std::isinf(noise))
    throw Error(fmt::format("noise cannot be {}", shown(noise)), "",
                "It is a deviation: 0, 0.1, ...");
  if (!recipe.shares.empty()) {
    const auto classes = static_cast<std::size_t>(generator.make(1, noise, recipe.seed).classes());
    const std::vector<std::size_t> counts = counts_of(recipe.shares, recipe.samples, classes);
    const std::size_t alike = classes * std::ranges::max(counts);
    return first_of(make(name, {alike, recipe.noise, recipe.seed}), counts);
  }
  Dataset data = generator.make(recipe.samples, noise, recipe.seed);
  if (!data.inputs.allFinite() || !data.targets.allFinite())
    throw Error(fmt::format("noise of {} makes numbers that no double can hold", shown(noise)), "",
                "Ask for less.");
  return data;
}

}  // namespace stepgrad
