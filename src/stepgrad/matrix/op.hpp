// The operations of the matrix engine: each with its pull-back beside its forward formula.
//
// G is dL/dY, the gradient of the result, and has its shape. `give(i, …)` adds to the gradient of
// operand i. ∘ multiplies entry by entry; 1 is a vector of ones. Columns are samples, so a sum over
// the columns is a sum over the batch.
//
// Functions of each entry come from the operation table by themselves (entrywise.hpp). To add
// another operation: write its row here, its function in functions.hpp, and a line in the table
// of tests/matrix/functions_test.cpp, which compares it with numerical differentiation.
#pragma once

#include <algorithm>
#include <cmath>

#include <stepgrad/base/op.hpp>
#include <stepgrad/matrix/graph.hpp>

namespace stepgrad::matrix_op {

// ---- products -----------------------------------------------------------------------------------

/// Y = W X.   W (m×n) gets G Xᵀ, X (n×s) gets Wᵀ G, G being m×s.
template <class S>
inline constexpr MatrixOp<S> matmul{
    .name = "matmul",
    .operands = "WX",
    .definition = "W X",
    .rule = {"G X'", "W' G"},
    .letter = 'A',
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
    .operands = "WXb",
    .definition = "W X + b 1'",
    .rule = {"G X'", "W' G", "G 1"},
    .letter = 'A',
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
    .operands = "A",
    .definition = "A'",
    .rule = {"G'"},
    .forward = [](Call<S>& c) { c.y() = c.x(0).transpose(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().transpose()); },
};

// ---- entry by entry -----------------------------------------------------------------------------

// Both operands have the shape of the result, or are spread over it: a column (m×1) stands once for
// every sample, a row (1×s) once for every feature, a number (1×1) everywhere. Whatever is used
// several times gets the sum of the shares of all its uses.

/// The shape of the result: of each side the larger, where the other is 1 (or the same).
template <class S>
MatrixShape spread_shape(const Call<S>& c) {
  return {std::max(c.x(0).rows(), c.x(1).rows()), std::max(c.x(0).cols(), c.x(1).cols())};
}

/// Operand i in the shape of the result.
template <class S>
const Matrix<S>& spread(Call<S>& c, std::size_t i) {
  const Matrix<S>& x = c.x(i);
  const auto [rows, columns] = spread_shape(c);
  if (x.rows() == rows && x.cols() == columns) return x;
  Matrix<S>& wide = c.kept(i);
  if (x.size() == 1)
    wide.setConstant(rows, columns, x(0, 0));
  else
    wide = x.replicate(rows / x.rows(), columns / x.cols());
  return wide;
}

/// Gives to operand i a share in the shape of the result, summed over what it is spread along.
template <class S, class Expression>
void give_spread(Call<S>& c, std::size_t i, const Expression& share) {
  const auto [rows, columns] = spread_shape(c);
  const bool down = c.x(i).rows() < rows, across = c.x(i).cols() < columns;
  if (down && across)
    c.give(i, Matrix<S>::Constant(1, 1, share.sum()));
  else if (down)
    c.give(i, share.colwise().sum());
  else if (across)
    c.give(i, share.rowwise().sum());
  else
    c.give(i, share);
}

/// Y = A + B.   Both get G.
template <class S>
inline constexpr MatrixOp<S> add{
    .name = "add",
    .operands = "AB",
    .definition = "A + B",
    .rule = {"G", "G"},
    .forward = [](Call<S>& c) { c.y() = spread(c, 0) + spread(c, 1); },
    .pull =
        [](Call<S>& c) {
          give_spread(c, 0, c.g());
          give_spread(c, 1, c.g());
        },
};

/// Y = A - B.   A gets G, B gets -G.
template <class S>
inline constexpr MatrixOp<S> sub{
    .name = "sub",
    .operands = "AB",
    .definition = "A - B",
    .rule = {"G", "-G"},
    .forward = [](Call<S>& c) { c.y() = spread(c, 0) - spread(c, 1); },
    .pull =
        [](Call<S>& c) {
          give_spread(c, 0, c.g());
          give_spread(c, 1, -c.g());
        },
};

/// Y = A ∘ B.   A gets G ∘ B, B gets G ∘ A.
template <class S>
inline constexpr MatrixOp<S> mul{
    .name = "mul",
    .operands = "AB",
    .definition = "A * B",
    .rule = {"G * B", "G * A"},
    .forward = [](Call<S>& c) { c.y() = spread(c, 0).cwiseProduct(spread(c, 1)); },
    .pull =
        [](Call<S>& c) {
          give_spread(c, 0, c.g().cwiseProduct(spread(c, 1)));
          give_spread(c, 1, c.g().cwiseProduct(spread(c, 0)));
        },
};

/// Y = A / B.   A gets G / B, B gets -G ∘ Y / B.
template <class S>
inline constexpr MatrixOp<S> div{
    .name = "div",
    .operands = "AB",
    .definition = "A / B",
    .rule = {"G / B", "-G * Y / B"},
    .forward = [](Call<S>& c) { c.y() = spread(c, 0).cwiseQuotient(spread(c, 1)); },
    .pull =
        [](Call<S>& c) {
          const Matrix<S>& b = spread(c, 1);
          give_spread(c, 0, c.g().cwiseQuotient(b));
          give_spread(c, 1, -c.g().cwiseProduct(c.y()).cwiseQuotient(b));
        },
};

/// Y = A ^ B.   A gets G ∘ B ∘ A^(B - 1), B gets G ∘ Y ∘ log(A). As in the scalar engine, the slope
/// in the base is 0 where B = 0, and the one in the exponent where A = 0 <= B.
template <class S>
inline constexpr MatrixOp<S> pow{
    .name = "pow",
    .operands = "AB",
    .definition = "A^B",
    .rule = {"G * B * A^(B - 1)", "G * Y * log(A)"},
    .forward =
        [](Call<S>& c) {
          const auto value = [](S x, S e) { return std::pow(x, e); };
          c.y() = spread(c, 0).binaryExpr(spread(c, 1), value);
        },
    .pull =
        [](Call<S>& c) {
          const auto in_base = [](S x, S e) { return e == 0 ? S(0) : e * std::pow(x, e - 1); };
          const auto in_exponent = [](S x, S e) {
            return x == 0 && e >= 0 ? S(0) : std::pow(x, e) * std::log(x);
          };
          const Matrix<S>&a = spread(c, 0), &b = spread(c, 1);
          give_spread(c, 0, c.g().cwiseProduct(a.binaryExpr(b, in_base)));
          give_spread(c, 1, c.g().cwiseProduct(a.binaryExpr(b, in_exponent)));
        },
};

/// The row that chooses between the entries of A and B. The chosen one gets G; where both are
/// equal, each gets half. `value(a, b)` chooses, `slope(a, b)` is the slope in a.
template <class S, class Value, class Slope>
constexpr MatrixOp<S> choice(std::string_view name, std::string_view definition,
                             std::array<std::string_view, 3> rule, Value, Slope) {
  return {.name = name,
          .operands = "AB",
          .definition = definition,
          .rule = rule,
          .forward = [](Call<S>& c) { c.y() = spread(c, 0).binaryExpr(spread(c, 1), Value{}); },
          .pull =
              [](Call<S>& c) {
                const auto other = [](S x, S y) { return 1 - Slope{}(x, y); };
                const Matrix<S>&a = spread(c, 0), &b = spread(c, 1);
                give_spread(c, 0, c.g().cwiseProduct(a.binaryExpr(b, Slope{})));
                give_spread(c, 1, c.g().cwiseProduct(a.binaryExpr(b, other)));
              }};
}

template <class S>
inline constexpr MatrixOp<S> larger = choice<S>(
    "max", "max(A, B)", {"G * ([A > B] + [A = B] / 2)", "G * ([B > A] + [A = B] / 2)"},
    [](S a, S b) { return a > b || std::isnan(a) ? a : b; },
    [](S a, S b) { return op::share_of_larger(a, b); });

template <class S>
inline constexpr MatrixOp<S> smaller = choice<S>(
    "min", "min(A, B)", {"G * ([B > A] + [A = B] / 2)", "G * ([A > B] + [A = B] / 2)"},
    [](S a, S b) { return a < b || std::isnan(a) ? a : b; },
    [](S a, S b) { return op::share_of_larger(b, a); });

/// Y = k A, k a plain number.   A gets k G.
template <class S>
inline constexpr MatrixOp<S> scale{
    .name = "scale",
    .operands = "A",
    .definition = "k * A",
    .rule = {"k * G"},
    .forward = [](Call<S>& c) { c.y() = c.settings().number * c.x(0); },
    .pull = [](Call<S>& c) { c.give(0, c.settings().number * c.g()); },
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
    .operands = "Xcb",
    .definition = "c * N + b",
    .rule = {"c / d * (G - mean(G) - N * mean(G * N))", "(G * N) 1", "G 1"},
    .where = "N = (X - mean(X)) / d, d the deviation, each over the samples",
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

/// Root mean square normalisation (Zhang and Sennrich 2019). Each column is divided by the root of
/// the mean of its squares, over its r rows:
///
///     y = x / d,  d = √(mean of x² + ε)
///
/// X gets (G - Y ∘ mean(Y ∘ G)) / d: the share of G along y is taken out, for d takes it out of x.
template <class S>
inline constexpr MatrixOp<S> rms_norm{
    .name = "rms_norm",
    .operands = "X",
    .definition = "X / d",
    .rule = {"(G - Y * mean(Y * G)) / d"},
    .where = "d = the root mean square of each column; mean: over the rows of each column",
    .forward =
        [](Call<S>& c) {
          const Matrix<S>& x = c.x(0);
          Matrix<S>& size = c.kept(0);
          size.resize(1, x.cols());
          c.y().resize(x.rows(), x.cols());
          for (Index j = 0; j < x.cols(); ++j) {
            const S mean_square = x.col(j).squaredNorm() / static_cast<S>(x.rows());
            size(0, j) = std::sqrt(mean_square + c.settings().number);
            c.y().col(j) = x.col(j) / size(0, j);
          }
        },
    .pull =
        [](Call<S>& c) {
          const Matrix<S>&y = c.y(), &size = c.kept(0);
          Matrix<S>& share = c.kept(1);
          share.resize(y.rows(), y.cols());
          for (Index j = 0; j < y.cols(); ++j) {
            const S along = y.col(j).dot(c.g().col(j)) / static_cast<S>(y.rows());
            share.col(j) = (c.g().col(j) - along * y.col(j)) / size(0, j);
          }
          c.give(0, share);
        },
};

// ---- reductions ---------------------------------------------------------------------------------

/// y = the sum of all entries.   Each gets g.
template <class S>
inline constexpr MatrixOp<S> sum{
    .name = "sum",
    .operands = "A",
    .definition = "sum(A)",
    .rule = {"g 1 1'"},
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
    .operands = "A",
    .definition = "mean(A)",
    .rule = {"g 1 1' / n"},
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
    .operands = "A",
    .definition = "sum(A^2) / 2",
    .rule = {"g * A"},
    .forward = [](Call<S>& c) { c.y().setConstant(1, 1, c.x(0).squaredNorm() / 2); },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.x(0)); },
};

