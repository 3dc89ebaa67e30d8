// Attention: what a model of language needs besides products. Operations, then their functions.
//
// A column is a letter, and a document's letters stand side by side, one document after another. The
// position of each in its document is given: 0, 1, 2, 0, 1 for one of three letters and one of two.
// A letter attends to those of its own document up to itself, in several heads (Vaswani et al. 2017):
// each has its part of the rows of keys K, queries Q and values V.
//
//   width ┌───────┐ head 0          shares P: a column for each letter, and in it, of each head, a
//         │ K Q V │ head 1          number for each position up to T, the longest document's length
//         └───────┘ …
//          letters                      3 + 2 letters,  ┌ * * * * * ┐ position 0
//                                       T = 3, one head │ 0 * * 0 * │ position 1
//                                                       └ 0 0 * 0 0 ┘ position 2
//
// What comes after a letter, or is not there, is exactly 0: it is never computed.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include <stepgrad/matrix/functions.hpp>

namespace stepgrad::matrix_op {

/// Y = a column of E for each number.   That column gets the g of all places where it stands.
template <class S>
inline constexpr MatrixOp<S> embedding{
    .name = "embedding",
    .operands = "E",
    .definition = "the columns of E with these numbers",
    .rule = {"to each column, the sum of G where it stands"},
    .letter = 'X',
    .forward =
        [](Call<S>& c) {
          const std::span<const int> numbers = c.settings().labels;
          c.y().resize(c.x(0).rows(), static_cast<Index>(numbers.size()));
          for (Index j = 0; const int number : numbers) c.y().col(j++) = c.x(0).col(number);
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.setZero(c.x(0).rows(), c.x(0).cols());
          for (Index j = 0; const int number : c.settings().labels)
            share.col(number) += c.g().col(j++);
          c.give(0, share);
        },
};

/// A letter that looks back, in one head: at the columns first to first + count - 1, itself the last.
struct Look {
  Index letter, head, first, count;

  /// This head's rows of a matrix of all, in these columns; and in the letter's own.
  auto seen(auto& matrix, Index heads) const {
    const Index rows = matrix.rows() / heads;
    return matrix.block(head * rows, first, rows, count);
  }
  auto own(auto& matrix, Index heads) const {
    const Index rows = matrix.rows() / heads;
    return matrix.col(letter).segment(head * rows, rows);
  }
  /// The letter's shares (or scores), as many as it sees.
  auto shares(auto& matrix, Index heads) const {
    return matrix.col(letter).segment(head * (matrix.rows() / heads), count);
  }
};

/// Calls visit(look, heads) for every letter and head.
template <class S, class Visit>
void for_each_look(const Call<S>& c, Visit visit) {
  const Index heads = c.settings().count;
  for (Index letter = 0; const int position : c.settings().labels) {
    for (Index head = 0; head < heads; ++head)
      visit(Look{letter, head, letter - position, Index{position} + 1}, heads);
    ++letter;
  }
}

/// Z_tj = k k_t · q_j in each head, for each letter j and those t up to it; else 0.
/// K gets, at t, k Σ_j g_tj q_j; Q, at j, k Σ_t g_tj k_t.
template <class S>
inline constexpr MatrixOp<S> attention_scores{
    .name = "attention_scores",
    .operands = "KQ",
    .definition = "k * K' Q in each head, up to each letter",
    .rule = {"k * Q G' in each head", "k * K G in each head"},
    .letter = 'Z',
    .forward =
        [](Call<S>& c) {
          const std::span<const int> positions = c.settings().labels;
          const Index longest = *std::max_element(positions.begin(), positions.end()) + 1;
          const S k = c.settings().number;
          c.y().setZero(c.settings().count * longest, c.x(0).cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            look.shares(c.y(), heads) =
                k * look.seen(c.x(0), heads).transpose().lazyProduct(look.own(c.x(1), heads));
          });
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>&to_keys = c.kept(0), &to_queries = c.kept(1);
          const S k = c.settings().number;
          to_keys.setZero(c.x(0).rows(), c.x(0).cols());
          to_queries.resize(c.x(1).rows(), c.x(1).cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            const auto g = look.shares(c.g(), heads);
            look.seen(to_keys, heads) += k * look.own(c.x(1), heads).lazyProduct(g.transpose());
            look.own(to_queries, heads) = k * look.seen(c.x(0), heads).lazyProduct(g);
          });
          c.give(0, to_keys);
          c.give(1, to_queries);
        },
};

