// Products of Eigen's matrices, compiled beforehand: whoever includes this writes W * X as ever, and
// the library's own kernel does it (products.hpp), and G * X.transpose() and W.transpose() * G, too.
//
// Each of these costs the compiler half a second otherwise, for Eigen's product is a template of
// many kernels; here a call is left. That is for exercises, which are compiled at every save. Eigen
// asks `generic_product_impl` how two factors are multiplied: for matrices of double, and transposed
// ones, it is answered here; all others (scaled ones, parts of some) go Eigen's own way. Where parts
// of a program have it and others do not, either may do the work: both give the product.
#pragma once

#include <concepts>
#include <type_traits>

#include <stepgrad/matrix/products.hpp>

namespace stepgrad {

/// One side of a product.
struct Factor {
  const Matrix<double>& matrix;
  bool transposed = false;
};

/// Of these types alone: Eigen would make a Matrix<double> of any other expression.
template <std::same_as<Matrix<double>> M>
Factor factor(const M& a) {
  return {a};
}
template <class M>
requires std::same_as<std::remove_const_t<M>, Matrix<double>> Factor
factor(const Eigen::Transpose<M>& a) {
  return {a.nestedExpression(), true};
}

/// result ← a b, in a new shape. The result must be none of the factors.
void compute_product(const Factor& a, const Factor& b, Matrix<double>& result);

}  // namespace stepgrad

namespace Eigen::internal {

template <class A, class B>
requires requires(const A& a, const B& b) {
  stepgrad::factor(a);
  stepgrad::factor(b);
}
struct generic_product_impl<A, B, DenseShape, DenseShape, GemmProduct> {
  static stepgrad::Matrix<double> product(const A& a, const B& b) {
    stepgrad::Matrix<double> result;
    stepgrad::compute_product(stepgrad::factor(a), stepgrad::factor(b), result);
    return result;
  }
  static void evalTo(stepgrad::Matrix<double>& result, const A& a, const B& b) {
    stepgrad::compute_product(stepgrad::factor(a), stepgrad::factor(b), result);
  }
  template <class Result>
  static void evalTo(Result& result, const A& a, const B& b) {
    result = product(a, b);
  }
  template <class Result>
  static void addTo(Result& result, const A& a, const B& b) {
    result += product(a, b);
  }
  template <class Result>
  static void subTo(Result& result, const A& a, const B& b) {
    result -= product(a, b);
  }
  template <class Result>
  static void scaleAndAddTo(Result& result, const A& a, const B& b, double scale) {
    result += scale * product(a, b);
  }
};

}  // namespace Eigen::internal
