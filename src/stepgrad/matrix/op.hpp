// The operations of the matrix engine: each with its pull-back beside its forward formula.
//
// G is dL/dY, the gradient of the result, and has its shape. `give(i, …)` adds to the gradient of
// operand i. ∘ multiplies entry by entry; 1 is a vector of ones. Columns are samples, so a sum over
// the columns is a sum over the batch.
//
// To add an operation: write its row here, its function in functions.hpp, and a line in the table
// of tests/matrix/functions_test.cpp, which compares it with numerical differentiation.
#pragma once

#include <cmath>
#include <numbers>

#include <stepgrad/matrix/graph.hpp>

namespace stepgrad::matrix_op {

// ---- products -----------------------------------------------------------------------------------

/// Y = W X.   W (m×n) gets G Xᵀ, X (n×s) gets Wᵀ G, G being m×s.
template <class S>
inline constexpr MatrixOp<S> matmul{
    .name = "matmul",
    .rule = {"G X'", "W' G", ""},
    .forward = [](Call<S>& c) { compute(times(c.x(0), c.x(1)), Into::assign, c.y()); },
    .pull =
        [](Call<S>& c) {
          c.give(0, times_transposed(c.g(), c.x(1)));
          c.give(1, transposed_times(c.x(0), c.g()));
        },
};

/// Y = W X + b 1ᵀ, a layer.   W gets G Xᵀ, X gets Wᵀ G, and b (m×1), which every sample uses, the
/// sum of G over the samples, G 1.
template <class S>
inline constexpr MatrixOp<S> affine{
    .name = "affine",
    .rule = {"G X'", "W' G", "G 1"},
    .forward = [](Call<S>& c) { compute(times(c.x(0), c.x(1)).plus(c.x(2)), Into::assign, c.y()); },
    .pull =
        [](Call<S>& c) {
          c.give(0, times_transposed(c.g(), c.x(1)));
          c.give(1, transposed_times(c.x(0), c.g()));
          c.give(2, c.g().rowwise().sum());
        },
};

/// Y = Aᵀ.   A gets Gᵀ.
template <class S>
inline constexpr MatrixOp<S> transpose{
    .name = "transpose",
    .rule = {"G'", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).transpose(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().transpose()); },
};

// ---- entry by entry -----------------------------------------------------------------------------

/// Y = A + B.   Both get G.
template <class S>
inline constexpr MatrixOp<S> add{
    .name = "add",
    .rule = {"G", "G", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0) + c.x(1); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g());
          c.give(1, c.g());
        },
};

/// Y = A - B.   A gets G, B gets -G.
template <class S>
inline constexpr MatrixOp<S> sub{
    .name = "sub",
    .rule = {"G", "-G", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0) - c.x(1); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g());
          c.give(1, -c.g());
        },
};

/// Y = A ∘ B.   A gets G ∘ B, B gets G ∘ A.
template <class S>
inline constexpr MatrixOp<S> mul{
    .name = "mul",
    .rule = {"G * B", "G * A", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseProduct(c.x(1)); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g().cwiseProduct(c.x(1)));
          c.give(1, c.g().cwiseProduct(c.x(0)));
        },
};

/// Y = A / B, entry by entry.   A gets G / B, B gets -G ∘ Y / B.
template <class S>
inline constexpr MatrixOp<S> div{
    .name = "div",
    .rule = {"G / B", "-G * Y / B", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseQuotient(c.x(1)); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g().cwiseQuotient(c.x(1)));
          c.give(1, -c.g().cwiseProduct(c.y()).cwiseQuotient(c.x(1)));
        },
};

/// Y = A + b 1ᵀ, the column b added to every sample.   A gets G, b gets G 1.
template <class S>
inline constexpr MatrixOp<S> add_column{
    .name = "add",
    .rule = {"G", "G 1", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).colwise() + c.x(1).col(0); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g());
          c.give(1, c.g().rowwise().sum());
        },
};

/// Y = A - b 1ᵀ.   A gets G, b gets -G 1.
template <class S>
inline constexpr MatrixOp<S> sub_column{
    .name = "sub",
    .rule = {"G", "-G 1", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).colwise() - c.x(1).col(0); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g());
          c.give(1, -c.g().rowwise().sum());
        },
};

