// The training loop: what it reaches, what it tells, and that it goes on as if never stopped.
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/pixels.hpp>
#include <stepgrad/train/evaluation.hpp>
#include <stepgrad/train/observers.hpp>

#include "catch.hpp"
#include "error_text.hpp"
#include "workplace.hpp"

using namespace stepgrad;

namespace {

std::vector<std::size_t> range(std::size_t from, std::size_t to) {
  std::vector<std::size_t> samples(to - from);
  std::iota(samples.begin(), samples.end(), from);
  return samples;
}

Architecture two_moons_net(double dropout = 0, bool batch_norm = false) {
  return {.sizes = {2, 8, 2}, .batch_norm = batch_norm, .dropout = dropout};
}

/// Stops a run after so many steps.
struct StopAfter : Observer {
  explicit StopAfter(int steps) : steps_left(steps) {}
  Next on_step(const RunProgress&) override { return --steps_left > 0 ? Next::go_on : Next::stop; }
  int steps_left;
};

template <class S>
std::string bytes_of(const Model<S>& model) {
  Archive<S> archive;
  model.save(archive);
  return archive.bytes();
}

}  // namespace

TEST_CASE("a small network learns the two moons", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 400, .noise = 0.1}));
  Model<float> model(two_moons_net(), purpose_of(data), 1);
  Trainer<float> trainer(model, {data, range(0, 300), range(300, 400)}, {.epochs = 60});
  History history;
  trainer.run({&history});
  REQUIRE(history.epochs().size() == 60);
  CHECK(history.epochs().front().loss > 2 * history.epochs().back().loss);
  CHECK(history.epochs().back().validation_accuracy > 0.97);
  CHECK(score<float>(model, data, range(300, 400)).accuracy ==
        history.epochs().back().validation_accuracy);
}

TEST_CASE("a line is found again by linear regression", "[train]") {
  const auto data = converted<double>(make("linear", {.samples = 200, .noise = 0.0}));
  Model<double> model({.sizes = {1, 1}, .loss = "mse"}, purpose_of(data), 1);
  Trainer<double> trainer(model, {data, range(0, 200), {}}, {.epochs = 100});
  trainer.run();
  CHECK(model.parameters()[0].item() == Approx(2).margin(1e-6));  // y = 2x - 1
  CHECK(model.parameters()[1].item() == Approx(-1).margin(1e-6));
}

TEST_CASE("the loss of an epoch is the mean over its samples, the last batch being smaller",
          "[train]") {
  const auto data = converted<double>(make("moons", {.samples = 50}));
  Model<double> model(two_moons_net(), purpose_of(data), 1);
  const Score before = score<double>(model, data, range(0, 50));
  Trainer<double> trainer(model, {data, range(0, 50), {}},
                          {.learning_rate = constant_rate(0), .epochs = 1, .batch = 16});
  History history;
  trainer.run({&history});
  CHECK(history.epochs()[0].loss == Approx(before.loss).epsilon(1e-12));
  CHECK(history.epochs()[0].accuracy == Approx(before.accuracy).epsilon(1e-12));
}

TEMPLATE_TEST_CASE("a run that was stopped after any step and goes on ends with the same bits",
                   "[train]", float, double) {
  const auto data = converted<TestType>(make("digits", {.samples = 40}));
  const auto architecture =
      Architecture{.sizes = {784, 6, 5, 10}, .batch_norm = true, .dropout = 0.3};
  const Regime regime{.optimiser = Adam{},
                      .learning_rate = one_cycle(0.01, 12),
                      .epochs = 3,
                      .batch = 11,
                      .l2 = 1e-3,
                      .clip = 1,
                      .augmentation = Augmentation{}};
  const TrainingData<TestType> samples{data, range(0, 33), range(33, 40)};

  Model<TestType> whole(architecture, purpose_of(data), 5);
  EarlyStopping<TestType> whole_stopping(whole, 2);
  History whole_history;
  Trainer<TestType> trainer(whole, samples, regime);
  trainer.run({&whole_history, &whole_stopping});
  const std::string last = bytes_of(whole);
  whole_stopping.restore_best();
  const std::string best = bytes_of(whole);

  for (const int steps : {1, 2, 3, 4, 7}) {
    INFO("stopped after " << steps << " steps");
    std::string kept;
    {
      Model<TestType> model(architecture, purpose_of(data), 5);
      Trainer<TestType> first(model, samples, regime);
      History history;
      EarlyStopping<TestType> stopping(model, 2);
      StopAfter stop(steps);
      first.run({&history, &stopping, &stop});
      Archive<TestType> archive;
      first.save(archive);
      history.save(archive);
      stopping.save(archive);
      kept = archive.bytes();
    }
    Model<TestType> model(architecture, purpose_of(data), 99);  // other weights
    Trainer<TestType> second(model, samples, regime);
    History history;
    EarlyStopping<TestType> stopping(model, 2);
    const auto archive = Archive<TestType>::from_bytes(kept, "checkpoint");
    second.restore(archive);
    history.restore(archive);
    stopping.restore(archive);
    second.run({&history, &stopping});
    CHECK(bytes_of(model) == last);
    REQUIRE(history.epochs().size() == whole_history.epochs().size());
    for (std::size_t i = 0; i < history.epochs().size(); ++i) {
      CHECK(history.epochs()[i].loss == whole_history.epochs()[i].loss);
      CHECK(history.epochs()[i].validation_loss == whole_history.epochs()[i].validation_loss);
    }
    stopping.restore_best();
    CHECK(stopping.best_epoch() == whole_stopping.best_epoch());
    CHECK(bytes_of(model) == best);
  }
}

