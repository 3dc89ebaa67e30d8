// Optimisers: how a step changes the parameters, given their gradients.
//
// Each rule stands above its code: w is a parameter, g its gradient, η the learning rate; m, v and
// s are kept for every entry and start at 0. All of it is entry by entry. Constants and order are
// those of PyTorch, so that runs can be compared.
//
// A rule makes the update of one step: a function of w, g, m and v (or s), each the same stretch of
// its matrix. Stretches are short enough to stay in the first cache, so a rule may be written in
// several lines and memory is still passed only once.
//
// `stepgrad train --optimiser` and its help, the usual learning rate and configurations read the
// table `optimisers`. CONTRIBUTING.md says how to add one.
#pragma once

#include <cmath>
#include <string_view>
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

using OptimiserRule = std::variant<Sgd, Adagrad, RmsProp, Adam>;

/// What may be said of an optimiser besides its name.
struct OptimiserOptions {
  double momentum = 0.9, weight_decay = 0.01;
};

/// An optimiser by its name.
struct OptimiserRow {
  std::string_view name, about;
  double rate;          // the learning rate that is usual
  double careful_rate;  // and where losses are steep, or steps many
  OptimiserRule (*make)(const OptimiserOptions& options);
  std::string_view reads = "";  // the name of the option that it reads, if it reads one
};

inline constexpr OptimiserRow optimisers[] = {
    {.name = "sgd",
     .about = "gradient descent with momentum",
     .rate = 0.05,
     .careful_rate = 0.01,
     .make = [](const OptimiserOptions& o) -> OptimiserRule { return Sgd{.momentum = o.momentum}; },
     .reads = "momentum"},
    {.name = "nesterov",
     .about = "momentum that looks ahead",
     .rate = 0.05,
     .careful_rate = 0.01,
     .make = [](const OptimiserOptions& o) -> OptimiserRule {
       return Sgd{.momentum = o.momentum, .nesterov = true};
     },
     .reads = "momentum"},
    {.name = "adagrad",
     .about = "rarely moved parameters take larger steps",
     .rate = 0.01,
     .careful_rate = 0.01,
     .make = [](const OptimiserOptions&) -> OptimiserRule { return Adagrad{}; }},
    {.name = "rmsprop",
     .about = "adagrad that forgets",
     .rate = 0.001,
     .careful_rate = 0.001,
     .make = [](const OptimiserOptions&) -> OptimiserRule { return RmsProp{}; }},
    {.name = "adam",
     .about = "momentum and rmsprop, corrected for having started at 0",
     .rate = 0.001,
     .careful_rate = 0.001,
     .make = [](const OptimiserOptions&) -> OptimiserRule { return Adam{}; }},
    {.name = "adamw",
     .about = "adam with weights that decay",
     .rate = 0.001,
     .careful_rate = 0.001,
     .make = [](const OptimiserOptions& o) -> OptimiserRule {
       return Adam{.weight_decay = o.weight_decay};
     },
     .reads = "weight_decay"},
};

/// A rule, the parameters that it changes, and what it remembers of them.
template <class Scalar>
class Optimiser {
 public:
  Optimiser(OptimiserRule rule, std::vector<Tensor<Scalar>> parameters);

  /// Changes every parameter by its gradient.
  void step(double learning_rate);

  /// zero_grad, backward and step in one: the parameters come out the same, bit for bit. The gradient
  /// of a layer's weights, the largest matrix of all, is never written into memory: a few columns of
  /// it are computed, the weights take their step by them while they are in the first cache, and
  /// they are gone. Gradients are zeros afterwards.
  void descend(Tensor<Scalar> loss, double learning_rate);

  int steps() const { return steps_; }
  const std::vector<Memory<Scalar>>& memories() const { return memories_; }

  /// Goes on after so many steps with these memories, of this optimiser at that time.
  void resume(int steps, std::vector<Memory<Scalar>> memories);

 private:
  OptimiserRule rule_;
  std::vector<Tensor<Scalar>> parameters_;
  std::vector<Memory<Scalar>> memories_;
  Matrix<Scalar> columns_;  // a few, of a gradient
  int steps_ = 0;
};

/// Scales all gradients so that their common length ‖(g₁, g₂, …)‖ is at most `most` (Pascanu,
/// Mikolov and Bengio 2013), computed in double. Returns the length that it was.
template <class Scalar>
double clip_gradients(const std::vector<Tensor<Scalar>>& parameters, double most);

}  // namespace stepgrad
