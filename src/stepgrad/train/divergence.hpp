// When training goes wrong: the loss is infinite or no number any more. Where did that arise, and
// what could be done?
#pragma once

#include <cstddef>
#include <string>

#include <stepgrad/base/error.hpp>
#include <stepgrad/train/learner.hpp>

namespace stepgrad {

/// Where a run stood when it went wrong, and what decides which help there is.
struct Divergence {
  int epoch = 1;
  std::size_t batch = 1;
  int steps = 0;  // made before; with none the learning rate is not to blame
  double learning_rate = 0;
  bool clipped = false;        // were gradients cut?
  double l2 = 0;               // a step takes learning_rate · l2 of each weight away
  double largest_feature = 0;  // of the batch
};

/// The Error to be thrown for a loss that is not finite: it names the first matrix that holds an inf
/// or a nan, and says what to try, of what has not been tried and could help.
template <class Scalar>
Error diverged(const Learner<Scalar>& learner, Tensor<Scalar> loss, const Divergence& here);

/// The same behind the last step of an epoch: for weights that are not finite, or a loss that they
/// make so.
template <class Scalar>
Error diverged_at_end(const Learner<Scalar>& learner, double loss, const Divergence& here);

/// Which weights, or running averages of them, are not finite, in words; "" if all are.
template <class Scalar>
std::string weights_not_finite(const Learner<Scalar>& learner);

}  // namespace stepgrad
