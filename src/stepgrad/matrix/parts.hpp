// Operations on parts of a matrix: what each row or column comes to, some of its rows or columns, and
// wholes put together of parts. Written as those of op.hpp.
#pragma once

#include <stepgrad/matrix/graph.hpp>

namespace stepgrad::matrix_op {

// ---- reductions of each row or column -----------------------------------------------------------

/// y = A 1, the sum of each row.   Each entry gets the g of its row, G 1ᵀ.
template <class S>
inline constexpr MatrixOp<S> row_sums{
    .name = "row_sums",
    .operands = "A",
    .definition = "A 1",
    .rule = {"G 1'"},
    .forward = [](Call<S>& c) { c.y() = c.x(0).rowwise().sum(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().replicate(1, c.x(0).cols())); },
};

/// yᵀ = 1ᵀ A, the sum of each column.   Each entry gets the g of its column, 1 G.
template <class S>
inline constexpr MatrixOp<S> column_sums{
    .name = "column_sums",
    .operands = "A",
    .definition = "1' A",
    .rule = {"1 G"},
    .forward = [](Call<S>& c) { c.y() = c.x(0).colwise().sum(); },
    .pull = [](Call<S>& c) { c.give(0, c.g().replicate(c.x(0).rows(), 1)); },
};

/// y = A 1 / s, the mean of each row, over s columns.   Each entry gets its part of G 1ᵀ.
template <class S>
inline constexpr MatrixOp<S> row_means{
    .name = "row_means",
    .operands = "A",
    .definition = "A 1 / s",
    .rule = {"G 1' / s"},
    .forward = [](Call<S>& c) { c.y() = c.x(0).rowwise().mean(); },
    .pull =
        [](Call<S>& c) {
          const S count = static_cast<S>(c.x(0).cols());
          c.give(0, c.g().replicate(1, c.x(0).cols()) / count);
        },
};

/// yᵀ = 1ᵀ A / r, the mean of each column, over r rows.   Each entry gets its part of 1 G.
template <class S>
inline constexpr MatrixOp<S> column_means{
    .name = "column_means",
    .operands = "A",
    .definition = "1' A / r",
    .rule = {"1 G / r"},
    .forward = [](Call<S>& c) { c.y() = c.x(0).colwise().mean(); },
    .pull =
        [](Call<S>& c) {
          const S count = static_cast<S>(c.x(0).rows());
          c.give(0, c.g().replicate(c.x(0).rows(), 1) / count);
        },
};

/// y = the largest entry of each row.   It gets the g of its row; several that are the largest share
/// it equally, as in `max`.
template <class S>
inline constexpr MatrixOp<S> row_max{
    .name = "row_max",
    .operands = "A",
    .definition = "the largest of each row of A",
    .rule = {"(G 1') * [A = Y 1'] / how many"},
    .forward =
        [](Call<S>& c) {
          c.y().resize(c.x(0).rows(), 1);
          for (Index i = 0; i < c.x(0).rows(); ++i)
            c.y()(i, 0) = c.x(0).row(i).template maxCoeff<Eigen::PropagateNaN>();
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.resize(c.x(0).rows(), c.x(0).cols());
          for (Index i = 0; i < share.rows(); ++i) {
            const auto largest = c.x(0).row(i).array() == c.y()(i, 0);
            const S part = c.g()(i, 0) / static_cast<S>(largest.count());
            share.row(i) = (part * largest.template cast<S>()).matrix();
          }
          c.give(0, share);
        },
};

/// yᵀ = the largest entry of each column; as `row_max`.
template <class S>
inline constexpr MatrixOp<S> column_max{
    .name = "column_max",
    .operands = "A",
    .definition = "the largest of each column of A",
    .rule = {"(1 G) * [A = 1 Y] / how many"},
    .forward =
        [](Call<S>& c) {
          c.y().resize(1, c.x(0).cols());
          for (Index j = 0; j < c.x(0).cols(); ++j)
            c.y()(0, j) = c.x(0).col(j).template maxCoeff<Eigen::PropagateNaN>();
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.resize(c.x(0).rows(), c.x(0).cols());
          for (Index j = 0; j < share.cols(); ++j) {
            const auto largest = c.x(0).col(j).array() == c.y()(0, j);
            const S part = c.g()(0, j) / static_cast<S>(largest.count());
            share.col(j) = (part * largest.template cast<S>()).matrix();
          }
          c.give(0, share);
        },
};

// ---- parts and wholes ---------------------------------------------------------------------------

/// Y = some rows of A, side by side as they stand.   They get G, the others 0.
template <class S>
inline constexpr MatrixOp<S> rows{
    .name = "rows",
    .operands = "A",
    .definition = "rows p to q of A",
    .rule = {"G in rows p to q, else 0"},
    .forward =
        [](Call<S>& c) { c.y() = c.x(0).middleRows(c.settings().first, c.settings().count); },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.setZero(c.x(0).rows(), c.x(0).cols());
          share.middleRows(c.settings().first, c.settings().count) = c.g();
          c.give(0, share);
        },
};

/// Y = some columns (samples) of A.   They get G, the others 0.
template <class S>
inline constexpr MatrixOp<S> columns{
    .name = "columns",
    .operands = "A",
    .definition = "columns p to q of A",
    .rule = {"G in columns p to q, else 0"},
    .forward =
        [](Call<S>& c) { c.y() = c.x(0).middleCols(c.settings().first, c.settings().count); },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.setZero(c.x(0).rows(), c.x(0).cols());
          share.middleCols(c.settings().first, c.settings().count) = c.g();
          c.give(0, share);
        },
};

/// Y = A with B below it.   Each gets its rows of G.
template <class S>
inline constexpr MatrixOp<S> above{
    .name = "above",
    .operands = "AB",
    .definition = "A above B",
    .rule = {"G in the rows of A", "G in the rows of B"},
    .forward =
        [](Call<S>& c) {
          c.y().resize(c.x(0).rows() + c.x(1).rows(), c.x(0).cols());
          c.y().topRows(c.x(0).rows()) = c.x(0);
          c.y().bottomRows(c.x(1).rows()) = c.x(1);
        },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g().topRows(c.x(0).rows()));
          c.give(1, c.g().bottomRows(c.x(1).rows()));
        },
};

/// Y = A with B on its right.   Each gets its columns of G.
template <class S>
inline constexpr MatrixOp<S> beside{
    .name = "beside",
    .operands = "AB",
    .definition = "A beside B",
    .rule = {"G in the columns of A", "G in the columns of B"},
    .forward =
        [](Call<S>& c) {
          c.y().resize(c.x(0).rows(), c.x(0).cols() + c.x(1).cols());
          c.y().leftCols(c.x(0).cols()) = c.x(0);
          c.y().rightCols(c.x(1).cols()) = c.x(1);
        },
    .pull =
        [](Call<S>& c) {
          c.give(0, c.g().leftCols(c.x(0).cols()));
          c.give(1, c.g().rightCols(c.x(1).cols()));
        },
};

// ---- what the way back is told -------------------------------------------------------------------

/// Y = A, as a number from outside.   A gets nothing: the way back ends here.
template <class S>
inline constexpr MatrixOp<S> detach{
    .name = "detach",
    .operands = "A",
    .definition = "A, held fixed",
    .rule = {"0"},
    .forward = [](Call<S>& c) { c.y() = c.x(0); },
    .pull = [](Call<S>&) {},
};

}  // namespace stepgrad::matrix_op
