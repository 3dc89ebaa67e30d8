// What a language model computes with vectors: Values that stand side by side, so that a row of
// weights times a vector is one node.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <stepgrad/scalar/values.hpp>

namespace stepgrad {

/// Weights in rows, one after the other.
struct WeightMatrix {
  Values entries;
  std::size_t rows = 0;

  Values row(std::size_t i) const {
    const std::size_t columns = entries.size() / rows;
    return entries.part(i * columns, columns);
  }

  /// W x.   W is m×n, x has n numbers, and what comes of them m.
  Values operator*(Values x) const { return dots(entries, x, rows); }
};

/// x / sqrt(mean of the squares + 1e-5): its numbers are 1 in the root mean square (Zhang and
/// Sennrich 2019, "Root mean square layer normalization").
Values normalised(Values x);

/// softmax: exp(a_i) / (exp(a_1) + exp(a_2) + …). The largest is taken out first, which changes
/// nothing but that no exp is too large.
Values softmax(Values a);

/// These vectors as one. Throws Error where they do not stand side by side on the tape.
Values joined(std::span<const Values> parts);

/// What a head of attention heeds: a share for each position t up to now, together 1.
///
///     share_t = softmax over t of q · k_t / sqrt(width of the head)
Values attention_shares(Values query, std::span<const Values> keys);

/// What the head brings: the mean of the values there, weighted with these shares.
///
///     y = share_1 v_1 + share_2 v_2 + …
Values attended(Values shares, std::span<const Values> values);

}  // namespace stepgrad
