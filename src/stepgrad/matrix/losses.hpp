// Softmax and the losses: each with its pull-back beside its forward formula, as in op.hpp.
//
// A loss is one number, the mean over the samples. Each is stable for any logits: whatever could
// overflow is taken out first, and softmax and cross-entropy are one operation, so that no
// logarithm of a vanishing probability is ever taken.
//
// A loss of classes is an operation on the outputs alone, with labels (as `multiclass_hinge`); one
// of numbers is on outputs and targets (as `mean_squared_error`). What models can be trained with
// has a row in losses.cpp, which `stepgrad train --loss` and its help, configurations, the files of
// models, the trainer and what is said of results read. CONTRIBUTING.md says how to add one.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <stepgrad/base/table.hpp>
#include <stepgrad/matrix/graph.hpp>

namespace stepgrad {

/// What is to be predicted.
enum class Task { classes, numbers };

/// The losses of the samples, 1 x s, of outputs against targets: of classes, 1 at the label, else 0.
template <class S>
using EachLoss = Tensor<S> (*)(Tensor<S> outputs, Tensor<S> targets);

/// A loss by its name. It is not templated: who trains asks for its operation in float or double.
struct Loss {
  std::string_view name;
  std::string_view about;  // what is minimised: the mean over the samples of …
  Task suits;
  const MatrixOp<float>& in_float;  // of the outputs: against labels (classes) or targets (numbers)
  const MatrixOp<double>& in_double;
  EachLoss<float> each_in_float;  // the same of every sample by itself, so that it can be weighted
  EachLoss<double> each_in_double;
  std::string_view typical;       // how an error is called that is typical for a loss of numbers
  double (*off_by)(double loss);  // its size, in the units of what is predicted

  template <class S>
  const MatrixOp<S>& operation() const {
    if constexpr (std::is_same_v<S, float>)
      return in_float;
    else
      return in_double;
  }
  template <class S>
  EachLoss<S> each() const {
    if constexpr (std::is_same_v<S, float>)
      return each_in_float;
    else
      return each_in_double;
  }
};

/// All of them. Where none is asked for, the first that suits the task is taken.
std::span<const Loss> losses();

/// Throws Error for another name, with the nearest.
const Loss& loss_named(std::string_view name);

/// The loss of the outputs, a 1 x 1 matrix: against the labels if it is one of classes, else
/// against the targets. With weights (1 x s) it is the mean of weight times loss over the samples:
/// a weight of 2 is as good as having the sample twice. Throws Error where these do not fit the
/// outputs.
template <class S>
Tensor<S> loss_of(const Loss& loss, Tensor<S> outputs, std::span<const int> labels,
                  const Eigen::Ref<const Matrix<S>>& targets,
                  const Eigen::Ref<const Matrix<S>>& weights = Matrix<S>());

/// A column for each label: 1 in the row of the label, else 0. Throws Error for a label that is no
/// row.
template <class S>
Matrix<S> one_hot(std::span<const int> labels, Index rows);

/// The loss and what the weights cost: l2 / 2 · Σ w² + l1 · Σ |w|.
template <class S>
Tensor<S> penalised(Tensor<S> loss, const std::vector<Tensor<S>>& weights, double l1, double l2);

}  // namespace stepgrad

namespace stepgrad::matrix_op {

// ---- softmax ------------------------------------------------------------------------------------

/// The softmax of each column, and log Σ exp of each, one below the other. The largest entry is taken
/// out first, so that nothing overflows: exp(z - max) is at most 1.
///
/// exp and log are computed of all columns at once, in whole vectors; between them stand plain loops,
/// for columns are short and there are many.
template <class S>
void softmax_columns(const Matrix<S>& z, Matrix<S>& probabilities, Matrix<S>& log_sums) {
  const Index rows = z.rows();
  probabilities.resize(rows, z.cols());
  log_sums.resize(z.cols(), 2);  // what is taken out, and the sum of the others
  for (Index s = 0; s < z.cols(); ++s) {
    const S* const from = z.data() + s * rows;
    S* const to = probabilities.data() + s * rows;
    S largest = from[0];
    for (Index k = 1; k < rows; ++k) largest = std::max(largest, from[k]);
    for (Index k = 0; k < rows; ++k) to[k] = from[k] - largest;
    log_sums(s, 0) = largest;
  }
  probabilities = probabilities.array().exp();
  for (Index s = 0; s < z.cols(); ++s) {
    S* const p = probabilities.data() + s * rows;
    const S total = probabilities.col(s).sum();
    for (Index k = 0; k < rows; ++k) p[k] /= total;
    log_sums(s, 1) = total;
  }
  log_sums.col(0).array() += log_sums.col(1).array().log();
}

/// P = softmax of each column: P_k = exp(z_k) / Σ exp(z_j).
/// Z gets P ∘ (G - 1 (P ∘ G summed over the column)).
template <class S>
inline constexpr MatrixOp<S> softmax{
    .name = "softmax",
    .operands = "Z",
    .definition = "softmax(Z)",
    .rule = {"Y * (G - sum(Y * G))"},
    .where = "sum: over the rows of each column",
    .letter = 'P',
    .forward = [](Call<S>& c) { softmax_columns(c.x(0), c.y(), c.kept(1)); },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share = c.y().cwiseProduct(c.g());
          for (Index s = 0; s < share.cols(); ++s)
            share.col(s) -= share.col(s).sum() * c.y().col(s);
          c.give(0, share);
        },
};

