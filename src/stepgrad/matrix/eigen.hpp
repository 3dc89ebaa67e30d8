// The memory of the matrix engine: Eigen's matrices. Columns are samples: features × samples.
#pragma once

#include <Eigen/Core>

namespace stepgrad {

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace stepgrad
