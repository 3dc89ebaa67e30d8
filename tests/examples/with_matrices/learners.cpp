// The headers of the rooms `train` and `run`: models, learners of one's own, reductions, runs.
#include <cstdio>
#include <filesystem>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/run/training_run.hpp>
#include <stepgrad/train/logistic_regression.hpp>
#include <stepgrad/train/observers.hpp>
#include <stepgrad/train/reductions.hpp>

using namespace stepgrad;

namespace {

/// train/model.hpp, train/trainer.hpp
void model_and_trainer() {
  const auto data = converted<float>(make("moons", {.samples = 200}));
  const auto inputs = data.inputs;
  // clang-format off
  Model<float> model({.sizes = {2, 16, 16, 2}}, purpose_of(data), 1);
  Tensor<float> logits = model(model.graph().constant(inputs));
  // clang-format on
  History history;
  EarlyStopping<float> early_stopping(model, 5);
  Trainer<float> trainer(model, all_of(data), {.epochs = 10});
  trainer.run({&history, &early_stopping});
  std::printf("%ld x %ld, %zu epochs\n", logits.rows(), logits.columns(), history.epochs().size());
}

// train/learner.hpp

struct Line : Learner<double> {  // y = a x + b
  Graph<double> graph;
  Tensor<double> a = graph.parameter(Matrix<double>::Zero(1, 1), "a");
  Tensor<double> b = graph.parameter(Matrix<double>::Zero(1, 1), "b");

  std::vector<Tensor<double>> parameters() const override { return {a, b}; }
  Judged<double> judge(const Batch<double>& batch, Pass) override {
    const Tensor<double> y = a * graph.constant(batch.inputs) + b;
    return {mean_squared_error(y, graph.constant(batch.targets))};
  }
};

void line() {
  const auto points = make("linear", {.samples = 200, .noise = 0.0});
  Line line;
  Trainer<double> trainer(line, all_of(points), {.epochs = 100});
  trainer.run();
  std::printf("y = %.3f x + %.3f\n", line.a.item(), line.b.item());
}

void network() {
  const auto data = converted<float>(make("moons", {.samples = 300, .noise = 0.1}));
  Graph<float> graph;
  Random random(1);
  Sequential<float> layers;
  layers.add<Linear<float>>(graph, he<float>(16, 2, random), "1")
      .add<Activation<float>>(EntryFunction{.name = "cube",
                                            .value = [](double a) { return a * a * a; },
                                            .slope = [](double a, double) { return 3 * a * a; },
                                            .rule = "3 * a^2"})
      .add<Linear<float>>(graph, he<float>(2, 16, random), "2");
  Network<float> network(layers, [](Tensor<float> outputs, const Batch<float>& batch) {
    return mean(square(sigmoid(outputs) - 0.5)) + softmax_cross_entropy(outputs, batch.labels);
  });
  History history;
  Trainer<float> trainer(network, all_of(data),
                         {.learning_rate = constant_rate(0.01), .epochs = 40});
  trainer.run({&history});
  save(layers, "layers.model");
  load(layers, "layers.model");
  std::printf("a network of one's own: %s\n",
              history.epochs().back().accuracy > 0.9 ? "learnt" : "not learnt");
}

/// train/reductions.hpp
void reduction() {
  const auto data = make("blobs", {.samples = 90});
  const auto inputs = data.inputs;
  std::size_t count = 0;
  Reduction<double> model = one_versus_one(data, logistic_regression<double>());
  for (const Decoded& decoded : model.predict(inputs)) count += decoded.label >= 0;
  std::printf("%zu predictions\n", count);
}

/// run/training_run.hpp
void run() {
  std::filesystem::remove_all("runs");
  // clang-format off
  Configuration asked;                        // as on the command line, setting by setting
  asked.data = "spirals";
  asked.activation = "tanh";
  asked.epochs = 40;
  TrainingRun<float> run(asked, "runs/spirals", Begin::anew);
  run.train();
  run.finish();
  std::puts(run.tally().result_text().c_str());
  // clang-format on
}

}  // namespace

int main() {
  model_and_trainer();
  line();
  network();
  reduction();
  run();
}

// Prints:
// 2 x 200, 10 epochs
// y = 2.000 x + -1.000
// a network of one's own: learnt
// 90 predictions
// loss …; always saying '0' would reach 33.33 %
