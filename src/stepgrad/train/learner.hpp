// What a Trainer trains: anything that has parameters and a loss.
//
//   struct Line : Learner<double> {  // y = a x + b
//     Graph<double> graph;
//     Tensor<double> a = graph.parameter(Matrix<double>::Zero(1, 1), "a");
//     Tensor<double> b = graph.parameter(Matrix<double>::Zero(1, 1), "b");
//
//     std::vector<Tensor<double>> parameters() const override { return {a, b}; }
//     Judged<double> judge(const Batch<double>& batch, Pass) override {
//       const Tensor<double> y = a * graph.constant(batch.inputs) + b;
//       return {mean_squared_error(y, graph.constant(batch.targets))};
//     }
//   };
//
//   Line line;
//   Trainer<double> trainer(line, all_of(points), {.epochs = 100});
//   trainer.run();
//
// A Model (model.hpp) is one. So are layers and losses of one's own, in a Network:
//
//   Network<float> network(layers, [](Tensor<float> outputs, const Batch<float>& batch) {
//     return mean(square(sigmoid(outputs) - 0.5)) + softmax_cross_entropy(outputs, batch.labels);
//   });
//
// All of them are watched, stopped early, written into checkpoints and resumed alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include <stepgrad/data/batches.hpp>
#include <stepgrad/matrix/layers.hpp>
#include <stepgrad/train/archive.hpp>

namespace stepgrad {

/// What is said of a batch: the loss, a 1 x 1 matrix, the mean over its samples; of a classifier the
/// outputs, too, each column largest at the class that it says: then accuracies are told.
template <class Scalar>
struct Judged {
  Tensor<Scalar> loss;
  std::optional<Tensor<Scalar>> outputs = {};
};

template <class Scalar>
class Learner {
 public:
  virtual ~Learner() = default;

  /// What training changes: one or more, always the same in the same order, all on one graph.
  virtual std::vector<Tensor<Scalar>> parameters() const = 0;
  /// The loss of a batch, recorded on that graph.
  virtual Judged<Scalar> judge(const Batch<Scalar>& batch, Pass pass) = 0;

  // ---- what only some have something to say to

  /// Those of its parameters that a regulariser makes smaller.
  virtual std::vector<Tensor<Scalar>> regularised() const { return {}; }
  /// What it keeps besides parameters, such as running averages.
  virtual std::vector<Matrix<Scalar>*> averages() const { return {}; }
  /// Draws its random numbers from here on as this seed has them.
  virtual void reseed(std::uint64_t) {}
  /// Passes over those of so many samples, which another rank judges (communicator.hpp).
  virtual void pass_over(std::size_t) {}
  /// Throws Error if it cannot learn from such data.
  virtual void check(const DatasetOf<Scalar>&) const {}
  /// Of how many samples it judges at most together, where nothing is learnt from them.
  virtual std::size_t samples_at_a_time() const { return 500; }
  /// Have its features been scaled?
  virtual bool is_scaled() const { return false; }

  /// Writes all that makes it say what it says; and reads it back, bit for bit. Throws Error if the
  /// archive is of another.
  virtual void save(Archive<Scalar>& archive) const;
  virtual void restore(const Archive<Scalar>& archive);

  // ---- what all have

  /// Throws Error if it has no parameters.
  Graph<Scalar>& graph() const;
  /// Parameters and averages, copied; and put back.
  std::vector<Matrix<Scalar>> weights() const;
  void set_weights(const std::vector<Matrix<Scalar>>& weights);
};

/// Layers, which must live as long, and a loss: any function of their outputs and the batch.
template <class Scalar>
class Network : public Learner<Scalar> {
 public:
  using Loss = std::function<Tensor<Scalar>(Tensor<Scalar> outputs, const Batch<Scalar>& batch)>;

  Network(Sequential<Scalar>& layers, Loss loss) : layers_(layers), loss_(std::move(loss)) {}

  std::vector<Tensor<Scalar>> parameters() const override { return layers_.parameters(); }
  Judged<Scalar> judge(const Batch<Scalar>& batch, Pass pass) override {
    const Tensor<Scalar> outputs = layers_(this->graph().constant(batch.inputs), pass);
    return {loss_(outputs, batch), outputs};
  }
  std::vector<Tensor<Scalar>> regularised() const override { return layers_.weights(); }
  std::vector<Matrix<Scalar>*> averages() const override { return layers_.averages(); }
  void reseed(std::uint64_t seed) override { layers_.reseed(seed); }
  void pass_over(std::size_t samples) override { layers_.pass_over(samples); }

 private:
  Sequential<Scalar>& layers_;
  Loss loss_;
};

/// Writes the numbers of layers into a file, and reads them back into layers of the same kinds and
/// sizes, bit for bit. `load` throws Error for a file of others, and leaves the layers as they were.
template <class Scalar>
void save(const Sequential<Scalar>& layers, const std::filesystem::path& file);
template <class Scalar>
void load(Sequential<Scalar>& layers, const std::filesystem::path& file);

}  // namespace stepgrad
