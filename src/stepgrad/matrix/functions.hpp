// What a program writes: operations on Tensors. Each checks the shapes, then records a row of
// op.hpp, entrywise.hpp or losses.hpp.
//
// A shape that does not fit is an Error that names the operation and both shapes.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/matrix/entrywise.hpp>
#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/matrix/op.hpp>

namespace stepgrad {

namespace detail {

template <class S>
Tensor<S> record(const MatrixOp<S>& op, std::initializer_list<Tensor<S>> operands,
                 const Settings<S>& settings = {}) {
  return operands.begin()->graph().record(op, {operands.begin(), operands.size()}, settings);
}

/// Entry by entry, or the column b with every column of a.
template <class S>
Tensor<S> entrywise(const MatrixOp<S>& op, Tensor<S> a, Tensor<S> b) {
  const bool column = b.shape() == MatrixShape{a.rows(), 1};
  if (a.shape() == b.shape() || column) return record(op, {a, b});
  refuse_shapes(op.name, a.shape(), b.shape(),
                "Both need the same shape, or the second is a column with as many rows.");
}

/// A loss of a matrix against another. Throws Error unless they have the same shape.
template <class S>
Tensor<S> against_targets(const MatrixOp<S>& loss, Tensor<S> a, Tensor<S> targets) {
  if (a.shape() != targets.shape())
    refuse_shapes(loss.name, a.shape(), targets.shape(), "Each entry needs its target.");
  return record(loss, {a, targets});
}

/// A loss of scores against labels. Throws Error if there is not one label a sample, or a label is
/// not a row of the scores.
template <class S>
Tensor<S> against_labels(const MatrixOp<S>& loss, Tensor<S> scores, std::span<const int> labels) {
  if (static_cast<Index>(labels.size()) != scores.columns())
    throw Error(fmt::format("{} of logits {} and {} labels", loss.name, shown(scores.shape()),
                            labels.size()),
                "", "Each column of the logits is a sample and needs one label.");
  for (const int label : labels)
    if (label < 0 || label >= scores.rows())
      throw Error(
          fmt::format("the label {} for logits {}", label, shown(scores.shape())), "",
          fmt::format("Labels count the rows of the logits from 0: 0 to {}.", scores.rows() - 1));
  return record(loss, {scores}, {.number = 0, .labels = labels});
}

}  // namespace detail

// ---- products -----------------------------------------------------------------------------------

/// W X, of m×n and n×s: m×s.
template <class S>
Tensor<S> matmul(Tensor<S> w, Tensor<S> x) {
  if (w.columns() != x.rows())
    refuse_shapes("matmul", w.shape(), x.shape(),
                  "The columns of the first must be as many as the rows of the second.");
  return detail::record(matrix_op::matmul<S>, {w, x});
}

/// W X + b 1ᵀ, a layer: of m×n, n×s and m×1.
template <class S>
Tensor<S> affine(Tensor<S> w, Tensor<S> x, Tensor<S> b) {
  if (w.columns() != x.rows())
    refuse_shapes("affine", w.shape(), x.shape(),
                  "The weights need a column for each row (feature) of the samples.");
  if (b.shape() != MatrixShape{w.rows(), 1})
    refuse_shapes("affine", w.shape(), b.shape(),
                  "The bias must be one column with a row for each row of the weights.");
  return detail::record(matrix_op::affine<S>, {w, x, b});
}

template <class S>
Tensor<S> transpose(Tensor<S> a) {
  return detail::record(matrix_op::transpose<S>, {a});
}

// ---- entry by entry; b may be a column, used for every column of a ------------------------------

template <class S>
Tensor<S> operator+(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::add<S>, a, b);
}
template <class S>
Tensor<S> operator-(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::sub<S>, a, b);
}
/// Entry by entry; the matrix product is `matmul`.
template <class S>
Tensor<S> operator*(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::mul<S>, a, b);
}
template <class S>
Tensor<S> operator/(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::div<S>, a, b);
}
template <class S>
Tensor<S> pow(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::pow<S>, a, b);
}
/// The larger of two entries.
template <class S>
Tensor<S> max(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::larger<S>, a, b);
}
template <class S>
Tensor<S> min(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::smaller<S>, a, b);
}
template <class S>
Tensor<S> operator*(std::type_identity_t<S> k, Tensor<S> a) {
  return detail::record(matrix_op::scale<S>, {a}, {.number = k});
}
template <class S>
Tensor<S> operator*(Tensor<S> a, std::type_identity_t<S> k) {
  return k * a;
}
template <class S>
Tensor<S> operator-(Tensor<S> a) {
  return S(-1) * a;
}

/// The function of each entry of an operation of one operand: compute<op::tanh>(a).
template <const op::Op& row, class S>
Tensor<S> compute(Tensor<S> a) {
  return detail::record(matrix_op::of<row, S>, {a});
}

