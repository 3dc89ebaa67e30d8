// When training goes wrong: the loss is infinite or no number any more. Where did that arise, and
// what could be done?
#pragma once

#include <cstddef>

#include <stepgrad/base/error.hpp>
#include <stepgrad/train/model.hpp>

namespace stepgrad {

/// The Error to be thrown for a loss that is not finite, computed in this epoch and batch: it names
/// the first matrix that holds an inf or a nan, and says what to try.
template <class Scalar>
Error diverged(Model<Scalar>& model, Tensor<Scalar> loss, int epoch, std::size_t batch,
               double learning_rate);

}  // namespace stepgrad
