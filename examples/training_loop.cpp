// A training loop, nothing hidden: batches, the loss, backward, a step of the optimiser. (Trainer, in
// train/trainer.hpp, is this loop with everything around it: schedules, early stopping, checkpoints.)
#include <cstdio>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/data/generators.hpp>
#include <stepgrad/data/prepare.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/matrix/optimisers.hpp>
#include <stepgrad/train/evaluation.hpp>

using namespace stepgrad;

int main() {
  Random random(7);  // another seed than the data was made with
  const auto [train, test] = split(converted<float>(make("moons", {.samples = 500})), 0.2, random);

  Graph<float> graph;
  Sequential<float> network = mlp<float>(graph, {2, 16, 2}, random, {.activation = "tanh"});
  Optimiser<float> optimiser(Adam{}, network.parameters());

  Batches<float> batches(train, 32);
  for (int epoch = 1; epoch <= 30; ++epoch) {
    double sum = 0;
    batches.shuffle(random);
    for (std::size_t i = 0; i < batches.count(); ++i) {
      const auto [inputs, labels, targets, weights] = batches[i];
      const GraphScope<float> scope(
          graph);  // what is computed for this batch is given back at the end
      const Tensor<float> logits = network(graph.constant(inputs), Pass::training);
      const Tensor<float> loss = softmax_cross_entropy(logits, labels);
      graph.zero_grad();
      backward(loss);
      optimiser.step(0.01);
      sum += loss.item();
    }
    if (epoch % 10 == 0)
      std::printf("epoch %d: loss %.4f\n", epoch, sum / static_cast<double>(batches.count()));
  }

  const Matrix<float> said = network(graph.constant(test.inputs)).value();
  const double accuracy =
      static_cast<double>(right<float>(said, test.labels)) / static_cast<double>(test.samples());
  std::printf("%.1f %% of %zu new samples are right\n", 100 * accuracy, test.samples());
  return accuracy > 0.9 ? 0 : 1;
}