// clang-format off
template <class S> Tensor<S> square(Tensor<S> a)     { return compute<op::square>(a); }
template <class S> Tensor<S> sqrt(Tensor<S> a)       { return compute<op::sqrt>(a); }
template <class S> Tensor<S> exp(Tensor<S> a)        { return compute<op::exp>(a); }
template <class S> Tensor<S> log(Tensor<S> a)        { return compute<op::log>(a); }
template <class S> Tensor<S> expm1(Tensor<S> a)      { return compute<op::expm1>(a); }
template <class S> Tensor<S> log1p(Tensor<S> a)      { return compute<op::log1p>(a); }
template <class S> Tensor<S> sin(Tensor<S> a)        { return compute<op::sin>(a); }
template <class S> Tensor<S> cos(Tensor<S> a)        { return compute<op::cos>(a); }
template <class S> Tensor<S> tan(Tensor<S> a)        { return compute<op::tan>(a); }
template <class S> Tensor<S> atan(Tensor<S> a)       { return compute<op::atan>(a); }
template <class S> Tensor<S> tanh(Tensor<S> a)       { return compute<op::tanh>(a); }
template <class S> Tensor<S> sigmoid(Tensor<S> a)    { return compute<op::sigmoid>(a); }
template <class S> Tensor<S> relu(Tensor<S> a)       { return compute<op::relu>(a); }
template <class S> Tensor<S> leaky_relu(Tensor<S> a) { return compute<op::leaky_relu>(a); }
template <class S> Tensor<S> elu(Tensor<S> a)        { return compute<op::elu>(a); }
template <class S> Tensor<S> gelu(Tensor<S> a)       { return compute<op::gelu>(a); }
template <class S> Tensor<S> softplus(Tensor<S> a)   { return compute<op::softplus>(a); }
template <class S> Tensor<S> erf(Tensor<S> a)        { return compute<op::erf>(a); }
template <class S> Tensor<S> abs(Tensor<S> a)        { return compute<op::abs>(a); }

// ---- reductions to a 1 x 1 matrix ---------------------------------------------------------------

template <class S> Tensor<S> sum(Tensor<S> a)             { return detail::record(matrix_op::sum<S>, {a}); }
template <class S> Tensor<S> mean(Tensor<S> a)            { return detail::record(matrix_op::mean<S>, {a}); }
template <class S> Tensor<S> max(Tensor<S> a)             { return detail::record(matrix_op::max<S>, {a}); }
template <class S> Tensor<S> abs_sum(Tensor<S> a)         { return detail::record(matrix_op::abs_sum<S>, {a}); }
template <class S> Tensor<S> half_square_sum(Tensor<S> a) { return detail::record(matrix_op::half_square_sum<S>, {a}); }
// clang-format on

/// Each row (feature) of x shifted and scaled to mean 0 and deviation 1 over the samples, then to
/// the deviation gamma and the mean beta, two columns. ε is added to the variance.
template <class S>
Tensor<S> batch_norm(Tensor<S> x, Tensor<S> gamma, Tensor<S> beta,
                     std::type_identity_t<S> epsilon = S(1e-5)) {
  for (const Tensor<S>& column : {gamma, beta})
    if (column.shape() != MatrixShape{x.rows(), 1})
      refuse_shapes("batch_norm", x.shape(), column.shape(),
                    "gamma and beta must be columns with a row for each feature.");
  return detail::record(matrix_op::batch_norm<S>, {x, gamma, beta}, {.number = epsilon});
}

// ---- classification and losses ------------------------------------------------------------------

/// The softmax of every column.
template <class S>
Tensor<S> softmax(Tensor<S> logits) {
  return detail::record(matrix_op::softmax<S>, {logits});
}

/// Its logarithm, finite for any logits.
template <class S>
Tensor<S> log_softmax(Tensor<S> logits) {
  return detail::record(matrix_op::log_softmax<S>, {logits});
}

/// The mean over the samples of -log softmax(logits)_label, for any logits. Throws Error if there
/// is not one label a sample, or a label is not a row of the logits.
template <class S>
Tensor<S> softmax_cross_entropy(Tensor<S> logits, std::span<const int> labels) {
  return detail::against_labels(matrix_op::softmax_cross_entropy<S>, logits, labels);
}

/// The same against probabilities: a column of `targets` says how likely each class of a sample is.
template <class S>
Tensor<S> softmax_cross_entropy(Tensor<S> logits, Tensor<S> targets) {
  return detail::against_targets(matrix_op::soft_cross_entropy<S>, logits, targets);
}

/// The mean over all entries of the cross-entropy of sigmoid(logits) and targets in [0, 1].
template <class S>
Tensor<S> sigmoid_cross_entropy(Tensor<S> logits, Tensor<S> targets) {
  return detail::against_targets(matrix_op::sigmoid_cross_entropy<S>, logits, targets);
}

/// The mean over the samples of Σ max(0, score - score_label + 1) over the other classes. Throws
/// Error as `softmax_cross_entropy`.
template <class S>
Tensor<S> multiclass_hinge(Tensor<S> scores, std::span<const int> labels) {
  return detail::against_labels(matrix_op::multiclass_hinge<S>, scores, labels);
}

/// The mean over all entries of max(0, 1 - t a), the targets t being 1 or -1.
template <class S>
Tensor<S> hinge(Tensor<S> a, Tensor<S> t) {
  return detail::against_targets(matrix_op::hinge<S>, a, t);
}

/// The mean over all entries of (a - t)².
template <class S>
Tensor<S> mean_squared_error(Tensor<S> a, Tensor<S> t) {
  return detail::against_targets(matrix_op::mean_squared_error<S>, a, t);
}

}  // namespace stepgrad