TEST_CASE("images are changed the same way, whether or not the next batch is made meanwhile",
          "[train]") {
  const auto data = converted<float>(make("digits", {.samples = 40}));
  const auto trained = [&](int steps_at_a_time) {
    Model<float> model({.sizes = {784, 6, 10}}, purpose_of(data), 5);
    Trainer<float> trainer(model, all_of(data),
                           {.epochs = 2, .batch = 7, .augmentation = Augmentation{}});
    while (!trainer.finished()) {
      StopAfter stop(steps_at_a_time);  // what was made meanwhile is let go
      trainer.run({&stop});
    }
    return bytes_of(model);
  };
  CHECK(trained(1) == trained(1000));
  CHECK(trained(4) == trained(1000));
}

TEST_CASE("another seed is another run", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 60}));
  const auto trained = [&](std::uint64_t seed) {
    Model<float> model(two_moons_net(0.5), purpose_of(data), 1);
    Trainer<float>(model, {data, range(0, 60), {}}, {.epochs = 2, .seed = seed}).run();
    return bytes_of(model);
  };
  CHECK(trained(1) == trained(1));
  CHECK(trained(1) != trained(2));
}

TEST_CASE("weights that cost something stay smaller, and biases are free", "[train]") {
  const auto data = converted<double>(make("blobs", {.samples = 90}));
  const auto length = [&](double l1, double l2) {
    Model<double> model({.sizes = {2, 3}}, purpose_of(data), 1);
    Trainer<double>(model, {data, range(0, 90), {}}, {.epochs = 30, .l1 = l1, .l2 = l2}).run();
    return model.parameters()[0].value().norm();
  };
  CHECK(length(0, 0.1) < 0.7 * length(0, 0));
  CHECK(length(0.1, 0) < 0.7 * length(0, 0));

  Model<double> model({.sizes = {2, 3}}, purpose_of(data), 1);
  Trainer<double>(model, {data, range(0, 90), {}}, {.epochs = 50, .l1 = 100}).run();
  CHECK(model.parameters()[1].value().norm() > 0);
}

TEST_CASE("a loss that is no number ends the run, and says where it arose and what to try",
          "[train]") {
  const auto data = converted<float>(make("sine", {.samples = 100}));
  Model<float> model({.sizes = {1, 8, 1}, .loss = "mse"}, purpose_of(data), 1);
  Trainer<float> trainer(model, {data, range(0, 100), {}},
                         {.learning_rate = constant_rate(1e6), .epochs = 20});
  const std::string text = error_of([&] { trainer.run(); });
  INFO(text);
  CHECK(text.find("training diverged: the loss is") == 0);
  CHECK(text.find("in epoch 1, batch ") != std::string::npos);
  CHECK(text.find("the first to hold an inf or a nan: the ") != std::string::npos);
  CHECK(text.find("Try a learning rate of 0.01 (--rate)") != std::string::npos);
}

TEST_CASE("weights that the very last step makes infinite end the run as divergence", "[train]") {
  const auto data = converted<float>(make("sine", {.samples = 50}));
  for (const double rate : {1e39, 1e25}) {  // the weights overflow; the squared errors do
    Model<float> model({.sizes = {1, 1}, .loss = "mse"}, purpose_of(data), 1);
    Trainer<float> trainer(model, all_of(data),
                           {.learning_rate = constant_rate(rate), .epochs = 1, .batch = 50});
    const std::string text = error_of([&] {
      trainer.run();
      trainer.require_finite_loss();
    });
    INFO(text);
    CHECK(text.starts_with(rate == 1e39
                               ? "training diverged: the weights are not finite after epoch 1\n"
                                 "  the first to hold an inf or a nan: the parameter "
                               : "training diverged: the loss is inf after epoch 1\n"
                                 "  the learning rate was 1e+25, the largest weight "));
    CHECK(text.ends_with("\nTry a learning rate of 0.01 (--rate)."));
  }
}

