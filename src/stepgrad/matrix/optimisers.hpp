// Optimisers: how a step changes the parameters, given their gradients.
//
// Each rule stands above its code: w is a parameter, g its gradient, η the learning rate; m, v and
// s are kept for every entry and start at 0. All of it is entry by entry. Constants and order are
// those of PyTorch, so that runs can be compared.
//
// A rule makes the update of one step: a function of w, g, m and v (or s), each the same stretch of
// its matrix. Stretches are short enough to stay in the first cache, so a rule may be written in
// several lines and memory is still passed only once.
#pragma once

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include <stepgrad/matrix/graph.hpp>

namespace stepgrad {

/// What an optimiser remembers of one parameter.
template <class Scalar>
struct Memory {
  Matrix<Scalar> first, second;
};

/// Stochastic gradient descent, with momentum μ (Polyak 1964; csci567, "Momentum"):
///
///     v ← μ v + g        w ← w - η v
///
/// With Nesterov's look ahead (Nesterov 1983; Sutskever et al. 2013):  w ← w - η (g + μ v).
/// Without momentum, v is g.
struct Sgd {
  double momentum = 0;
  bool nesterov = false;

  template <class S>
  auto update(S rate, int) const {
    return
        [rate, mu = static_cast<S>(momentum), nesterov = nesterov](auto w, auto g, auto v, auto) {
          if (mu != 0) v = mu * v + g;
          if (mu == 0)
            w -= rate * g;
          else if (nesterov)
            w -= rate * (g + mu * v);
          else
            w -= rate * v;
        };
  }
};

/// Adagrad (Duchi, Hazan and Singer 2011): rarely moved parameters take larger steps.
///
///     s ← s + g²        w ← w - η g / (√s + ε)
struct Adagrad {
  double epsilon = 1e-10;

  template <class S>
  auto update(S rate, int) const {
    return [rate, epsilon = static_cast<S>(epsilon)](auto w, auto g, auto s, auto) {
      s += g.square();
      w -= rate * g / (s.sqrt() + epsilon);
    };
  }
};

/// RMSProp (Hinton's lecture 6e, 2012): Adagrad that forgets.
///
///     s ← ρ s + (1 - ρ) g²        w ← w - η g / (√s + ε)
struct RmsProp {
  double decay = 0.99;  // ρ
  double epsilon = 1e-8;

  template <class S>
  auto update(S rate, int) const {
    return [rate, rho = static_cast<S>(decay), rest = static_cast<S>(1 - decay),
            epsilon = static_cast<S>(epsilon)](auto w, auto g, auto s, auto) {
      s = rho * s + rest * g.square();
      w -= rate * g / (s.sqrt() + epsilon);
    };
  }
};

/// Adam (Kingma and Ba 2015): momentum and RMSProp, both corrected for having started at 0. With a
/// weight decay λ it is AdamW (Loshchilov and Hutter 2019), which shrinks w itself and not by way
/// of g. At step t = 1, 2, …:
///
///     w ← (1 - η λ) w
///     m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
///     w ← w - η m̂ / (√v̂ + ε),     m̂ = m / (1 - β₁ᵗ),  v̂ = v / (1 - β₂ᵗ)
struct Adam {
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;  // λ

  template <class S>
  auto update(S rate, int t) const {
    const S shrink = 1 - rate * static_cast<S>(weight_decay);
    const S m_keep = static_cast<S>(beta1), m_take = static_cast<S>(1 - beta1);
    const S v_keep = static_cast<S>(beta2), v_take = static_cast<S>(1 - beta2);
    const S step = rate / static_cast<S>(1 - std::pow(beta1, t));
    const S correction = static_cast<S>(1 / std::sqrt(1 - std::pow(beta2, t)));
    const S small = static_cast<S>(epsilon);
    return [=](auto w, auto g, auto m, auto v) {
      m = m_keep * m + m_take * g;
      v = v_keep * v + v_take * g.square();
      w = shrink * w - step * m / (correction * v.sqrt() + small);
    };
  }
};

/// AdamW with its usual weight decay.
inline Adam adam_w(double weight_decay = 0.01) { return {.weight_decay = weight_decay}; }

using OptimiserRule = std::variant<Sgd, Adagrad, RmsProp, Adam>;

/// A rule, the parameters that it changes, and what it remembers of them.
template <class Scalar>
class Optimiser {
 public:
  Optimiser(OptimiserRule rule, std::vector<Tensor<Scalar>> parameters)
      : rule_(std::move(rule)), parameters_(std::move(parameters)) {
    for (const Tensor<Scalar>& parameter : parameters_) {
      const Matrix<Scalar> zeros = Matrix<Scalar>::Zero(parameter.rows(), parameter.columns());
      memories_.push_back({zeros, zeros});
    }
  }

  /// Changes every parameter by its gradient.
  void step(double learning_rate) {
    ++steps_;
    std::visit(
        [&](const auto& rule) {
          const auto update = rule.update(static_cast<Scalar>(learning_rate), steps_);
          for (std::size_t i = 0; i < parameters_.size(); ++i) apply(update, i);
        },
        rule_);
  }

  int steps() const { return steps_; }
  const std::vector<Memory<Scalar>>& memories() const { return memories_; }

  /// Goes on after so many steps with these memories, of this optimiser at that time.
  void resume(int steps, std::vector<Memory<Scalar>> memories) {
    steps_ = steps;
    memories_ = std::move(memories);
  }

 private:
  template <class Update>
  void apply(const Update& update, std::size_t parameter) {
    constexpr Index stretch = 1024;
    const Tensor<Scalar>& tensor = parameters_[parameter];
    Matrix<Scalar>& w = tensor.graph().change(tensor);
    const Matrix<Scalar>& g = tensor.grad();
    auto& [first, second] = memories_[parameter];
    using Array = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
    for (Index i = 0; i < w.size(); i += stretch) {
      const Index size = std::min(stretch, w.size() - i);
      const auto of = [&](Matrix<Scalar>& all) { return Eigen::Map<Array>(all.data() + i, size); };
      update(of(w), Eigen::Map<const Array>(g.data() + i, size), of(first), of(second));
    }
  }

  OptimiserRule rule_;
  std::vector<Tensor<Scalar>> parameters_;
  std::vector<Memory<Scalar>> memories_;
  int steps_ = 0;
};

/// Scales all gradients so that their common length ‖(g₁, g₂, …)‖ is at most `most` (Pascanu,
/// Mikolov and Bengio 2013). Returns the length that it was.
template <class Scalar>
double clip_gradients(const std::vector<Tensor<Scalar>>& parameters, double most) {
  double squares = 0;
  for (const Tensor<Scalar>& parameter : parameters)
    squares += static_cast<double>(parameter.grad().squaredNorm());
  const double length = std::sqrt(squares);
  if (length > most)
    for (const Tensor<Scalar>& parameter : parameters)
      parameter.graph().change_grad(parameter) *= static_cast<Scalar>(most / length);
  return length;
}

}  // namespace stepgrad