/// Y = A ∘ (b 1ᵀ).   A gets G ∘ (b 1ᵀ), b gets (G ∘ A) 1.
template <class S>
inline constexpr MatrixOp<S> mul_column{
    .name = "mul",
    .rule = {"G * b", "(G * A) 1", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(1).col(0).asDiagonal() * c.x(0); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.x(1).col(0).asDiagonal() * c.g());
          c.give(1, c.g().cwiseProduct(c.x(0)).rowwise().sum());
        },
};

/// Y = A / (b 1ᵀ).   A gets G / (b 1ᵀ), b gets -(G ∘ Y) 1 / b.
template <class S>
inline constexpr MatrixOp<S> div_column{
    .name = "div",
    .rule = {"G / b", "-(G * Y) 1 / b", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(1).col(0).cwiseInverse().asDiagonal() * c.x(0); },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.x(1).col(0).cwiseInverse().asDiagonal() * c.g());
          c.give(1, -c.g().cwiseProduct(c.y()).rowwise().sum().cwiseQuotient(c.x(1).col(0)));
        },
};

/// Y = k A, k a plain number.   A gets k G.
template <class S>
inline constexpr MatrixOp<S> scale{
    .name = "scale",
    .rule = {"k G", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.settings().number * c.x(0); },
    .pull = [](Call<S>& c) { c.give(0, c.settings().number * c.g()); },
};

// ---- functions of each entry: A gets G ∘ f'(A)
// ----------------------------------------------------

template <class S>
inline constexpr MatrixOp<S> exp{
    .name = "exp",
    .rule = {"G * Y", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).array().exp(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().cwiseProduct(c.y())); },
};

template <class S>
inline constexpr MatrixOp<S> log{
    .name = "log",
    .rule = {"G / A", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).array().log(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().cwiseQuotient(c.x(0))); },
};

template <class S>
inline constexpr MatrixOp<S> square{
    .name = "square",
    .rule = {"2 G * A", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseAbs2(); },
    .pull = [](Call<S>& c) { c.give(0, S(2) * c.g().cwiseProduct(c.x(0))); },
};

template <class S>
inline constexpr MatrixOp<S> sqrt{
    .name = "sqrt",
    .rule = {"G / 2Y", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseSqrt(); },
    .pull = [](Call<S>& c) { c.give(0, S(0.5) * c.g().cwiseQuotient(c.y())); },
};

/// At 0 the slope 0 is taken, as in the scalar engine.
template <class S>
inline constexpr MatrixOp<S> abs{
    .name = "abs",
    .rule = {"G * sign(A)", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseAbs(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().cwiseProduct(c.x(0).cwiseSign())); },
};

template <class S>
inline constexpr MatrixOp<S> tanh{
    .name = "tanh",
    .rule = {"G * (1 - Y^2)", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).array().tanh(); },
    .pull = [](Call<S>& c) { c.give(0, (c.g().array() * (1 - c.y().array().square())).matrix()); },
};

/// 1 / (1 + exp(-a)). Where exp overflows, the result is 0, as it should be.
template <class S>
inline constexpr MatrixOp<S> sigmoid{
    .name = "sigmoid",
    .rule = {"G * Y * (1 - Y)", "", ""},
    .forward = [](Call<S>& c) { c.y() = (1 + (-c.x(0).array()).exp()).inverse(); },
    .pull =
        [](Call<S>& c) {
          c.give(0, (c.g().array() * c.y().array() * (1 - c.y().array())).matrix());
        },
};

/// At 0 the slope 0 is taken.
template <class S>
inline constexpr MatrixOp<S> relu{
    .name = "relu",
    .rule = {"G * [A > 0]", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseMax(S(0)); },
    .pull = [](Call<S>& c) { c.give(0, (c.x(0).array() > S(0)).select(c.g(), S(0))); },
};

/// The slope below 0, and at 0, is 0.01.
template <class S>
inline constexpr MatrixOp<S> leaky_relu{
    .name = "leaky_relu",
    .rule = {"G * (0.01 + 0.99 [A > 0])", "", ""},
    .forward = [](Call<S>& c) { c.y() = c.x(0).cwiseMax(S(0.01) * c.x(0)); },
    .pull = [](Call<S>& c) { c.give(0, (c.x(0).array() > S(0)).select(c.g(), S(0.01) * c.g())); },
};