TEST_CASE("what is advised against divergence helps", "[train]") {
  auto data = converted<float>(make("sine", {.samples = 100}));
  data.inputs *= 1000;
  const auto outcome = [&](double rate, std::optional<double> clip) {
    Model<float> model({.sizes = {1, 8, 1}, .loss = "mse"}, purpose_of(data), 1);
    return error_of([&] {
      Trainer<float>(model, {data, range(0, 100), {}},
                     {.learning_rate = constant_rate(rate), .epochs = 20, .clip = clip})
          .run();
    });
  };
  const std::string advice = outcome(0.1, {});
  INFO(advice);
  CHECK(
      advice.ends_with("Try a learning rate of 0.01 (--rate), gradients cut to a length of 1 "
                       "(--clip 1) or features that are standardised (--standardise yes)."));
  CHECK(outcome(0.1, 1) == "(no error)");
  CHECK(outcome(1e6, {}).find("--clip") == std::string::npos);  // 1e6 times 1 is still too far
  data.inputs *= 1e30F;
  CHECK(outcome(0.1, {}).ends_with("Try features that are standardised (--standardise yes)."));
}

TEST_CASE("where the cost of weights makes a run diverge, a smaller one is advised, and helps",
          "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 60}));
  const auto outcome = [&](double l2) {
    Model<float> model(two_moons_net(), purpose_of(data), 1);
    return error_of([&] { Trainer<float>(model, all_of(data), {.l2 = l2}).run(); });
  };
  CHECK(outcome(1e6).ends_with("\nTry a smaller cost of weights (--l2 2)."));
  CHECK(outcome(2) == "(no error)");
}

TEST_CASE("a last batch of one sample does not spoil batch normalisation", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 97}));
  const auto loss = [&](std::size_t samples) {
    Model<float> model({.sizes = {2, 16, 2}, .batch_norm = true}, purpose_of(data), 1);
    Trainer<float>(model, {data, range(0, samples), {}}, {.epochs = 30, .batch = 32}).run();
    return score<float>(model, data, range(0, samples)).loss;
  };
  CHECK(loss(97) < 1.5 * loss(96));
}

TEST_CASE("a small file does not cost the memory of a large model", "[train]") {
  Archive<float> archive;
  auto line = converted<float>(make("linear", {.samples = 3}));
  Model<float>({.sizes = {1, 1}, .loss = "mse"}, purpose_of(line), 1).save(archive);
  std::string bytes = archive.bytes();
  const std::size_t sizes = bytes.find("text sizes 3\n1-1\n");
  REQUIRE(sizes != std::string::npos);
  bytes.replace(sizes, 17, "text sizes 15\n1-20000-20000-1\n");
  bytes.resize(bytes.size() - 21);
  bytes += fmt::format("end {:016x}\n", checksum(bytes));
  CHECK(error_of([&] { Model<float>::load(Archive<float>::from_bytes(bytes, "m")); }) ==
        "a model 1-20000-20000-1 has 400040000 weights, the file 2 numbers\n"
        "The file is damaged. Another copy, or a new run, mends it.");
}

TEST_CASE("early stopping ends a run that gets no better, and gives the best weights back",
          "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 60, .noise = 0.4}));
  Model<float> model({.sizes = {2, 32, 2}}, purpose_of(data), 1);
  Trainer<float> trainer(model, {data, range(0, 30), range(30, 60)},
                         {.learning_rate = constant_rate(0.2), .epochs = 1000});
  History history;
  EarlyStopping<float> stopping(model, 10);
  trainer.run({&history, &stopping});
  const auto& epochs = history.epochs();
  REQUIRE(epochs.size() < 1000);
  CHECK(stopping.is_over());
  CHECK(epochs.size() == static_cast<std::size_t>(stopping.best_epoch()) + 10);
  const double best = epochs[static_cast<std::size_t>(stopping.best_epoch()) - 1].validation_loss;
  for (const Epoch& epoch : epochs) CHECK(epoch.validation_loss >= best);
  stopping.restore_best();
  CHECK(score<float>(model, data, range(30, 60)).loss == best);
}

