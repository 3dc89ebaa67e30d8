// A layer of one's own: a residual block, y = x + W2 tanh(W1 x + b1) + b2 (He et al. 2016). It says what
// it computes and which parameters it has; the way back follows from the operations that it is made of.
#include <cmath>
#include <cstdio>

#include <stepgrad/data/generators.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/train/observers.hpp>
#include <stepgrad/train/trainer.hpp>

using namespace stepgrad;

namespace {

template <class S>
class Residual : public Layer<S> {
 public:
  Residual(Graph<S>& graph, Index features, Random& random)
      : first_(graph, glorot<S>(features, features, random), "1"),
        second_(graph, glorot<S>(features, features, random), "2") {}

  Tensor<S> operator()(Tensor<S> x, Pass pass) override {
    return x + second_(tanh(first_(x, pass)), pass);
  }
  std::vector<Tensor<S>> parameters() const override {
    std::vector<Tensor<S>> all = first_.parameters();
    for (const Tensor<S>& parameter : second_.parameters()) all.push_back(parameter);
    return all;
  }

 private:
  Linear<S> first_, second_;
};

/// The largest difference between the gradient of a weight and what a nudge of it does to the loss.
double furthest_from_a_nudge() {
  Random random(1);
  Graph<double> graph;
  Residual<double> block(graph, 3, random);
  const Matrix<double> x = glorot<double>(3, 4, random);
  const auto loss = [&] { return sum(square(block(graph.constant(x), Pass::training))); };
  backward(loss());
  double furthest = 0;
  for (const Tensor<double>& parameter : block.parameters())
    for (Index i = 0; i < parameter.value().size(); ++i) {
      constexpr double h = 1e-5;
      const auto nudged = [&](double by) {
        graph.change(parameter).data()[i] += by;
        const double value = loss().item();
        graph.change(parameter).data()[i] -= by;
        return value;
      };
      const double numerical = (nudged(h) - nudged(-h)) / (2 * h);
      furthest = std::max(furthest, std::abs(numerical - parameter.grad().data()[i]));
    }
  return furthest;
}

}  // namespace

int main() {
  const double off = furthest_from_a_nudge();
  std::printf("gradients and nudges agree to %.0e\n", off);

  Random random(2);
  Graph<float> graph;
  Sequential<float> layers;
  layers.add<Linear<float>>(graph, glorot<float>(8, 2, random), "in")
      .add<Residual<float>>(graph, 8, random)
      .add<Residual<float>>(graph, 8, random)
      .add<Linear<float>>(graph, glorot<float>(3, 8, random), "out");
  const auto data = converted<float>(make("spirals", {.samples = 300}));
  Network<float> network(layers, [](Tensor<float> outputs, const Batch<float>& batch) {
    return softmax_cross_entropy(outputs, batch.labels);
  });
  History history;
  Trainer<float> trainer(network, all_of(data),
                         {.optimiser = Adam{}, .learning_rate = constant_rate(0.01), .epochs = 60});
  trainer.run({&history});
  std::printf("accuracy %.3f\n", history.epochs().back().accuracy);
  return off < 1e-6 && history.epochs().back().accuracy > 0.9 ? 0 : 1;
}