/// log(1 + exp(a)), the larger of a and 0 taken out first.
template <class S>
inline constexpr MatrixOp<S> softplus{
    .name = "softplus",
    .rule = {"G * sigmoid(A)", "", ""},
    .forward =
        [](Call<S>& c) {
          c.y() = c.x(0).array().max(S(0)) + (-c.x(0).array().abs()).exp().log1p();
        },
    .pull = [](Call<S>& c) { c.give(0, (c.g().array() / (1 + (-c.x(0).array()).exp())).matrix()); },
};

// ---- normalisation ------------------------------------------------------------------------------

/// Batch normalisation (Ioffe and Szegedy 2015). For each feature (row), over the s samples:
///
///     x̂ = (x - μ) / σ,  σ = √(mean of (x - μ)² + ε)        y = γ x̂ + β
///
/// γ gets (G ∘ x̂) 1, β gets G 1, and X gets γ/σ ∘ (G - mean(G) - x̂ ∘ mean(G ∘ x̂)): what all samples
/// share is taken out, for μ and σ take it out of x.
template <class S>
inline constexpr MatrixOp<S> batch_norm{
    .name = "batch_norm",
    .rule = {"gamma / sigma * (G - mean(G) - X^ * mean(G * X^))", "(G * X^) 1", "G 1"},
    .forward =
        [](Call<S>& c) {
          Matrix<S>& normal = c.kept(0);
          Matrix<S>& deviation = c.kept(1);
          normal = c.x(0);
          deviation.resize(normal.rows(), 1);
          for (Index i = 0; i < normal.rows(); ++i) {
            normal.row(i).array() -= normal.row(i).mean();
            const S variance = normal.row(i).squaredNorm() / static_cast<S>(normal.cols());
            deviation(i, 0) = std::sqrt(variance + c.settings().number);
            normal.row(i) /= deviation(i, 0);
          }
          c.y().noalias() = c.x(1).col(0).asDiagonal() * normal;
          c.y().colwise() += c.x(2).col(0);
        },
    .pull =
        [](Call<S>& c) {
          const Matrix<S>& normal = c.kept(0);
          const Matrix<S>& deviation = c.kept(1);
          c.give(1, c.g().cwiseProduct(normal).rowwise().sum());
          c.give(2, c.g().rowwise().sum());
          Matrix<S>& share = c.kept(2);
          share = c.g();
          const S samples = static_cast<S>(normal.cols());
          for (Index i = 0; i < normal.rows(); ++i) {
            const S along = c.g().row(i).dot(normal.row(i)) / samples;
            share.row(i).array() -= c.g().row(i).mean();
            share.row(i) -= along * normal.row(i);
            share.row(i) *= c.x(1)(i, 0) / deviation(i, 0);
          }
          c.give(0, share);
        },
};

// ---- reductions ---------------------------------------------------------------------------------

/// y = the sum of all entries.   Each gets g.
template <class S>
inline constexpr MatrixOp<S> sum{
    .name = "sum",
    .rule = {"g 1 1'", "", ""},
    .forward = [](Call<S>& c) { c.y().setConstant(1, 1, c.x(0).sum()); },
    .pull =
        [](Call<S>& c) {
          c.give(0, Matrix<S>::Constant(c.x(0).rows(), c.x(0).cols(), c.g()(0, 0)));
        },
};

/// y = the mean of all entries.   Each gets g divided by how many there are.
template <class S>
inline constexpr MatrixOp<S> mean{
    .name = "mean",
    .rule = {"g 1 1' / n", "", ""},
    .forward = [](Call<S>& c) { c.y().setConstant(1, 1, c.x(0).mean()); },
    .pull =
        [](Call<S>& c) {
          c.give(0, Matrix<S>::Constant(c.x(0).rows(), c.x(0).cols(),
                                        c.g()(0, 0) / static_cast<S>(c.x(0).size())));
        },
};

/// y = ½ ‖A‖², the ℓ2 regulariser of weights.   A gets g A.
template <class S>
inline constexpr MatrixOp<S> half_square_sum{
    .name = "half_square_sum",
    .rule = {"g A", "", ""},
    .forward = [](Call<S>& c) { c.y().setConstant(1, 1, c.x(0).squaredNorm() / 2); },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.x(0)); },
};