TEST_CASE("a model is refused that does not fit the data", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 20}));
  CHECK(error_of([&] {
          Model<float>({.sizes = {3, 2}}, purpose_of(data), 1);
        }).find("a model 3-2 does not fit the data") == 0);
  CHECK(error_of([&] {
          Model<float>({.sizes = {2, 2}, .activation = "rleu"}, purpose_of(data), 1);
        }) == "there is no activation 'rleu'\ndid you mean 'relu'?");
  Model<float> model({.sizes = {2, 2}}, purpose_of(data), 1);
  CHECK_THROWS_AS(Trainer<float>(model, {data, {}, {}}, {}), Error);
  CHECK_THROWS_AS(Trainer<float>(model, {data, {20}, {}}, {}), Error);
}

TEST_CASE("checkpoints are written at an interruption, and restored", "[train]") {
  // See also tests/app/train_test.cpp, which kills the program.
  const auto data = converted<float>(make("moons", {.samples = 64}));
  const TrainingData<float> samples{data, range(0, 64), {}};
  Model<float> model(two_moons_net(), purpose_of(data), 1);
  Trainer<float> trainer(model, samples, {.epochs = 4, .batch = 16});
  History history;
  int asked = 0;
  const stepgrad::test::Workplace place;
  const std::string file = place / "checkpoint.stepgrad";
  Checkpoints<float> checkpoints(file, "moons", trainer, history, nullptr,
                                 [&] { return ++asked > 6; });
  trainer.run({&history, &checkpoints});
  CHECK(trainer.epochs_done() == 1);

  Model<float> again(two_moons_net(), purpose_of(data), 2);
  Trainer<float> second(again, samples, {.epochs = 4, .batch = 16});
  History restored;
  Checkpoints<float> from(file, "moons", second, restored, nullptr, [] { return false; });
  from.restore();
  CHECK(bytes_of(again) == bytes_of(model));
  CHECK(restored.epochs().size() == 1);
  CHECK(second.epochs_done() == 1);

  Checkpoints<float> of_others(file, "suns", second, restored, nullptr, [] { return false; });
  CHECK(error_of([&] { of_others.restore(); }).find("the data is not what this run began with") ==
        0);
}

namespace {

/// A classifier with a layer, an activation and a loss of its own, and dropout.
struct OwnNetwork {
  Graph<float> graph;
  Sequential<float> layers;
  Network<float> network{layers, [](Tensor<float> outputs, const Batch<float>& batch) {
                           return softmax_cross_entropy(outputs, batch.labels) +
                                  0.01F * mean(square(outputs));
                         }};

  /// y = g ∘ x, a factor for each feature.
  struct Gain : Layer<float> {
    explicit Gain(Graph<float>& graph) : gains(graph.parameter(Matrix<float>::Ones(8, 1), "g")) {}
    Tensor<float> operator()(Tensor<float> x, Pass) override { return gains * x; }
    std::vector<Tensor<float>> parameters() const override { return {gains}; }
    Tensor<float> gains;
  };

  explicit OwnNetwork(std::uint64_t seed) {
    Random random(seed);
    layers.add<Linear<float>>(graph, he<float>(8, 2, random))
        .add<BatchNorm<float>>(graph, 8)
        .add<Gain>(graph)
        .add<Activation<float>>(EntryFunction{.name = "cube",
                                              .value = [](double a) { return a * a * a; },
                                              .slope = [](double a, double) { return 3 * a * a; },
                                              .rule = "3 * a^2"})
        .add<Dropout<float>>(0.1, 1)
        .add<Linear<float>>(graph, he<float>(2, 8, random));
  }
};

}  // namespace

TEST_CASE("layers, activations and losses of one's own learn", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 300, .noise = 0.1}));
  OwnNetwork own(1);
  History history;
  Trainer<float> trainer(own.network, {data, range(0, 200), range(200, 300)},
                         {.learning_rate = constant_rate(0.01), .epochs = 40});
  trainer.run({&history});
  CHECK(history.epochs().back().loss < 0.5 * history.epochs().front().loss);
  CHECK(history.epochs().back().validation_accuracy > 0.85);
}

TEST_CASE("a learner of one's own goes on from its checkpoint with the same bits", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 100}));
  const Regime regime{.learning_rate = constant_rate(0.01), .epochs = 3, .batch = 16, .l2 = 0.01};
  OwnNetwork whole(1);
  Trainer<float> unbroken(whole.network, all_of(data), regime);
  unbroken.run();
  for (const int steps : {1, 5, 6, 13}) {
    OwnNetwork begun(1), resumed(2);
    Trainer<float> first(begun.network, all_of(data), regime);
    StopAfter stop(steps);
    first.run({&stop});
    Archive<float> archive;
    first.save(archive);
    Trainer<float> second(resumed.network, all_of(data), regime);
    second.restore(Archive<float>::from_bytes(archive.bytes(), "checkpoint"));
    second.run();
    CHECK(resumed.network.weights() == whole.network.weights());
  }
}

