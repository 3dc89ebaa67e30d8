// Optimisers: how a step changes the parameters, given their gradients.
//
// Each rule stands above its code: w is a parameter, g its gradient, η the learning rate; m, v and
// s are kept for every entry and start at 0. All of it is entry by entry. Constants and order are
// those of PyTorch, so that runs can be compared.
#pragma once

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
  void update(Matrix<S>& w, const Matrix<S>& g, Memory<S>& memory, S rate, int) const {
    if (momentum == 0) {
      w -= rate * g;
      return;
    }
    Matrix<S>& v = memory.first;
    const S mu = static_cast<S>(momentum);
    v = mu * v + g;
    if (nesterov)
      w -= rate * (g + mu * v);
    else
      w -= rate * v;
  }
};

/// Adagrad (Duchi, Hazan and Singer 2011): rarely moved parameters take larger steps.
///
///     s ← s + g²        w ← w - η g / (√s + ε)
struct Adagrad {
  double epsilon = 1e-10;

  template <class S>
  void update(Matrix<S>& w, const Matrix<S>& g, Memory<S>& memory, S rate, int) const {
    auto s = memory.first.array();
    s += g.array().square();
    w.array() -= rate * g.array() / (s.sqrt() + static_cast<S>(epsilon));
  }
};

/// RMSProp (Hinton's lecture 6e, 2012): Adagrad that forgets.
///
///     s ← ρ s + (1 - ρ) g²        w ← w - η g / (√s + ε)
struct RmsProp {
  double decay = 0.99;  // ρ
  double epsilon = 1e-8;

  template <class S>
  void update(Matrix<S>& w, const Matrix<S>& g, Memory<S>& memory, S rate, int) const {
    auto s = memory.first.array();
    s = static_cast<S>(decay) * s + static_cast<S>(1 - decay) * g.array().square();
    w.array() -= rate * g.array() / (s.sqrt() + static_cast<S>(epsilon));
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
  void update(Matrix<S>& w, const Matrix<S>& g, Memory<S>& memory, S rate, int t) const {
    auto m = memory.first.array();
    auto v = memory.second.array();
    if (weight_decay != 0) w *= 1 - rate * static_cast<S>(weight_decay);
    m = static_cast<S>(beta1) * m + static_cast<S>(1 - beta1) * g.array();
    v = static_cast<S>(beta2) * v + static_cast<S>(1 - beta2) * g.array().square();
    const S step = rate / static_cast<S>(1 - std::pow(beta1, t));
    const S correction = static_cast<S>(1 / std::sqrt(1 - std::pow(beta2, t)));
    w.array() -= step * m / (correction * v.sqrt() + static_cast<S>(epsilon));
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
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      const Tensor<Scalar>& parameter = parameters_[i];
      Matrix<Scalar>& w = parameter.graph().change(parameter);
      std::visit(
          [&](const auto& rule) {
            rule.update(w, parameter.grad(), memories_[i], static_cast<Scalar>(learning_rate),
                        steps_);
          },
          rule_);
    }
  }

  int steps() const { return steps_; }
  const std::vector<Memory<Scalar>>& memories() const { return memories_; }

  /// Goes on after so many steps with these memories, of this optimiser at that time.
  void resume(int steps, std::vector<Memory<Scalar>> memories) {
    steps_ = steps;
    memories_ = std::move(memories);
  }

 private:
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
