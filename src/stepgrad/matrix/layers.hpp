// Layers, and models made of them.
//
//   Random random(1);
//   Sequential<float> model = mlp<float>(graph, {784, 128, 64, 10}, random);
//   Tensor<float> logits = model(graph.constant(batch), Pass::training);
//
// A layer owns parameters on a graph and is a function from Tensor to Tensor. Columns are samples.
// It says what it computes, and whichever of `parameters`, `weights`, `averages`, `reseed` and
// `pass_over` it has something to say to. CONTRIBUTING.md says how to add one.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/activations.hpp>
#include <stepgrad/matrix/custom.hpp>
#include <stepgrad/matrix/functions.hpp>
#include <stepgrad/matrix/initials.hpp>

namespace stepgrad {

// ---- layers -------------------------------------------------------------------------------------

/// What a pass is for: dropout and batch normalisation do something else while training.
enum class Pass { training, evaluation };

template <class S>
class Layer {
 public:
  virtual ~Layer() = default;
  virtual Tensor<S> operator()(Tensor<S> x, Pass pass) = 0;
  virtual std::vector<Tensor<S>> parameters() const { return {}; }
  /// Those of its parameters that a regulariser makes smaller.
  virtual std::vector<Tensor<S>> weights() const { return {}; }
  /// What it keeps besides parameters, such as running averages: part of the model, too.
  virtual std::vector<Matrix<S>*> averages() { return {}; }
  /// Draws its random numbers from here on as this seed has them.
  virtual void reseed(std::uint64_t) {}
  /// Passes over those that so many samples would take: they stand before the next ones in a batch,
  /// and somebody else sees to them.
  virtual void pass_over(std::size_t) {}
};

/// A = W X + b 1ᵀ:  W is outputs × features, X features × samples, and b (outputs × 1) is added to
/// every column. Its gradients stand at `affine` in op.hpp. `number` goes into the names: W1, b1.
template <class S>
class Linear : public Layer<S> {
 public:
  Linear(Graph<S>& graph, const Matrix<S>& weights, std::string_view number = "")
      : weights_(graph.parameter(weights, fmt::format("W{}", number))),
        bias_(graph.parameter(Matrix<S>::Zero(weights.rows(), 1), fmt::format("b{}", number))) {}

  Tensor<S> operator()(Tensor<S> x, Pass) override { return affine(weights_, x, bias_); }
  std::vector<Tensor<S>> parameters() const override { return {weights_, bias_}; }
  std::vector<Tensor<S>> weights() const override { return {weights_}; }

 private:
  Tensor<S> weights_, bias_;
};

/// A function of every entry, by its name: Activation<float>("relu"), or of one's own (custom.hpp).
/// Throws Error if there is none.
template <class S>
class Activation : public Layer<S> {
 public:
  explicit Activation(std::string_view name) : function_(&activation_named<S>(name)) {}
  explicit Activation(const EntryFunction& function)
      : own_(operation_of<S>(function)), function_(own_.get()) {}

  Tensor<S> operator()(Tensor<S> x, Pass) override {
    return x.graph().record(*function_, {&x, 1}, {.owner = own_});
  }

 private:
  std::shared_ptr<const MatrixOp<S>> own_;
  const MatrixOp<S>* function_;
};

/// Dropout (Srivastava et al. 2014), with the probability p = `rate` drawn for each entry anew:
///
///     while training   y = 0 with the probability p, else x / (1 - p)
///     in evaluation    y = x
///
/// The mean of y is x in both. Throws Error unless 0 <= p < 1.
template <class S>
class Dropout : public Layer<S> {
 public:
  Dropout(double rate, std::uint64_t seed) : rate_(rate), random_(seed) {
    if (!(rate >= 0 && rate < 1))
      throw Error(fmt::format("a dropout rate of {}", rate), "", "Choose from 0 to below 1.");
  }