/// y = Σ |a|, the ℓ1 regulariser of weights.   A gets g sign(A), 0 at 0.
template <class S>
inline constexpr MatrixOp<S> abs_sum{
    .name = "abs_sum",
    .operands = "A",
    .definition = "sum(abs(A))",
    .rule = {"g * sign(A)"},
    .forward = [](Call<S>& c) { c.y().setConstant(1, 1, c.x(0).cwiseAbs().sum()); },
    .pull = [](Call<S>& c) { c.give(0, c.g()(0, 0) * c.x(0).cwiseSign()); },
};

/// y = the largest entry.   It gets g; where several are the largest, each gets an equal part, so
/// that of two each gets half, as in the scalar engine.
template <class S>
inline constexpr MatrixOp<S> max{
    .name = "max",
    .operands = "A",
    .definition = "max(A)",
    .rule = {"g * [A = Y] / sum([A = Y])"},
    .forward =
        [](Call<S>& c) {
          c.y().setConstant(1, 1, c.x(0).template maxCoeff<Eigen::PropagateNaN>());
        },
    .pull =
        [](Call<S>& c) {
          const auto largest = c.x(0).array() == c.y()(0, 0);
          const S share = c.g()(0, 0) / static_cast<S>(largest.count());
          c.give(0, (share * largest.template cast<S>()).matrix());
        },
};

}  // namespace stepgrad::matrix_op
