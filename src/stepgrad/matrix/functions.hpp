// What a program writes: operations on Tensors. Each checks the shapes, then records a row of
// op.hpp, parts.hpp, entrywise.hpp or losses.hpp.
//
//   Tensor<double> a = graph.parameter(Matrix<double>::Constant(2, 3, 4), "A");
//   Tensor<double> y = 1 - 2 * a / row_sums(a);   // a column, used for every column of A
//   y += columns(a, 0);                           // its first column, used likewise
//   backward(mean(pow(y, 2)));
//   std::cout << y << '\n' << named(rows(y, 1), "last row") << '\n';
//
// A shape that does not fit is an Error that names the operation and both shapes.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include <stepgrad/base/number.hpp>
#include <stepgrad/matrix/entrywise.hpp>
#include <stepgrad/matrix/losses.hpp>
#include <stepgrad/matrix/op.hpp>
#include <stepgrad/matrix/parts.hpp>

namespace stepgrad {

namespace detail {

template <class S>
Tensor<S> record(const MatrixOp<S>& op, std::initializer_list<Tensor<S>> operands,
                 const Settings<S>& settings = {}) {
  return operands.begin()->graph().record(op, {operands.begin(), operands.size()}, settings);
}

/// Entry by entry, each spread to the shape of the other where it has a side of 1.
template <class S>
Tensor<S> entrywise(const MatrixOp<S>& op, Tensor<S> a, Tensor<S> b) {
  const auto fits = [](Index one, Index other) { return one == other || one == 1 || other == 1; };
  if (fits(a.rows(), b.rows()) && fits(a.columns(), b.columns())) return record(op, {a, b});
  refuse_shapes(
      op.name, a.shape(), b.shape(),
      "Both need the same shape, or one is a column with as many rows, a row with as many "
      "columns, or a number.");
}

/// A plain number beside a Tensor: a constant that is named by it.
template <class S>
Tensor<S> number_beside(Tensor<S> a, S number) {
  return a.graph().constant(Eigen::Map<const Matrix<S>>(&number, 1, 1),
                            shown(static_cast<double>(number)));
}

/// Rows or columns `first` to first + count - 1. Throws Error if there are not so many.
template <class S>
Tensor<S> part(const MatrixOp<S>& op, Tensor<S> a, Index first, Index count, Index all) {
  if (first >= 0 && count >= 1 && first <= all - count)
    return record(op, {a}, {.first = first, .count = count});
  throw Error(
      fmt::format("{} {} to {} of {}", op.name, first, first + count - 1, shown(a.shape())), "",
      fmt::format("They are counted from 0, to {}, and there must be one at least.", all - 1));
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
  const MatrixShape shape = scores.shape();
  if (static_cast<Index>(labels.size()) != shape.columns)
    throw Error(
        fmt::format("{} of logits {} and {} labels", loss.name, shown(shape), labels.size()), "",
        "Each column of the logits is a sample and needs one label.");
  for (const int label : labels)
    if (label < 0 || label >= shape.rows)
      throw Error(
          fmt::format("the label {} for logits {}", label, shown(shape)), "",
          fmt::format("Labels count the rows of the logits from 0: 0 to {}.", shape.rows - 1));
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
  const MatrixShape weights = w.shape(), samples = x.shape(), bias = b.shape();
  if (weights.columns != samples.rows)
    refuse_shapes("affine", weights, samples,
                  "The weights need a column for each row (feature) of the samples.");
  if (bias != MatrixShape{weights.rows, 1})
    refuse_shapes("affine", weights, bias,
                  "The bias must be one column with a row for each row of the weights.");
  return detail::record(matrix_op::affine<S>, {w, x, b});
}

template <class S>
Tensor<S> transpose(Tensor<S> a) {
  return detail::record(matrix_op::transpose<S>, {a});
}

// ---- entry by entry -----------------------------------------------------------------------------
//
// Both of the same shape; or one is a column (used for every column of the other), a row (for every
// row), a 1 x 1 matrix or a plain number. The matrix product is `matmul`.

#define STEPGRAD_ENTRYWISE(function, row)                                           \
  template <class S>                                                                \
  Tensor<S> function(Tensor<S> a, Tensor<S> b) {                                    \
    return detail::entrywise(matrix_op::row<S>, a, b);                              \
  }                                                                                 \
  template <class S>                                                                \
  Tensor<S> function(Tensor<S> a, std::type_identity_t<S> b) {                      \
    return detail::entrywise(matrix_op::row<S>, a, detail::number_beside<S>(a, b)); \
  }                                                                                 \
  template <class S>                                                                \
  Tensor<S> function(std::type_identity_t<S> a, Tensor<S> b) {                      \
    return detail::entrywise(matrix_op::row<S>, detail::number_beside<S>(b, a), b); \
  }
STEPGRAD_ENTRYWISE(operator+, add)
STEPGRAD_ENTRYWISE(operator-, sub)
STEPGRAD_ENTRYWISE(operator/, div)
STEPGRAD_ENTRYWISE(pow, pow)
STEPGRAD_ENTRYWISE(max, larger)  // the larger of two entries
STEPGRAD_ENTRYWISE(min, smaller)
#undef STEPGRAD_ENTRYWISE

template <class S>
Tensor<S> operator*(Tensor<S> a, Tensor<S> b) {
  return detail::entrywise(matrix_op::mul<S>, a, b);
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

/// a becomes a + b, another result: what was computed from it before stays as it was.
template <class S, class B>
Tensor<S>& operator+=(Tensor<S>& a, const B& b) {
  return a = a + b;
}
template <class S, class B>
Tensor<S>& operator-=(Tensor<S>& a, const B& b) {
  return a = a - b;
}
template <class S, class B>
Tensor<S>& operator*=(Tensor<S>& a, const B& b) {
  return a = a * b;
}
template <class S, class B>
Tensor<S>& operator/=(Tensor<S>& a, const B& b) {
  return a = a / b;
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
template <class S> Tensor<S> selu(Tensor<S> a)       { return compute<op::selu>(a); }
template <class S> Tensor<S> gelu(Tensor<S> a)       { return compute<op::gelu>(a); }
template <class S> Tensor<S> softplus(Tensor<S> a)   { return compute<op::softplus>(a); }
template <class S> Tensor<S> swish(Tensor<S> a)      { return compute<op::swish>(a); }
template <class S> Tensor<S> erf(Tensor<S> a)        { return compute<op::erf>(a); }
template <class S> Tensor<S> abs(Tensor<S> a)        { return compute<op::abs>(a); }

// ---- reductions to a 1 x 1 matrix ---------------------------------------------------------------

template <class S> Tensor<S> sum(Tensor<S> a)             { return detail::record(matrix_op::sum<S>, {a}); }
template <class S> Tensor<S> mean(Tensor<S> a)            { return detail::record(matrix_op::mean<S>, {a}); }
template <class S> Tensor<S> max(Tensor<S> a)             { return detail::record(matrix_op::max<S>, {a}); }
template <class S> Tensor<S> abs_sum(Tensor<S> a)         { return detail::record(matrix_op::abs_sum<S>, {a}); }
template <class S> Tensor<S> half_square_sum(Tensor<S> a) { return detail::record(matrix_op::half_square_sum<S>, {a}); }

// ---- reductions of each row to a column, of each column to a row ----------------------------------

template <class S> Tensor<S> row_sums(Tensor<S> a)     { return detail::record(matrix_op::row_sums<S>, {a}); }
template <class S> Tensor<S> row_means(Tensor<S> a)    { return detail::record(matrix_op::row_means<S>, {a}); }
template <class S> Tensor<S> row_max(Tensor<S> a)      { return detail::record(matrix_op::row_max<S>, {a}); }
template <class S> Tensor<S> column_sums(Tensor<S> a)  { return detail::record(matrix_op::column_sums<S>, {a}); }
template <class S> Tensor<S> column_means(Tensor<S> a) { return detail::record(matrix_op::column_means<S>, {a}); }
template <class S> Tensor<S> column_max(Tensor<S> a)   { return detail::record(matrix_op::column_max<S>, {a}); }
// clang-format on

// ---- parts and wholes ---------------------------------------------------------------------------

/// Rows (features) `first`, first + 1, … of a, counted from 0. Throws Error if there are not so
/// many.
template <class S>
Tensor<S> rows(Tensor<S> a, Index first, Index count = 1) {
  return detail::part(matrix_op::rows<S>, a, first, count, a.rows());
}
/// Columns (samples); as `rows`.
template <class S>
Tensor<S> columns(Tensor<S> a, Index first, Index count = 1) {
  return detail::part(matrix_op::columns<S>, a, first, count, a.columns());
}

/// One matrix of a with b below it, of as many columns.
template <class S>
Tensor<S> above(Tensor<S> a, Tensor<S> b) {
  if (a.columns() != b.columns())
    refuse_shapes("above", a.shape(), b.shape(), "Both need as many columns.");
  return detail::record(matrix_op::above<S>, {a, b});
}
/// One matrix of a with b on its right, of as many rows.
template <class S>
Tensor<S> beside(Tensor<S> a, Tensor<S> b) {
  if (a.rows() != b.rows())
    refuse_shapes("beside", a.shape(), b.shape(), "Both need as many rows.");
  return detail::record(matrix_op::beside<S>, {a, b});
}

// ---- names, and what is shown -------------------------------------------------------------------

/// The same Tensor, named: traces, diagrams and errors call it so.
template <class S>
Tensor<S> named(Tensor<S> a, std::string_view name) {
  a.graph().set_name(a, name);
  return a;
}

/// The values of a, held fixed: no gradient goes back through them.
template <class S>
Tensor<S> detach(Tensor<S> a) {
  return detail::record(matrix_op::detach<S>, {a});
}

/// "W, 2 x 3" and its rows; of a 1 x 1 matrix the number alone. So does fmt::print("{}", a).
template <class S>
std::string shown(Tensor<S> a) {
  return shown_matrix(a.value().template cast<double>(), a.name());
}
template <class S>
std::ostream& operator<<(std::ostream& out, Tensor<S> a) {
  return out << shown(a);
}

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

/// Each column of x divided by the root of the mean of its squares, to which ε is added.
template <class S>
Tensor<S> rms_norm(Tensor<S> x, std::type_identity_t<S> epsilon = S(1e-5)) {
  return detail::record(matrix_op::rms_norm<S>, {x}, {.number = epsilon});
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

/// log softmax(logits)_label of every column, 1×s. Throws Error as `softmax_cross_entropy`.
template <class S>
Tensor<S> log_likelihood(Tensor<S> logits, std::span<const int> labels) {
  return detail::against_labels(matrix_op::log_likelihood<S>, logits, labels);
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

template <class S>
struct fmt::formatter<stepgrad::Tensor<S>> : fmt::formatter<std::string> {
  template <class Context>
  auto format(const stepgrad::Tensor<S>& a, Context& context) const {
    return fmt::formatter<std::string>::format(stepgrad::shown(a), context);
  }
};