  Tensor<S> operator()(Tensor<S> x, Pass pass) override {
    if (pass == Pass::evaluation || rate_ == 0) return x;
    mask_.resize(x.rows(), x.columns());
    for (Index left = x.rows() * std::exchange(passed_over_, 0); left > 0; --left)
      random_.uniform();
    for (Index i = 0; i < mask_.size(); ++i)
      mask_.data()[i] = random_.uniform() < rate_ ? S(0) : static_cast<S>(1 / (1 - rate_));
    return x * x.graph().constant(mask_);
  }
  void reseed(std::uint64_t seed) override { random_ = Random(seed); }
  void pass_over(std::size_t samples) override { passed_over_ = static_cast<Index>(samples); }

 private:
  double rate_;
  Random random_;
  Index passed_over_ = 0;
  Matrix<S> mask_;
};

/// Batch normalisation (Ioffe and Szegedy 2015) of each feature, with γ and β to be learnt:
///
///     y = γ (x - μ) / √(σ² + ε) + β
///
/// While training, μ and σ² are the mean and variance over the s samples of the batch, and running
/// averages are kept, which evaluation uses in their place:
///
///     μ̄ ← 0.9 μ̄ + 0.1 μ        σ̄² ← 0.9 σ̄² + 0.1 s/(s - 1) σ²
///
/// They start at 0 and 1. ε and shares are PyTorch's. One sample alone tells nothing of σ².
template <class S>
class BatchNorm : public Layer<S> {
 public:
  BatchNorm(Graph<S>& graph, Index features)
      : gamma_(graph.parameter(Matrix<S>::Ones(features, 1), "gamma")),
        beta_(graph.parameter(Matrix<S>::Zero(features, 1), "beta")),
        mean_(Matrix<S>::Zero(features, 1)),
        variance_(Matrix<S>::Ones(features, 1)) {}

  Tensor<S> operator()(Tensor<S> x, Pass pass) override {
    if (pass == Pass::training) {
      keep(x.value());
      return batch_norm(x, gamma_, beta_, epsilon);
    }
    Graph<S>& graph = x.graph();
    const Matrix<S> deviation = (variance_.array() + epsilon).sqrt();
    return (x - graph.constant(mean_)) / graph.constant(deviation) * gamma_ + beta_;
  }
  std::vector<Tensor<S>> parameters() const override { return {gamma_, beta_}; }
  std::vector<Matrix<S>*> averages() override { return {&mean_, &variance_}; }

 private:
  static constexpr S epsilon = S(1e-5), share = S(0.1);

  void keep(const Matrix<S>& x) {
    const S samples = static_cast<S>(x.cols());
    for (Index i = 0; i < x.rows(); ++i) {
      const S mean = x.row(i).mean();
      const S squares = (x.row(i).array() - mean).square().sum();
      mean_(i, 0) += share * (mean - mean_(i, 0));
      if (samples > 1) variance_(i, 0) += share * (squares / (samples - 1) - variance_(i, 0));
    }
  }

  Tensor<S> gamma_, beta_;
  Matrix<S> mean_, variance_;
};

// ---- models -------------------------------------------------------------------------------------

/// Layers one after the other.
template <class S>
class Sequential {
 public:
  /// Puts a layer at the end: model.add<Linear<float>>(graph, weights).
  template <class L, class... Arguments>
  Sequential& add(Arguments&&... arguments) {
    layers_.push_back(std::make_unique<L>(std::forward<Arguments>(arguments)...));
    return *this;
  }

  Tensor<S> operator()(Tensor<S> x, Pass pass = Pass::evaluation) const {
    for (const auto& layer : layers_) x = (*layer)(x, pass);
    return x;
  }

  /// What each layer makes of x, in order: the last is what the call gives.
  std::vector<Tensor<S>> results(Tensor<S> x, Pass pass = Pass::evaluation) const {
    std::vector<Tensor<S>> all;
    for (const auto& layer : layers_) all.push_back(x = (*layer)(x, pass));
    return all;
  }

  std::vector<Tensor<S>> parameters() const {
    return gathered([](Layer<S>& layer) { return layer.parameters(); });
  }
  /// Those that a regulariser makes smaller.
  std::vector<Tensor<S>> weights() const {
    return gathered([](Layer<S>& layer) { return layer.weights(); });
  }
  /// What layers keep besides parameters.
  std::vector<Matrix<S>*> averages() const {
    return gathered([](Layer<S>& layer) { return layer.averages(); });
  }

