// Models: sizes in words, and files that hold all of them.
#include <stepgrad/data/generators.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/model.hpp>

#include "catch.hpp"
#include "error_text.hpp"

using namespace stepgrad;

TEST_CASE("sizes are read as they are shown", "[model]") {
  CHECK(read_sizes("784-128-64-10") == std::vector<Index>{784, 128, 64, 10});
  CHECK(shown(std::vector<Index>{2, 16, 2}) == "2-16-2");
  for (const char* bad :
       {"", "2-", "2", "-2", "2-0-1", "2-x-1", "2-1.5", "2-nan", "2-1e9", "2--1"}) {
    INFO(bad);
    CHECK(error_of([&] { read_sizes(bad); }).find_first_of("'") == 0);
  }
}

TEMPLATE_TEST_CASE("a model that is written and read back says the same of every sample", "[model]",
                   float, double) {
  auto data = converted<TestType>(make("blobs", {.samples = 60}));
  const Standardiser scale = Standardiser::fit(data);
  scale.apply(data);
  data.class_names = {"a, b", "c\nd", "é"};
  for (const Named& row : activations()) {
    const std::string& activation = row.name;
    INFO(activation);
    Model<TestType> model(
        {.sizes = {2, 7, 3}, .activation = activation, .batch_norm = true, .dropout = 0.5},
        purpose_of(data, {scale.mean(), scale.deviation()}), 3);
    *model.layers().averages()[0] = Matrix<TestType>::Constant(7, 1, TestType(0.1));
    Archive<TestType> archive;
    model.save(archive);
    auto again =
        Model<TestType>::load(Archive<TestType>::from_bytes(archive.bytes(), "model.stepgrad"));
    const auto says = [&](Model<TestType>& speaker) {
      return speaker(speaker.graph().constant(data.inputs)).value();
    };
    const Matrix<TestType> said = says(again), before = says(model);
    CHECK(((said.array() == before.array()) ||
           (said.array().isNaN() && before.array().isNaN()))  // log of a negative number
              .all());
    CHECK(again.purpose().class_names == data.class_names);
    CHECK(again.purpose().features.mean == scale.mean());
    CHECK(again.purpose().features.deviation == scale.deviation());
    CHECK(again.architecture().dropout == 0.5);
  }
}

TEST_CASE("the probabilities of a classifier sum to one, and the likeliest is what it says",
          "[model]") {
  const auto data = converted<double>(make("spirals", {.samples = 50}));
  Model<double> model({.sizes = {2, 9, 3}}, purpose_of(data), 1);
  const Matrix<double> said = predictions(model, data);
  CHECK((said.colwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
  for (Index i = 0; i < said.cols(); ++i)
    CHECK(said(likeliest<double>(said, i), i) == said.col(i).maxCoeff());
}

TEST_CASE("drawn classes come as often as they are probable", "[model]") {
  Matrix<double> probabilities(3, 20'000);
  probabilities.colwise() = Eigen::Vector3d(0.2, 0, 0.8);
  Random random(1);
  double counts[3] = {};
  for (const int k : drawn<double>(probabilities, random)) ++counts[k];
  CHECK(counts[0] == Approx(4000).epsilon(0.05));
  CHECK(counts[1] == 0);
}

TEST_CASE("the worst mistakes are those of which the model is surest", "[model]") {
  Matrix<double> said(2, 4);
  said << 0.9, 0.2, 0.4, 0.99,  //
      0.1, 0.8, 0.6, 0.01;
  const std::vector<int> labels{1, 0, 1, 0};
  CHECK(worst_mistakes<double>(said, labels, 9) == std::vector<std::size_t>{0, 1});
  CHECK(worst_mistakes<double>(said, labels, 1) == std::vector<std::size_t>{0});
}