/// Y = the logarithm of the softmax of each column, z - log Σ exp(z_j), finite for any logits.
/// Z gets G - P ∘ (1 Σ G over the column), P = exp(Y) being the softmax.
template <class S>
inline constexpr MatrixOp<S> log_softmax{
    .name = "log_softmax",
    .operands = "Z",
    .definition = "log(softmax(Z))",
    .rule = {"G - exp(Y) * sum(G)"},
    .where = "sum: over the rows of each column",
    .forward =
        [](Call<S>& c) {
          Matrix<S>& log_sums = c.kept(1);
          softmax_columns(c.x(0), c.kept(0), log_sums);
          c.y() = c.x(0).rowwise() - log_sums.col(0).transpose();
        },
    .pull =
        [](Call<S>& c) {
          const Matrix<S>& probabilities = c.kept(0);
          Matrix<S>& share = c.kept(2);
          share = c.g();
          for (Index s = 0; s < share.cols(); ++s)
            share.col(s) -= c.g().col(s).sum() * probabilities.col(s);
          c.give(0, share);
        },
};

/// yᵀ = the log-likelihood of each column's label, z_label - log Σ exp(z_j), finite for any logits.
/// Z gets (T - P) ∘ (1 G), P being the softmax and T 1 at the label, else 0.
template <class S>
inline constexpr MatrixOp<S> log_likelihood{
    .name = "log_likelihood",
    .operands = "Z",
    .definition = "log P at the labels",
    .rule = {"(T - P) * (1 G)"},
    .where = "P = softmax(Z), T = 1 at the labels and 0 elsewhere",
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& logits = c.x(0);
          Matrix<S>& slope = c.kept(0);
          Matrix<S>& log_sums = c.kept(1);
          softmax_columns(logits, slope, log_sums);
          slope = -slope;
          c.y().resize(1, logits.cols());
          for (Index s = 0; s < logits.cols(); ++s) {
            const Index label = c.settings().labels[static_cast<std::size_t>(s)];
            c.y()(0, s) = logits(label, s) - log_sums(s, 0);
            slope(label, s) += 1;
          }
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(2);
          share = c.kept(0);
          for (Index s = 0; s < share.cols(); ++s) share.col(s) *= c.g()(0, s);
          c.give(0, share);
        },
};

// ---- losses -------------------------------------------------------------------------------------

/// y = mean over the samples of log Σ_k exp(z_k) - z_label: softmax and cross-entropy in one, so
/// that no logarithm of a vanishing probability is ever taken.
/// Z gets g (P - T) / s, P being the softmax and T 1 at the label, else 0.
template <class S>
inline constexpr MatrixOp<S> softmax_cross_entropy{
    .name = "softmax_cross_entropy",
    .operands = "Z",
    .definition = "mean of -log P at the labels",
    .rule = {"g * (P - T) / s"},
    .where = "P = softmax(Z), T = 1 at the labels and 0 elsewhere",
    .letter = 'L',
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& logits = c.x(0);
          Matrix<S>& off = c.kept(0);
          Matrix<S>& log_sums = c.kept(1);
          softmax_columns(logits, off, log_sums);
          S loss = 0;
          for (Index s = 0; s < logits.cols(); ++s) {
            const Index label = c.settings().labels[static_cast<std::size_t>(s)];
            loss += log_sums(s, 0) - logits(label, s);
            off(label, s) -= 1;
          }
          off /= static_cast<S>(logits.cols());
          c.y().setConstant(1, 1, loss / static_cast<S>(logits.cols()));
        },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.kept(0)); },
};