/// P = softmax of each letter's scores in each head, over the letters up to it; else 0.
/// Z gets P ∘ (G - 1 (P ∘ G summed over them)).
///
/// Each exp is computed alone: Eigen's, of several at once, may differ in the last bit from place to
/// place, and gives 3e-39 where the result is 0.
template <class S>
inline constexpr MatrixOp<S> causal_softmax{
    .name = "causal_softmax",
    .operands = "Z",
    .definition = "softmax(Z) in each head, up to each letter",
    .rule = {"Y * (G - sum(Y * G))"},
    .where = "sum: over the letters that it sees; 0 elsewhere",
    .letter = 'P',
    .forward =
        [](Call<S>& c) {
          c.y().setZero(c.x(0).rows(), c.x(0).cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            const auto scores = look.shares(c.x(0), heads);
            auto shares = look.shares(c.y(), heads);
            const S largest = scores.maxCoeff();
            shares = scores.unaryExpr([&](S z) { return std::exp(z - largest); });
            shares /= shares.sum();
          });
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>& share = c.kept(0);
          share.setZero(c.y().rows(), c.y().cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            const auto y = look.shares(c.y(), heads);
            const auto g = look.shares(c.g(), heads);
            look.shares(share, heads) = (y.array() * (g.array() - y.dot(g))).matrix();
          });
          c.give(0, share);
        },
};

/// Y = what each head brings to each letter, v_t weighted with its shares, the heads one below the
/// other: y_j = Σ_t p_tj v_t.   V gets, at t, Σ_j p_tj g_j; P, at t and j, v_t · g_j.
template <class S>
inline constexpr MatrixOp<S> attended{
    .name = "attended",
    .operands = "VP",
    .definition = "V P in each head",
    .rule = {"G P' in each head", "V' G in each head, up to each letter"},
    .forward =
        [](Call<S>& c) {
          c.y().resize(c.x(0).rows(), c.x(0).cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            look.own(c.y(), heads) =
                look.seen(c.x(0), heads).lazyProduct(look.shares(c.x(1), heads));
          });
        },
    .pull =
        [](Call<S>& c) {
          Matrix<S>&to_values = c.kept(0), &to_shares = c.kept(1);
          to_values.setZero(c.x(0).rows(), c.x(0).cols());
          to_shares.setZero(c.x(1).rows(), c.x(1).cols());
          for_each_look(c, [&](const Look& look, Index heads) {
            const auto g = look.own(c.g(), heads);
            look.seen(to_values, heads) += g.lazyProduct(look.shares(c.x(1), heads).transpose());
            look.shares(to_shares, heads) = look.seen(c.x(0), heads).transpose().lazyProduct(g);
          });
          c.give(0, to_values);
          c.give(1, to_shares);
        },
};

}  // namespace stepgrad::matrix_op

namespace stepgrad {

namespace detail {

/// Throws Error unless so many heads can share so many rows.
void check_heads(Index rows, Index heads);
/// Throws Error unless these are the positions of the letters of documents, one for each column.
void check_positions(std::span<const int> positions, Index columns);
/// Throws Error unless the rows are as many in each head as the longest document has letters.
void check_shares(MatrixShape shape, std::span<const int> positions, Index heads);

}  // namespace detail

/// A column of the table for each number: m×n and s numbers give m×s. Throws Error for a number that
/// is no column.
template <class S>
Tensor<S> embedding(Tensor<S> table, std::span<const int> numbers) {
  for (const int number : numbers)
    if (number < 0 || number >= table.columns())
      throw Error(fmt::format("the number {} for a table {}", number, shown(table.shape())), "",
                  fmt::format("Numbers count its columns from 0: 0 to {}.", table.columns() - 1));
  return detail::record(matrix_op::embedding<S>, {table}, {.labels = numbers});
}

/// How well the keys fit the queries, k times their products, in each of so many heads: of width×s
/// and width×s, (heads T)×s, T being the longest document. Throws Error unless both have the same
/// shape, the heads divide the width, and the positions are those of documents.
template <class S>
Tensor<S> attention_scores(Tensor<S> keys, Tensor<S> queries, std::span<const int> positions,
                           Index heads, std::type_identity_t<S> k = S(1)) {
  if (keys.shape() != queries.shape())
    refuse_shapes("attention_scores", keys.shape(), queries.shape(),
                  "Each letter needs a key and a query of the same size.");
  detail::check_heads(keys.rows(), heads);
  detail::check_positions(positions, keys.columns());
  return detail::record(matrix_op::attention_scores<S>, {keys, queries},
                        {.number = k, .labels = positions, .count = heads});
}

/// The softmax of the scores of each head, over the letters up to each; exactly 0 for those after it.
/// Throws Error as above.
template <class S>
Tensor<S> causal_softmax(Tensor<S> scores, std::span<const int> positions, Index heads) {
  detail::check_shares(scores.shape(), positions, heads);
  return detail::record(matrix_op::causal_softmax<S>, {scores},
                        {.labels = positions, .count = heads});
}

/// What each head brings, one below the other: its part of the values, weighted with its shares. Of
/// width×s and (heads T)×s, width×s. Throws Error as above.
template <class S>
Tensor<S> attended(Tensor<S> values, Tensor<S> shares, std::span<const int> positions,
                   Index heads) {
  if (values.columns() != shares.columns())
    refuse_shapes("attended", values.shape(), shares.shape(),
                  "Both need a column for each letter.");
  detail::check_heads(values.rows(), heads);
  detail::check_shares(shares.shape(), positions, heads);
  return detail::record(matrix_op::attended<S>, {values, shares},
                        {.labels = positions, .count = heads});
}

}  // namespace stepgrad
