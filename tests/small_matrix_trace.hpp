// A matrix trace by hand: L = sum(A) of A = W X, where sums can be done in the head.
#pragma once

#include <stepgrad/base/matrix_trace.hpp>

namespace stepgrad::test {

/// X = [1 2 3; 4 5 6], W = [10 -1], so A = [6 15 24] and L = 45; dA is ones and dW = [6 15].
inline MatrixTrace small_matrix_trace() {
  using Piece = MatrixTrace::Piece;
  using Kind = MatrixTrace::Kind;
  const auto value = [](std::size_t node) {
    return Piece{.kind = Piece::Kind::value, .node = node};
  };
  const auto gradient = [](std::size_t node) {
    return Piece{.kind = Piece::Kind::gradient, .node = node};
  };
  const Piece space{.text = " "};
  Piece x_transposed = value(0), ones{.kind = Piece::Kind::ones, .length = 3};
  x_transposed.transposed = ones.transposed = true;

  const MatrixTrace::Numbers one_row{1, 3, {1, 1, 1}}, dw{1, 2, {6, 15}};
  MatrixTrace trace;
  trace.title = "By hand";
  trace.nodes = {
      {0, "X", Kind::constant, "", {}, {}, {}, {}, {2, 3, {1, 4, 2, 5, 3, 6}}, {}},
      {1, "W", Kind::parameter, "", {}, {}, {}, {}, {1, 2, {10, -1}}, dw},
      {2,
       "A",
       Kind::operation,
       "matmul",
       {value(1), space, value(0)},
       {},
       {1, 0},
       {},
       {1, 3, {6, 15, 24}},
       one_row},
      {3,
       "L",
       Kind::operation,
       "sum",
       {{.text = "sum("}, value(2), {.text = ")"}},
       {},
       {2},
       {},
       {1, 1, {45}},
       {1, 1, {1}}},
  };
  trace.steps = {{3, 2, 0, {gradient(3), space, ones}, one_row, one_row},
                 {2, 1, 0, {gradient(2), space, x_transposed}, dw, dw}};
  trace.output = 3;
  return trace;
}

}  // namespace stepgrad::test
