// Batches: each sample once an epoch, and no memory after the first.
#include <algorithm>
#include <set>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/data/generators.hpp>

#include <cmath>
#include <map>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/prepare.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("an epoch hands out every sample once, with its label", "[batches]") {
  const Dataset data = make("moons", {.samples = 50});
  for (const std::size_t size : {1u, 7u, 50u, 1000u}) {
    INFO(size);
    Batches<double> batches(data, size);
    Random random(1);
    batches.shuffle(random);
    std::multiset<std::pair<double, int>> seen, there;
    for (std::size_t i = 0; i < batches.count(); ++i) {
      const auto batch = batches[i];
      REQUIRE(batch.labels.size() == static_cast<std::size_t>(batch.inputs.cols()));
      for (std::size_t k = 0; k < batch.labels.size(); ++k)
        seen.emplace(batch.inputs(0, static_cast<Eigen::Index>(k)), batch.labels[k]);
    }
    for (std::size_t i = 0; i < 50; ++i)
      there.emplace(data.inputs(0, static_cast<Eigen::Index>(i)), data.labels[i]);
    CHECK(seen == there);
  }
}

TEST_CASE("unshuffled batches keep the order, and the last one is what is left", "[batches]") {
  const Dataset data = make("sine", {.samples = 10});
  Batches<double> batches(data, 4);
  REQUIRE(batches.count() == 3);
  CHECK(batches[0].inputs == data.inputs.leftCols(4));
  CHECK(batches[2].inputs == data.inputs.rightCols(2));
  CHECK(batches[2].targets == data.targets.rightCols(2));
  CHECK(batches[2].labels.empty());
}

TEST_CASE("batches live in the same memory", "[batches]") {
  const DatasetOf<double> data = make("blobs", {.samples = 20});
  Batches<double> batches(data, 6);
  const double* memory = batches[0].inputs.data();
  for (std::size_t i = 0; i < batches.count(); ++i) CHECK(batches[i].inputs.data() == memory);
}

TEST_CASE("the order of an epoch depends on its seed alone", "[batches]") {
  const Dataset data = make("moons", {.samples = 30});
  Batches<double> worn(data, 30), fresh(data, 30);
  Random before(8), random(9), same(9);
  worn.shuffle(before);
  worn.shuffle(random);
  fresh.shuffle(same);
  CHECK(worn[0].inputs == fresh[0].inputs);
}

TEST_CASE("no samples make no batches, and batches of none are refused", "[batches]") {
  const Dataset nothing;
  CHECK(Batches<double>(nothing, 4).count() == 0);
  CHECK(error_of([&] { Batches<double>(nothing, 0); }) ==
        "a batch needs a sample\nUse batches of 1 or more.");
}

TEST_CASE("drawn with replacement, some samples come twice and some not at all", "[batches]") {
  const Dataset data = make("moons", {.samples = 1000});
  Batches<double> batches(data, 50);
  Random random(1);
  batches.draw(random);
  std::map<double, int> times;
  for (std::size_t i = 0; i < batches.count(); ++i)
    for (const double x : batches[i].inputs.row(0)) ++times[x];
  int once_and_more = 0, all = 0;
  for (const auto& [x, count] : times) {
    ++once_and_more;
    all += count;
  }
  CHECK(all == 1000);
  CHECK(once_and_more == Approx(1000 * (1 - 1 / std::exp(1.0))).epsilon(0.05));
  Random again(1);
  batches.shuffle(again);  // and the next epoch has each again
  times.clear();
  for (std::size_t i = 0; i < batches.count(); ++i)
    for (const double x : batches[i].inputs.row(0)) ++times[x];
  CHECK(times.size() == 1000);
}

TEST_CASE("weights go with their samples", "[batches]") {
  Dataset data = make("moons", {.samples = 20});
  data.weights = data.inputs.row(0).cwiseAbs();
  Batches<double> batches(data, 6);
  Random random(3);
  batches.shuffle(random);
  for (std::size_t i = 0; i < batches.count(); ++i) {
    const Batch<double> batch = batches[i];
    CHECK(batch.weights.isApprox(batch.inputs.row(0).cwiseAbs()));
  }
  const std::vector<std::size_t> some{3, 1};
  CHECK(chosen<double>(data, some).weights(0, 1) == data.weights(0, 1));
}