TEST_CASE("a learner of parameters and a loss alone is trained, and tells no accuracy", "[train]") {
  struct Line : Learner<double> {
    Graph<double> graph;
    Tensor<double> a = graph.parameter(Matrix<double>::Zero(1, 1));
    Tensor<double> b = graph.parameter(Matrix<double>::Zero(1, 1));

    std::vector<Tensor<double>> parameters() const override { return {a, b}; }
    Judged<double> judge(const Batch<double>& batch, Pass) override {
      const Tensor<double> y = a * graph.constant(batch.inputs) + b;
      return {mean_squared_error(y, graph.constant(batch.targets))};
    }
  };
  const auto data = make("linear", {.samples = 200, .noise = 0.0});
  Line line;
  History history;
  EarlyStopping<double> early_stopping(line, 50);
  Trainer<double> trainer(line, all_of(data), {.epochs = 100});
  trainer.run({&history, &early_stopping});
  CHECK(line.a.item() == Approx(2).margin(1e-6));  // y = 2x - 1
  CHECK(line.b.item() == Approx(-1).margin(1e-6));
  CHECK(std::isnan(history.epochs().back().accuracy));
  early_stopping.restore_best();
  CHECK(line.a.item() == Approx(2).margin(1e-6));
}

TEST_CASE("a learner without parameters is refused", "[train]") {
  const auto data = converted<float>(make("moons", {.samples = 10}));
  Sequential<float> nothing;
  Network<float> network(nothing,
                         [](Tensor<float> outputs, const Batch<float>&) { return mean(outputs); });
  CHECK(error_of([&] { Trainer<float>(network, all_of(data), {}); }) ==
        "there is nothing to train: the learner has no parameters\n"
        "Give it a layer with weights, such as Linear.");
}

TEST_CASE("layers are saved, and loaded bit for bit, by layers of the same sizes", "[train]") {
  const test::Workplace workplace;
  const std::string file = workplace / "layers.model";
  OwnNetwork saved(1), loaded(2);
  save(saved.layers, file);
  CHECK(loaded.network.weights() != saved.network.weights());
  load(loaded.layers, file);
  CHECK(loaded.network.weights() == saved.network.weights());

  Graph<float> graph;
  Random random(1);
  Sequential<float> smaller = mlp<float>(graph, {2, 4, 2}, random);
  CHECK(error_of([&] { load(smaller, file); }) ==
        "a file of 9 matrices for a learner of 4\nMake it as the one that was saved was made.");
}

namespace {

/// What is left of images after two epochs, clipped or not: the model and the predictions.
struct AfterTwoEpochs {
  std::string model;
  Matrix<float> said;
  double loss;

  AfterTwoEpochs(const DatasetOf<float>& images, std::optional<double> clip) {
    Model<float> net({.sizes = {35, 20, 3}}, purpose_of(images), 1);
    Trainer<float> trainer(net, {images, range(0, 30), range(30, 40)},
                           {.epochs = 2, .batch = 8, .clip = clip});
    History history;
    trainer.run({&history});
    model = bytes_of(net);
    said = predictions(net, images);
    loss = history.epochs().back().validation_loss;
  }
};

}  // namespace

TEST_CASE("images that are kept as bytes are learnt as their numbers are, bit for bit", "[train]") {
  DatasetOf<float> bytes;
  bytes.width = 5;
  bytes.height = 7;
  bytes.pixels.resize(35, 40);
  std::uint8_t next = 0;
  for (std::uint8_t& pixel : bytes.pixels.reshaped())
    pixel = next = static_cast<std::uint8_t>(next * 13 + 5);
  bytes.inputs.resize(35, 0);
  for (int i = 0; i < 35; ++i) bytes.feature_names.push_back(fmt::format("p{}", i));
  for (int i = 0; i < 40; ++i) bytes.labels.push_back(i % 3);
  bytes.class_names = {"0", "1", "2"};
  DatasetOf<float> numbers = bytes;
  unpack(numbers);
  constexpr double beyond_all = 1e9;  // clips nothing, but takes the way of clipping
  const AfterTwoEpochs one(bytes, {}), other(numbers, {}), clipped(numbers, beyond_all);
  CHECK(one.model == other.model);
  CHECK(one.said == other.said);
  CHECK(one.loss == other.loss);
  CHECK(one.model == clipped.model);  // a descent is a sweep and a step
}
