// The generators: their formulas, read back from the points.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <string_view>

#include <stepgrad/data/generators.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using stepgrad::Dataset;
using stepgrad::Generator;
using stepgrad::generators;
using stepgrad::make;

TEST_CASE("the same seed gives the same data set, another seed another", "[generators]") {
  for (const Generator& generator : generators()) {
    INFO(generator.name);
    const Dataset once = make(generator.name, {.samples = 30, .seed = 4});
    const Dataset again = make(generator.name, {.samples = 30, .seed = 4});
    const Dataset other = make(generator.name, {.samples = 30, .seed = 5});
    CHECK(once.inputs == again.inputs);
    CHECK(once.labels == again.labels);
    CHECK(once.targets == again.targets);
    CHECK(once.inputs != other.inputs);
  }
}

TEST_CASE("a seed makes the same bits on every machine", "[generators]") {
  // The sums of all bits, as every machine, compiler and processor must find them.
  const std::map<std::string_view, std::uint64_t> sums{
      {"moons", 0x15239bcc140321fb},   {"circles", 0x087fb0178c318971},
      {"spirals", 0x4a445eb3a1fe8af2}, {"xor", 0xf76e3b5617c15d24},
      {"blobs", 0xd5f306471c638af5},   {"digits", 0x44d119dbec0e3af1},
      {"linear", 0x3920ad701900bdca},  {"sine", 0x89ca8d5b121433de}};
  for (const Generator& generator : generators()) {
    INFO(generator.name);
    const Dataset data = make(generator.name, {.samples = 200, .seed = 7});
    std::uint64_t sum = 0;
    for (const auto* matrix : {&data.inputs, &data.targets})
      for (const double number : matrix->reshaped())
        sum = 31 * sum + std::bit_cast<std::uint64_t>(number);
    REQUIRE(sums.contains(generator.name));
    CHECK(sum == sums.at(generator.name));
  }
}

TEST_CASE("every data set is whole: as many labels or targets as samples", "[generators]") {
  for (const Generator& generator : generators())
    for (const std::size_t samples : {1u, 2u, 7u, 30u}) {
      INFO(generator.name << ", " << samples << " samples");
      const Dataset data = make(generator.name, {.samples = samples});
      CHECK(data.samples() == samples);
      CHECK(data.feature_names.size() == data.features());
      CHECK(data.inputs.allFinite());
      if (data.classes() == 0) {
        CHECK(data.targets.cols() == data.inputs.cols());
        CHECK(data.target_names.size() == static_cast<std::size_t>(data.targets.rows()));
        continue;
      }
      CHECK(data.labels.size() == samples);
      for (int label = 0; label < data.classes(); ++label) {
        const auto count = std::count(data.labels.begin(), data.labels.end(), label);
        const auto even = static_cast<std::ptrdiff_t>(samples) / data.classes();
        CHECK(count >= even);
        CHECK(count <= even + 1);
      }
    }
}

TEST_CASE("samples come in random order", "[generators]") {
  const Dataset data = make("moons", {.samples = 100});
  const auto half = std::count(data.labels.begin(), data.labels.begin() + 50, 0);
  CHECK(half > 10);
  CHECK(half < 40);
}

TEST_CASE("without noise every point fulfils its formula", "[generators]") {
  const auto each = [](const char* name, auto residual) {
    const Dataset data = make(name, {.samples = 60, .noise = 0});
    for (Eigen::Index i = 0; i < data.inputs.cols(); ++i) {
      const double y = data.classes() == 0 ? data.targets(0, i) : data.inputs(1, i);
      const int label = data.classes() == 0 ? 0 : data.labels[static_cast<std::size_t>(i)];
      INFO(name << ", sample " << i);
      CHECK(residual(data.inputs(0, i), y, label) == Approx(0).margin(1e-12));
    }
  };
  each("moons", [](double x, double y, int label) {
    const double below = label == 0 ? -y : y - 0.5;  // an upper half circle, a lower one
    return std::max(below, 0.0) + (label == 0 ? std::hypot(x, y) : std::hypot(x - 1, y - 0.5)) - 1;
  });
  each("circles",
       [](double x, double y, int label) { return std::hypot(x, y) - (label == 0 ? 1 : 0.5); });
  each("spirals", [](double x, double y, int label) {
    const double r = std::hypot(x, y), t = 2 * std::numbers::pi * label / 3 + 4 * r;
    return std::hypot(x - r * std::cos(t), y - r * std::sin(t));
  });
  each("xor", [](double x, double y, int label) { return (x * y < 0) - label; });
  each("blobs", [](double x, double y, int) { return std::hypot(x, y) - 2; });
  each("linear", [](double x, double y, int) { return y - (2 * x - 1); });
  each("sine", [](double x, double y, int) { return y - std::sin(x); });
}

TEST_CASE("noise has the deviation that was asked for", "[generators]") {
  const Dataset data = make("sine", {.samples = 4000, .noise = 0.3});
  const double square = (data.targets.array() - data.inputs.array().sin()).square().mean();
  CHECK(std::sqrt(square) == Approx(0.3).epsilon(0.05));
}

TEST_CASE("noise beyond what a double can hold is refused", "[generators]") {
  CHECK(error_of([] { make("moons", {.samples = 50, .noise = 1e308}); }) ==
        "noise of 1e+308 makes numbers that no double can hold\nAsk for less.");
}

TEST_CASE("what cannot be made is said", "[generators]") {
  CHECK(error_of([] { make("moon"); }) == "there is no data set 'moon'\ndid you mean 'moons'?");
  CHECK(error_of([] { make("mnist-1d"); }).find("There are moons, circles") != std::string::npos);
  CHECK(error_of([] { make("xor", {.samples = 0}); }) ==
        "a data set needs a sample\nAsk for 1 or more.");
  CHECK(error_of([] {
          make("xor", {.samples = std::size_t{1} << 60});
        }).find("samples are too many\nAsk for at most ") != std::string::npos);
  CHECK(error_of([] { make("xor", {.noise = -1}); }) ==
        "noise cannot be -1\nIt is a deviation: 0, 0.1, ...");
  CHECK(error_of([] { make("xor", {.noise = std::nan("")}); }).find("nan") != std::string::npos);
}

TEST_CASE("classes have the shares that they are given", "[generators]") {
  const auto counts = [](const Dataset& data) {
    std::vector<int> counts(static_cast<std::size_t>(data.classes()));
    for (const int label : data.labels) ++counts[static_cast<std::size_t>(label)];
    return counts;
  };
  CHECK(counts(make("moons", {.samples = 200, .shares = {0.9, 0.1}})) == std::vector{180, 20});
  CHECK(counts(make("blobs", {.samples = 10, .shares = {1, 0, 3}})) == std::vector{3, 0, 7});
  CHECK(counts(make("digits", {.samples = 11, .shares = std::vector<double>(10, 1)})).size() == 10);
  CHECK(make("moons", {.samples = 50, .shares = {3, 2}}).inputs ==
        make("moons", {.samples = 50, .shares = {0.6, 0.4}}).inputs);
  for (const std::vector<double>& shares :
       {std::vector<double>{1}, {1, -1}, {0, 0}, {1, HUGE_VAL}, {1, NAN}})
    CHECK(error_of([&] {
            make("moons", {.shares = shares});
          }).ends_with("Give each class its share, 0 or more and not all 0: 0.9,0.1."));
  CHECK(error_of([] {
          make("sine", {.shares = {1}});
        }).ends_with("These are numbers to predict: leave the shares out."));
}
