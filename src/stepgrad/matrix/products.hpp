// The three products of a layer: W X on the way forward, G Xᵀ and Wᵀ G on the way back.
//
// Nearly all of training's time goes into these. They stand behind this header, so that another
// kernel can take the place of ours: `compute` is all that it has to offer.
//
//   compute(times(w, x), Into::assign, y);             // Y ← W X
//   compute(times(w, x).plus(b), Into::assign, y);     // Y ← W X + b 1ᵀ
//   compute(times_transposed(g, x), Into::add, dw);    // dW ← dW + G Xᵀ
//   compute(transposed_times(w, g), Into::assign, dx); // dX ← Wᵀ G
#pragma once

#include <stepgrad/matrix/eigen.hpp>

namespace stepgrad {

/// A product that is still to be computed; the matrices must live until then.
template <class Scalar>
struct Product {
  const Matrix<Scalar>* a;
  const Matrix<Scalar>* b;
  bool a_transposed = false, b_transposed = false;
  const Matrix<Scalar>* bias = nullptr;  // a column, added to every column of the product

  Product plus(const Matrix<Scalar>& column) const {
    Product product = *this;
    product.bias = &column;
    return product;
  }

  Eigen::Index rows() const { return a_transposed ? a->cols() : a->rows(); }
  Eigen::Index depth() const { return a_transposed ? a->rows() : a->cols(); }
  Eigen::Index columns() const { return b_transposed ? b->rows() : b->cols(); }
};

/// A B.
template <class Scalar>
Product<Scalar> times(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  return {&a, &b};
}
/// A Bᵀ.
template <class Scalar>
Product<Scalar> times_transposed(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  return {&a, &b, false, true};
}
/// Aᵀ B.
template <class Scalar>
Product<Scalar> transposed_times(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  return {&a, &b, true, false};
}

/// What becomes of the numbers that the result holds already.
enum class Into { assign, add };

/// Puts the product into `result`, or adds it; `assign` gives it its shape. The result must be none
/// of the operands. Shapes must fit: who records the operation has seen to that.
///
/// Sums over the depth are made in another order, and with fewer roundings, than one by one:
/// results differ by a few units of rounding between processors, never from run to run.
void compute(const Product<float>& product, Into into, Matrix<float>& result);
void compute(const Product<double>& product, Into into, Matrix<double>& result);

/// Columns `first` to first + count - 1 of a product alone, of two rows or more: what is made of them
/// then finds them in the first cache. The numbers are those of `compute`, bit for bit.
void compute_columns(const Product<float>& product, Eigen::Index first, Eigen::Index count,
                     float* result);
void compute_columns(const Product<double>& product, Eigen::Index first, Eigen::Index count,
                     double* result);

/// The same for every other expression, which Eigen computes.
template <class Expression, class Scalar>
void compute(const Eigen::MatrixBase<Expression>& expression, Into into, Matrix<Scalar>& result) {
  if (into == Into::assign)
    result.noalias() = expression.derived();
  else
    result.noalias() += expression.derived();
}

}  // namespace stepgrad
