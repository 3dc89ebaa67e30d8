// Shuffling, splitting and standardising: nothing is lost, nothing leaks.
#include <algorithm>
#include <cmath>
#include <set>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/prepare.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

namespace {

/// The samples as a sorted list, whatever their order.
std::multiset<std::pair<double, double>> points(const Dataset& data) {
  std::multiset<std::pair<double, double>> points;
  for (Eigen::Index i = 0; i < data.inputs.cols(); ++i)
    points.emplace(data.inputs(0, i), data.labels[static_cast<std::size_t>(i)]);
  return points;
}

Dataset table(const Matrix<double>& inputs) {
  Dataset data;
  data.inputs = inputs;
  return data;
}

}  // namespace

TEST_CASE("a shuffled data set has the same samples with their labels", "[prepare]") {
  Random random(1);
  const Dataset data = make("moons", {.samples = 50});
  const Dataset mixed = shuffled(data, random);
  CHECK(points(mixed) == points(data));
  CHECK(mixed.inputs != data.inputs);
  CHECK(mixed.class_names == data.class_names);
  CHECK(mixed.feature_names == data.feature_names);
}

TEST_CASE("both parts of a split together are the whole", "[prepare]") {
  const Dataset data = make("spirals", {.samples = 101});
  for (const double share : {0.0, 0.2, 0.5, 0.9})
    for (const Strata strata : {Strata::none, Strata::classes}) {
      Random random(7);
      INFO(share);
      const Split parts = split(data, share, random, strata);
      auto all = points(parts.train);
      all.merge(points(parts.test));
      CHECK(all == points(data));
      CHECK(static_cast<double>(parts.test.samples()) == Approx(101 * share).margin(1.5));
    }
}

TEST_CASE("strata give every class the same share, however rare it is", "[prepare]") {
  Dataset data = make("blobs", {.samples = 300});
  for (std::size_t i = 0; i < 300; ++i) data.labels[i] = i < 10 ? 2 : i < 100 ? 1 : 0;
  Random random(1);
  const Split parts = split(data, 0.3, random, Strata::classes);
  const auto count = [&](int label) {
    return std::count(parts.test.labels.begin(), parts.test.labels.end(), label);
  };
  CHECK(count(2) == 3);
  CHECK(count(1) == 27);
  CHECK(count(0) == 60);
  CHECK_FALSE(std::is_sorted(parts.test.labels.begin(), parts.test.labels.end()));
}

TEST_CASE("where every class is too small for its share, some give a sample to the test",
          "[prepare]") {
  Dataset data = make("blobs", {.samples = 20});
  for (std::size_t i = 0; i < 20; ++i) data.labels[i] = static_cast<int>(i / 2);
  data.class_names.resize(10);
  Random random(1);
  const Split parts = split(data, 0.2, random, Strata::classes);
  CHECK(parts.test.samples() == 4);
  CHECK(std::set<int>(parts.train.labels.begin(), parts.train.labels.end()).size() == 10);
}

TEST_CASE("targets go where their inputs go", "[prepare]") {
  Random random(3);
  const Split parts = split(make("linear", {.samples = 40, .noise = 0}), 0.25, random);
  for (const Dataset& part : {parts.train, parts.test})
    CHECK((part.targets.array() - (2 * part.inputs.array() - 1)).abs().maxCoeff() < 1e-12);
}

TEST_CASE("standardised features have mean 0 and deviation 1", "[prepare]") {
  Dataset data = make("blobs", {.samples = 500});
  data.inputs.row(0).array() += 1000;
  data.inputs.row(1).array() *= 1e200;
  const Standardiser standardiser = Standardiser::fit(data);
  standardiser.apply(data);
  for (Eigen::Index i = 0; i < 2; ++i) {
    CHECK(data.inputs.row(i).mean() == Approx(0).margin(1e-9));
    CHECK(std::sqrt(data.inputs.row(i).array().square().mean()) == Approx(1));
  }
}

TEST_CASE("the test part is standardised as the training part was", "[prepare]") {
  const Dataset train = table((Matrix<double>(1, 2) << 1, 3).finished());
  Dataset test = table((Matrix<double>(1, 2) << 2, 5).finished());
  Standardiser::fit(train).apply(test);  // mean 2, deviation 1
  CHECK(test.inputs == (Matrix<double>(1, 2) << 0, 3).finished());
}

TEST_CASE("a constant feature becomes 0 and is not divided by nothing", "[prepare]") {
  Dataset data = table((Matrix<double>(3, 3) << 0.1, 0.1, 0.1, 0, 0, 0, -7, -7, -7).finished());
  Standardiser::fit(data).apply(data);
  CHECK(data.inputs.cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("a data set in floats is the same but for rounding", "[prepare]") {
  const Dataset data = make("sine", {.samples = 20});
  const DatasetOf<float> floats = converted<float>(data);
  CHECK(floats.inputs.cast<double>().isApprox(data.inputs, 1e-6));
  CHECK(floats.targets.cast<double>().isApprox(data.targets, 1e-6));
  CHECK(floats.target_names == data.target_names);
}

TEST_CASE("what cannot be prepared is said", "[prepare]") {
  Random random(1);
  const Dataset line = make("linear", {.samples = 4});
  CHECK(error_of([&] { split(line, 1.5, random); }) ==
        "1.5 is not a share of the samples\nIt is a number from 0 to 1, such as 0.2.");
  CHECK(error_of([&] { split(line, 1, random); }) ==
        "a test share of 1 of 4 samples leaves nothing to train on\n"
        "Take a smaller share, or more samples.");
  CHECK(error_of([&] { split(line, 0.5, random, Strata::classes); }) ==
        "there are no classes to stratify by\nSplit a regression without strata.");
  CHECK(error_of([&] { Standardiser::fit(Dataset()); }) ==
        "no samples to learn mean and deviation from\nFit to the training part.");
  Dataset moons = make("moons");
  CHECK(error_of([&] { Standardiser::fit(line).apply(moons); }) ==
        "2 features cannot be standardised as 1\nFit to a data set with the same features.");
  const std::size_t beyond[] = {4};
  CHECK(error_of([&] { chosen<double>(line, beyond); }) ==
        "there is no sample 4\nThere are 4, counted from 0.");
}