  /// Each layer draws its random numbers from here on as the seed has them, none as another.
  void reseed(std::uint64_t seed) {
    for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->reseed(seed_for(seed, i));
  }
  /// Each passes over the random numbers of so many samples.
  void pass_over(std::size_t samples) {
    for (const auto& layer : layers_) layer->pass_over(samples);
  }

  /// How many numbers training changes.
  Index parameter_count() const {
    Index count = 0;
    for (const Tensor<S>& parameter : parameters()) count += parameter.value().size();
    return count;
  }

 private:
  /// What each layer gives, one after the other.
  template <class Part>
  auto gathered(Part part) const {
    decltype(part(*layers_.front())) all;
    for (const auto& layer : layers_)
      for (const auto& item : part(*layer)) all.push_back(item);
    return all;
  }

  std::vector<std::unique_ptr<Layer<S>>> layers_;
};

/// Networks side by side: each sees the same input, and their outputs stand one below the other, in
/// the order in which they were added. They share nothing: what one learns does not change another.
template <class S>
class Parallel : public Layer<S> {
 public:
  explicit Parallel(std::vector<Sequential<S>> networks) : networks_(std::move(networks)) {}

  Tensor<S> operator()(Tensor<S> x, Pass pass) override {
    Tensor<S> y = networks_.front()(x, pass);
    for (std::size_t i = 1; i < networks_.size(); ++i) y = above(y, networks_[i](x, pass));
    return y;
  }
  std::vector<Tensor<S>> parameters() const override {
    return gathered([](const Sequential<S>& network) { return network.parameters(); });
  }
  std::vector<Tensor<S>> weights() const override {
    return gathered([](const Sequential<S>& network) { return network.weights(); });
  }
  std::vector<Matrix<S>*> averages() override {
    return gathered([](const Sequential<S>& network) { return network.averages(); });
  }
  void reseed(std::uint64_t seed) override {
    for (std::size_t i = 0; i < networks_.size(); ++i) networks_[i].reseed(seed_for(seed, i));
  }
  void pass_over(std::size_t samples) override {
    for (Sequential<S>& network : networks_) network.pass_over(samples);
  }

 private:
  template <class Part>
  auto gathered(Part part) const {
    decltype(part(networks_.front())) all;
    for (const Sequential<S>& network : networks_)
      for (const auto& item : part(network)) all.push_back(item);
    return all;
  }

  std::vector<Sequential<S>> networks_;
};

/// What stands between the linear layers of a multilayer perceptron, in this order: batch
/// normalisation, the activation, dropout.
struct Hidden {
  std::string activation = "relu";
  bool batch_norm = false;
  double dropout = 0;            // how many are dropped, from 0 to below 1
  std::string initial = "auto";  // one of `initials`, or what suits the activation
};

/// A multilayer perceptron: linear layers from sizes[0] features to sizes.back() logits, and what
/// `hidden` says between them. Biases begin at 0, weights as `initial` says; "auto": as Glorot has it
/// before an activation that flattens out to both sides, and in the last layer, else as He has it,
/// for relu and its like stop half of their inputs. Throws Error for fewer than two sizes, one that is not positive, and an activation that there is not.
template <class S>
Sequential<S> mlp(Graph<S>& graph, const std::vector<Index>& sizes, Random& random,
                  const Hidden& hidden = {});

/// Softmax regression: one linear layer, its weights beginning at 0.
template <class S>
Sequential<S> softmax_regression(Graph<S>& graph, Index features, Index classes);

// What float and double have of all this is compiled once, in layers.cpp.
#define STEPGRAD_LAYERS(extern, S)     \
  extern template class Linear<S>;     \
  extern template class Activation<S>; \
  extern template class Dropout<S>;    \
  extern template class BatchNorm<S>;  \
  extern template class Sequential<S>;
STEPGRAD_LAYERS(extern, float)
STEPGRAD_LAYERS(extern, double)

}  // namespace stepgrad
