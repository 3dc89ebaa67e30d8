// The memory of the matrix engine: Eigen's matrices. Columns are samples: features × samples.
//
// Eigen takes memory in one way or another, by how it is aligned, and that depends on the processor
// that is compiled for; what one way takes, the other cannot give back. So the library and all who
// use it align by 64 bytes, the most that any processor's vectors want. Then the same sums are made
// in the same order wherever a matrix happens to lie, too. Who has included Eigen before, aligned
// otherwise, is told.
#pragma once

#include <stepgrad/base/standard.hpp>

#ifndef EIGEN_MAX_ALIGN_BYTES
#define EIGEN_MAX_ALIGN_BYTES 64
#endif
#include <Eigen/Core>

static_assert(
    EIGEN_MAX_ALIGN_BYTES == 64 && !EIGEN_MALLOC_ALREADY_ALIGNED,
    "stepgrad: link the CMake target stepgrad::stepgrad (or stepgrad::matrix), or compile "
    "with -DEIGEN_MAX_ALIGN_BYTES=64: the library was, and Eigen's memory must be aligned "
    "alike in both");

namespace stepgrad {

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace stepgrad
