// Eigen's matrices of Values and of Duals: products, solvers, determinants, norms, mixed with
// doubles, printed.
//
//     Eigen::Matrix<stepgrad::Value, 2, 2> A;
//     A << x, 2, y, 1;
//     backward(A.determinant());
//
// Eigen computes entry by entry, and each entry's operations stand on the tape. For large matrices
// there is the matrix engine (matrix/), which records a product as one node.
#pragma once

#include <stepgrad/base/standard.hpp>

#include <stepgrad/matrix/eigen.hpp>

#include <Eigen/Dense>

#include <stepgrad/scalar/functions.hpp>

namespace stepgrad {

// What Eigen asks of a real number and finds by its argument.
template <Number T>
T conj(const T& x) {
  return x;
}
template <Number T>
T real(const T& x) {
  return x;
}
template <Number T>
T imag(const T&) {
  return T(0);
}
template <Number T>
T abs2(const T& x) {
  return square(x);
}

}  // namespace stepgrad

namespace Eigen {

template <stepgrad::Number T>
struct NumTraits<T> : NumTraits<double> {
  using Real = T;
  using NonInteger = T;
  using Nested = T;
  using Literal = double;
  enum { IsComplex = 0, IsInteger = 0, IsSigned = 1, RequireInitialization = 1 };
  enum { ReadCost = 1, AddCost = 8, MulCost = 8 };
  static T epsilon() { return T(NumTraits<double>::epsilon()); }
  static T dummy_precision() { return T(NumTraits<double>::dummy_precision()); }
  static T highest() { return T(NumTraits<double>::highest()); }
  static T lowest() { return T(NumTraits<double>::lowest()); }
  static T infinity() { return T(NumTraits<double>::infinity()); }
  static T quiet_NaN() { return T(NumTraits<double>::quiet_NaN()); }
};

template <stepgrad::Number T, class BinaryOp>
struct ScalarBinaryOpTraits<T, double, BinaryOp> {
  using ReturnType = T;
};
template <stepgrad::Number T, class BinaryOp>
struct ScalarBinaryOpTraits<double, T, BinaryOp> {
  using ReturnType = T;
};

namespace internal {

/// A product is summed up entry by entry: Eigen's block kernels begin with zeros, which would stand
/// on the tape, and cannot mix a Value with a double.
template <class Lhs, class Rhs>
concept ProductOfNumbers =
    stepgrad::Number<typename Lhs::Scalar> || stepgrad::Number<typename Rhs::Scalar>;

template <class Lhs, class Rhs>
requires ProductOfNumbers<Lhs, Rhs>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemmProduct>
    : generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, CoeffBasedProductMode> {
};
template <class Lhs, class Rhs>
requires ProductOfNumbers<Lhs, Rhs>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemvProduct>
    : generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, CoeffBasedProductMode> {
};

}  // namespace internal
}  // namespace Eigen