// ---- losses, the mean over the samples ----------------------------------------------------------

/// The softmax of one column, and log Σ exp. The largest entry is taken out first, so that nothing
/// overflows: exp(z - max) is at most 1.
template <class Column, class Result>
auto softmax_column(const Column& z, Result&& probabilities) {
  const auto largest = z.maxCoeff();
  probabilities = (z.array() - largest).exp().matrix();
  const auto total = probabilities.sum();
  probabilities /= total;
  return largest + std::log(total);
}

/// P = softmax of each column: P_k = exp(z_k) / Σ exp(z_j).   Z gets P ∘ (G - 1 (P ∘ G summed over
/// the column)).
template <class S>
inline constexpr MatrixOp<S> softmax{
    .name = "softmax",
    .rule = {"P * (G - sum(P * G))", "", ""},
    .forward =
        [](Call<S>& c) {
          c.y().resize(c.x(0).rows(), c.x(0).cols());
          for (Index s = 0; s < c.x(0).cols(); ++s) softmax_column(c.x(0).col(s), c.y().col(s));
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept();
          share = c.y().cwiseProduct(c.g());
          for (Index s = 0; s < share.cols(); ++s)
            share.col(s) -= share.col(s).sum() * c.y().col(s);
          c.give(0, share);
        },
};

/// y = mean over the samples of log Σ_k exp(z_k) - z_label: softmax and cross-entropy in one, so
/// that no logarithm of a vanishing probability is ever taken.   Z gets g (P - T) / s, P being the
/// softmax and T 1 at the label, else 0.
template <class S>
inline constexpr MatrixOp<S> softmax_cross_entropy{
    .name = "softmax_cross_entropy",
    .rule = {"g (P - T) / s", "", ""},
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& logits = c.x(0);
          Matrix<S>& off = c.kept();
          off.resize(logits.rows(), logits.cols());
          S loss = 0;
          for (Index s = 0; s < logits.cols(); ++s) {
            const Index label = c.settings().labels[static_cast<std::size_t>(s)];
            loss += softmax_column(logits.col(s), off.col(s)) - logits(label, s);
            off(label, s) -= 1;
          }
          off /= static_cast<S>(logits.cols());
          c.y().setConstant(1, 1, loss / static_cast<S>(logits.cols()));
        },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.kept()); },
};

/// y = mean over the samples of log(1 + exp(z)) - t z, z being one logit a sample and t in [0, 1]
/// the truth: the logit form of -t log p - (1 - t) log(1 - p), p = sigmoid(z).   z gets g (p - t) /
/// s and t, where anybody asks, -g z / s.
template <class S>
inline constexpr MatrixOp<S> sigmoid_cross_entropy{
    .name = "sigmoid_cross_entropy",
    .rule = {"g (p - t) / s", "-g z / s", ""},
    .forward =
        [](Call<S>& c) {
          const auto z = c.x(0).array(), t = c.x(1).array();
          c.y().setConstant(1, 1, (z.max(S(0)) - t * z + (-z.abs()).exp().log1p()).mean());
        },
    .pull =
        [](Call<S>& c) {
          const auto z = c.x(0).array(), t = c.x(1).array();
          const S share = c.g()(0, 0) / static_cast<S>(z.size());
          c.give(0, (share * ((1 + (-z).exp()).inverse() - t)).matrix());
          c.give(1, (-share * z).matrix());
        },
};

/// y = mean of (A - T)² over all entries.   A gets 2 g (A - T) / n.
template <class S>
inline constexpr MatrixOp<S> mean_squared_error{
    .name = "mean_squared_error",
    .rule = {"2 g (A - T) / n", "-2 g (A - T) / n", ""},
    .forward =
        [](Call<S>& c) {
          c.y().setConstant(1, 1, (c.x(0) - c.x(1)).squaredNorm() / static_cast<S>(c.x(0).size()));
        },
    .pull =
        [](Call<S>& c) {
          const S share = 2 * c.g()(0, 0) / static_cast<S>(c.x(0).size());
          c.give(0, share * (c.x(0) - c.x(1)));
          c.give(1, share * (c.x(1) - c.x(0)));
        },
};

}  // namespace stepgrad::matrix_op