/// The same against probabilities T, one column a sample: y = mean over the samples of
/// Σ_k t_k (log Σ_j exp(z_j) - z_k).
/// Z gets g (P Σ_k t_k - T) / s; T, where anybody asks, -g log P / s.
template <class S>
inline constexpr MatrixOp<S> soft_cross_entropy{
    .name = "softmax_cross_entropy",
    .operands = "ZT",
    .definition = "mean over the samples of -sum(T * log P)",
    .rule = {"g * (P * sum(T) - T) / s", "-g * log P / s"},
    .where = "P = softmax(Z); sum: over the rows of each column",
    .letter = 'L',
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& targets = c.x(1);
          Matrix<S>& off = c.kept(0);
          Matrix<S>& log_probabilities = c.kept(1);
          Matrix<S>& log_sums = c.kept(2);
          softmax_columns(c.x(0), off, log_sums);
          log_probabilities = c.x(0).rowwise() - log_sums.col(0).transpose();
          for (Index s = 0; s < off.cols(); ++s)
            off.col(s) = off.col(s) * targets.col(s).sum() - targets.col(s);
          const S samples = static_cast<S>(off.cols());
          c.y().setConstant(1, 1, -targets.cwiseProduct(log_probabilities).sum() / samples);
        },
    .pull =
        [](Call<S>& c) {
          const S share = c.g()(0, 0) / static_cast<S>(c.x(0).cols());
          c.give(0, share * c.kept(0));
          c.give(1, -share * c.kept(1));
        },
};

/// y = mean over the samples of log(1 + exp(z)) - t z, z being one logit a sample and t in [0, 1]
/// the truth: the logit form of -t log p - (1 - t) log(1 - p), p = sigmoid(z).
/// z gets g (p - t) / s and t, where anybody asks, -g z / s.
template <class S>
inline constexpr MatrixOp<S> sigmoid_cross_entropy{
    .name = "sigmoid_cross_entropy",
    .operands = "ZT",
    .definition = "mean of -T * log P - (1 - T) * log(1 - P)",
    .rule = {"g * (P - T) / n", "-g * Z / n"},
    .where = "P = sigmoid(Z)",
    .letter = 'L',
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

/// y = mean over the samples of Σ_{k ≠ label} max(0, z_k - z_label + 1), the hinge loss of several
/// classes (Weston and Watkins 1999; the notes of CS231n).
/// Each z_k within the margin gets g / s, and z_label as many times -g / s; at it the slope 0 is
/// taken.
template <class S>
inline constexpr MatrixOp<S> multiclass_hinge{
    .name = "multiclass_hinge",
    .operands = "Z",
    .definition = "mean over the samples of sum(max(0, Z - z + 1)) but for the label",
    .rule = {"g * (M - T * sum(M)) / s"},
    .where = "z = Z at the label; T = 1 at the label, M = [Z - z + 1 > 0] elsewhere, else 0",
    .letter = 'L',
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& scores = c.x(0);
          Matrix<S>& slope = c.kept();
          slope.resize(scores.rows(), scores.cols());
          S loss = 0;
          for (Index s = 0; s < scores.cols(); ++s) {
            const Index label = c.settings().labels[static_cast<std::size_t>(s)];
            const auto margins = scores.col(s).array() - scores(label, s) + 1;
            slope.col(s) = (margins > S(0)).template cast<S>();
            loss += margins.max(S(0)).sum() - 1;  // the label's own margin is 1
            slope(label, s) -= slope.col(s).sum();
          }
          slope /= static_cast<S>(scores.cols());
          c.y().setConstant(1, 1, loss / static_cast<S>(scores.cols()));
        },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.kept()); },
};

/// y = mean of max(0, 1 - T ∘ A) over all entries, T being 1 or -1: the hinge loss of two classes.
/// A gets -g T / n within the margin, 0 beyond it and at it; T, where anybody asks, -g A / n.
template <class S>
inline constexpr MatrixOp<S> hinge{
    .name = "hinge",
    .operands = "AT",
    .definition = "mean(max(0, 1 - T * A))",
    .rule = {"-g * T * [1 > T * A] / n", "-g * A * [1 > T * A] / n"},
    .letter = 'L',
    .forward =
        [](Call<S>& c) {
          const auto a = c.x(0).array(), t = c.x(1).array();
          c.y().setConstant(1, 1, (S(1) - t * a).max(S(0)).mean());
        },
    .pull =
        [](Call<S>& c) {
          const auto a = c.x(0).array(), t = c.x(1).array();
          const S share = -c.g()(0, 0) / static_cast<S>(a.size());
          const auto within = (t * a < S(1)).template cast<S>();
          c.give(0, (share * t * within).matrix());
          c.give(1, (share * a * within).matrix());
        },
};

/// y = mean of (A - T)² over all entries.   A gets 2 g (A - T) / n.
template <class S>
inline constexpr MatrixOp<S> mean_squared_error{
    .name = "mean_squared_error",
    .operands = "AT",
    .definition = "mean((A - T)^2)",
    .rule = {"2 * g * (A - T) / n", "2 * g * (T - A) / n"},
    .letter = 'L',
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
