// How weights begin. A seed makes the same weights, to the last bit, on every machine.
#pragma once

#include <span>
#include <string_view>

#include <stepgrad/base/random.hpp>
#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

/// Glorot and Bengio (2010), also called Xavier: uniform in ±√(6 / (inputs + outputs)), so that
/// neither values nor gradients grow or fade from layer to layer where the slope is about 1 (tanh).
template <class S>
Matrix<S> glorot(Eigen::Index outputs, Eigen::Index inputs, Random& random);

/// He et al. (2015): normal with deviation √(2 / inputs), for relu, which stops half of them.
template <class S>
Matrix<S> he(Eigen::Index outputs, Eigen::Index inputs, Random& random);

/// A way to begin by its name: the weights of a layer of so many outputs and inputs.
struct InitialRow {
  std::string_view name, about;
  Matrix<double> (*make)(Eigen::Index outputs, Eigen::Index inputs, Random& random);
};
std::span<const InitialRow> initials();

}  // namespace stepgrad
