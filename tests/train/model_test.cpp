// Models: sizes in words, and files that hold all of them.
#include <stepgrad/data/features.hpp>
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

namespace {

/// Three features, so many classes, labels in turn.
Dataset in_turn(int classes, Index samples) {
  Dataset data;
  Random random(3);
  data.inputs.resize(3, samples);
  for (double& number : data.inputs.reshaped()) number = random.normal();
  data.feature_names = {"x1", "x2", "x3"};
  for (int k = 0; k < classes; ++k) data.class_names.push_back(std::to_string(k));
  for (Index i = 0; i < samples; ++i) data.labels.push_back(static_cast<int>(i) % classes);
  return data;
}

}  // namespace

TEST_CASE("one output for two classes is a sigmoid, and its loss the sigmoid's", "[model]") {
  const Dataset data = in_turn(2, 8);
  Model<double> model({.sizes = {3, 4, 1}, .activation = "tanh"}, purpose_of(data), 1);
  Batches<double> batches(data, 8);
  const Batch<double> batch = batches[0];
  const GraphScope<double> scope(model.graph());
  const Tensor<double> z = model.layers()(model.graph().constant(batch.inputs));
  Matrix<double> truth(1, 8);
  for (Index i = 0; i < 8; ++i) truth(0, i) = data.labels[static_cast<std::size_t>(i)];
  const Tensor<double> expected = sigmoid_cross_entropy(z, model.graph().constant(truth));
  CHECK(model.judge(batch, Pass::evaluation).loss.item() == Approx(expected.item()).epsilon(1e-12));
  const Matrix<double> said = predictions(model, data);
  CHECK(said.rows() == 2);
  CHECK(said.row(1).isApprox(sigmoid(z).value(), 1e-12));
  CHECK((said.colwise().sum().array() - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("the learners of a reduction learn as if each were alone", "[model]") {
  const Dataset data = in_turn(3, 9);
  Model<double> model(
      {.sizes = {3, 1}, .reduction = "one-versus-one", .codes = one_versus_one_codes(3)},
      purpose_of(data), 1);
  Batches<double> batches(data, 9);
  backward(model.judge(batches[0], Pass::training).loss);
  const auto parameters = model.parameters();  // W and b of each learner
  REQUIRE(parameters.size() == 6);
  for (Index j = 0; j < 3; ++j) {
    Graph<double> graph;
    const auto of = static_cast<std::size_t>(2 * j);
    const Tensor<double> w = graph.parameter(parameters[of].value());
    const Tensor<double> b = graph.parameter(parameters[of + 1].value());
    std::vector<Index> concerned;
    std::vector<double> sides;
    const CodeMatrix codes = one_versus_one_codes(3);
    for (Index i = 0; i < 9; ++i)
      if (const int side = codes(i % 3, j); side != 0) {
        concerned.push_back(i);
        sides.push_back(side > 0);
      }
    const Matrix<double> inputs = data.inputs(Eigen::all, concerned);
    const Matrix<double> targets = Eigen::Map<Eigen::RowVectorXd>(sides.data(), 6);
    backward(sigmoid_cross_entropy(affine(w, graph.constant(inputs), b), graph.constant(targets)));
    CHECK(parameters[of].grad().isApprox(6.0 / 9 * w.grad(), 1e-10));
    CHECK(parameters[of + 1].grad().isApprox(6.0 / 9 * b.grad(), 1e-10));
  }
}

TEST_CASE("a reduction is read back from its file with its questions", "[model]") {
  const Dataset data = in_turn(4, 12);
  Model<double> model({.sizes = {3, 5, 1},
                       .reduction = "tree",
                       .codes = read_tree("(0 (1 (2 3)))", data.class_names)},
                      purpose_of(data), 1);
  Archive<double> archive;
  model.save(archive);
  auto again = Model<double>::load(Archive<double>::from_bytes(archive.bytes(), "file"));
  CHECK(again.architecture().codes == model.architecture().codes);
  CHECK(predictions(again, data) == predictions(model, data));
  const Matrix<double> votes = predictions(model, data);
  const std::vector<Decoded> all = verdicts(model, data);
  for (Index i = 0; i < 12; ++i) {
    const Decoded& verdict = all[static_cast<std::size_t>(i)];
    CHECK(likeliest<double>(votes, i) == verdict.label);
    CHECK(verdict.questions <= 3);
  }
}

TEST_CASE("the gradient of an input is the slope of its own loss, in the units of the data",
          "[model]") {
  const Dataset raw = in_turn(3, 7);
  const Scale scale{Eigen::Vector3d(1, 2, 3), Eigen::Vector3d(2, 0.5, 1)};
  for (const Architecture& architecture :
       {Architecture{.sizes = {3, 4, 3}, .activation = "tanh"},
        Architecture{
            .sizes = {3, 1}, .reduction = "one-versus-all", .codes = one_versus_all_codes(3)}}) {
    Model<double> model(architecture, purpose_of(raw, scale), 1);
    Dataset seen = raw;
    see(seen, model.purpose());
    const Matrix<double> gradients = input_gradients(model, seen);
    const auto loss_at = [&](Index feature, Index sample, double nudge) {
      Dataset moved = raw;
      moved.inputs(feature, sample) += nudge;
      see(moved, model.purpose());
      const std::vector<std::size_t> alone{static_cast<std::size_t>(sample)};
      return score<double>(model, moved, alone).loss;
    };
    constexpr double h = 1e-5;
    for (Index i = 0; i < 7; ++i)
      for (Index f = 0; f < 3; ++f)
        CHECK(gradients(f, i) ==
              Approx((loss_at(f, i, h) - loss_at(f, i, -h)) / (2 * h)).margin(1e-8));
  }
}

TEST_CASE("what the neurons come to ends with what the model says", "[model]") {
  const Dataset data = in_turn(3, 7);
  for (const bool batch_norm : {false, true})
    for (const double dropout : {0.0, 0.5}) {
      Model<double> model({.sizes = {3, 5, 4, 3},
                           .activation = "sigmoid",
                           .batch_norm = batch_norm,
                           .dropout = dropout},
                          purpose_of(data), 1);
      const std::vector<Matrix<double>> layers = activations(model, data.inputs);
      REQUIRE(layers.size() == 3);
      CHECK(layers[0].rows() == 5);
      CHECK(layers[1].rows() == 4);
      for (int i = 0; i < 2; ++i)  // behind the sigmoid
        CHECK((layers[i].minCoeff() > 0 && layers[i].maxCoeff() < 1));
      CHECK(layers[2] == predictions(model, data));
    }
  Model<double> reduced(
      {.sizes = {3, 1}, .reduction = "one-versus-all", .codes = one_versus_all_codes(3)},
      purpose_of(data), 1);
  CHECK(error_of([&] { activations(reduced, data.inputs); }) ==
        "a reduction is many networks, and has no layers of its own\n"
        "Train one model for all classes: leave --reduction out.");
}

TEST_CASE("gradients of many samples are the slopes of their mean loss", "[model]") {
  const Dataset data = in_turn(3, 700);  // more than are judged at a time
  Model<double> model({.sizes = {3, 4, 3}, .activation = "tanh"}, purpose_of(data), 1);
  const std::vector<Matrix<double>> all = gradients<double>(model, data, data.all_samples());
  REQUIRE(all.size() == 4);
  const auto loss_with = [&](std::size_t parameter, double nudge) {
    const Tensor<double> moved = model.parameters()[parameter];
    const double before = moved.value()(1, 0);
    model.graph().change(moved)(1, 0) += nudge;
    const double loss = score<double>(model, data, data.all_samples()).loss;
    model.graph().change(moved)(1, 0) = before;
    return loss;
  };
  constexpr double h = 1e-5;
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(all[i](1, 0) == Approx((loss_with(i, h) - loss_with(i, -h)) / (2 * h)).margin(1e-8));
}

TEST_CASE("a model keeps the features that it makes, and finds them again in its file", "[model]") {
  Dataset data = in_turn(2, 8);
  add_features(data, "x1*x2, x3^2");
  Purpose purpose = purpose_of(data);
  purpose.made_features = "x1*x2, x3^2";
  Model<double> model({.sizes = {5, 2}}, purpose, 1);
  Archive<double> archive;
  model.save(archive);
  auto again = Model<double>::load(Archive<double>::from_bytes(archive.bytes(), "file"));
  CHECK(again.purpose().given_features() == std::vector<std::string>{"x1", "x2", "x3"});
  Dataset seen = in_turn(2, 8);
  see(seen, again.purpose());
  CHECK(predictions(again, seen) == predictions(model, data));
}

TEST_CASE("a feature that is left out is not seen, and everything else is as without it",
          "[model]") {
  const Dataset data = in_turn(2, 8);  // x1, x2 and x3
  Purpose purpose = purpose_of(data);
  purpose.made_features = "-x2";
  Model<double> model({.sizes = {2, 4, 2}, .activation = "tanh"}, purpose, 1);
  Dataset narrow = data;
  narrow.inputs = data.inputs({0, 2}, Eigen::all);
  narrow.feature_names = {"x1", "x3"};
  Model<double> same({.sizes = {2, 4, 2}, .activation = "tanh"}, purpose_of(narrow), 1);
  CHECK(predictions(model, data) == predictions(same, narrow));
  CHECK(score<double>(model, data, data.all_samples()).loss ==
        score<double>(same, narrow, narrow.all_samples()).loss);
  CHECK(activations(model, data.inputs)[0] == activations(same, narrow.inputs)[0]);
  const Matrix<double> slopes = input_gradients(model, data);
  CHECK(slopes.row(1).isZero(0));
  CHECK(slopes({0, 2}, Eigen::all) == input_gradients(same, narrow));
  CHECK(error_of([&] { predictions(model, narrow); }) ==
        "the data has 2 features, the model takes 3\n"
        "Give it samples with the same features in the same order.");

  Archive<double> archive;
  model.save(archive);
  auto again = Model<double>::load(Archive<double>::from_bytes(archive.bytes(), "file"));
  CHECK(again.purpose().given_features() == data.feature_names);
  CHECK(again.purpose().seen_features() == std::vector<Index>{0, 2});
  CHECK(predictions(again, data) == predictions(model, data));
}

TEST_CASE("the first size is the number of features that are seen", "[model]") {
  Purpose purpose = purpose_of(in_turn(2, 8));
  purpose.made_features = "-x2";
  CHECK(error_of([&] {
          Model<double>({.sizes = {3, 2}}, purpose, 1);
        }) ==
        "a model 3-2 does not fit the data that it is for: 2 features, 2 classes\n"
        "The first size is the number of features, the last that of the outputs.");
  purpose.made_features = "-x4";
  CHECK(error_of([&] {
          Model<double>({.sizes = {2, 2}}, purpose, 1);
        }) == "there is no feature 'x4'\ndid you mean 'x1'?");
}
