// The training loop that one writes by hand over Eigen, for one kind of network: no graph, no names,
// no layers to choose. A contender of matrix_benchmark.cpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/eigen.hpp>

/// How it is written: as one would at first, each expression into a new matrix; or with all matrices
/// there before, and products put where they belong.
enum class Written { plainly, without_allocation };

/// A multilayer perceptron with relu, softmax and cross-entropy, gradient descent with momentum 0.9.
template <class S, Written written>
class EigenLoop {
 public:
  using Matrix = stepgrad::Matrix<S>;
  using Index = Eigen::Index;

  explicit EigenLoop(const std::vector<Index>& sizes) : layers_(sizes.size() - 1) {
    stepgrad::Random random(1);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      Layer& layer = layers_[l];
      const double deviation = std::sqrt(2 / static_cast<double>(sizes[l]));
      layer.w.resize(sizes[l + 1], sizes[l]);
      for (S& weight : layer.w.reshaped()) weight = static_cast<S>(deviation * random.normal());
      layer.b = Matrix::Zero(sizes[l + 1], 1);
      layer.w_momentum = Matrix::Zero(sizes[l + 1], sizes[l]);
      layer.b_momentum = layer.b;
    }
  }

  template <class Inputs>
  void step(const Inputs& x, std::span<const int> labels, S rate) {
    for (std::size_t l = 0; l < layers_.size(); ++l)
      l == 0 ? forward(layers_[l], x) : forward(layers_[l], layers_[l - 1].h);
    loss_gradient(labels);
    for (std::size_t l = layers_.size(); l-- > 0;) {
      if (l > 0) back(layers_[l], layers_[l - 1]);
      l == 0 ? update(layers_[l], x, rate) : update(layers_[l], layers_[l - 1].h, rate);
    }
  }

 private:
  struct Layer {
    Matrix w, b, w_momentum, b_momentum;
    Matrix h, g, dw, db;  // what comes out, dL/dh, and the gradients
  };

  template <class Inputs>
  void forward(Layer& layer, const Inputs& x) {
    const bool last = &layer == &layers_.back();
    if constexpr (written == Written::plainly) {
      const Matrix a = (layer.w * x).colwise() + layer.b.col(0);
      layer.h = last ? a : Matrix(a.cwiseMax(S(0)));
    } else {
      layer.h.noalias() = layer.w * x;
      layer.h.colwise() += layer.b.col(0);
      if (!last) layer.h = layer.h.cwiseMax(S(0));
    }
  }

  /// (softmax - 1 at the label) / samples.
  void loss_gradient(std::span<const int> labels) {
    Layer& last = layers_.back();
    Matrix& p = last.g;
    p = last.h;
    for (Index s = 0; s < p.cols(); ++s) {
      p.col(s) = (p.col(s).array() - p.col(s).maxCoeff()).exp();
      p.col(s) /= p.col(s).sum();
      p(labels[static_cast<std::size_t>(s)], s) -= 1;
    }
    p /= static_cast<S>(p.cols());
  }

  /// What the layer below gets: Wᵀ G, where its relu was open.
  void back(const Layer& layer, Layer& below) {
    if constexpr (written == Written::plainly) {
      const Matrix g = layer.w.transpose() * layer.g;
      below.g = g.cwiseProduct((below.h.array() > S(0)).template cast<S>().matrix());
    } else {
      below.g.noalias() = layer.w.transpose() * layer.g;
      below.g.array() *= (below.h.array() > S(0)).template cast<S>();
    }
  }

  template <class Inputs>
  void update(Layer& layer, const Inputs& x, S rate) {
    constexpr S momentum = S(0.9);
    if constexpr (written == Written::plainly) {
      const Matrix dw = layer.g * x.transpose(), db = layer.g.rowwise().sum();
      layer.w_momentum = momentum * layer.w_momentum + dw;
      layer.b_momentum = momentum * layer.b_momentum + db;
    } else {
      layer.dw.noalias() = layer.g * x.transpose();
      layer.db.noalias() = layer.g.rowwise().sum();
      layer.w_momentum = momentum * layer.w_momentum + layer.dw;
      layer.b_momentum = momentum * layer.b_momentum + layer.db;
    }
    layer.w -= rate * layer.w_momentum;
    layer.b -= rate * layer.b_momentum;
  }

  std::vector<Layer> layers_;
};
