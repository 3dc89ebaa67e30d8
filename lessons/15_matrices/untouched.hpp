// Exercise 15. A layer of neurons as matrices: there, and back.
//
// You have seen what a layer is, W u, and its way back on two units. Now write both for any layer
// and any number of samples, with biases.
#pragma once

#include <cstddef>
#include <vector>

#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;  // row after row: W[i][j] stands in row i, column j

/// V = W U + b: W has a row for each unit and a column for each input, U a row for each input and a
/// column for each sample, and b, a number for each unit, is added in every column.
///
/// Matrix V(rows, Numbers(columns, 0.0)) makes a matrix of zeros.
inline Matrix layer(const Matrix& W, const Numbers& b, const Matrix& U) {
  todo();  // replace this line; it ends with: return V;
}

/// The gradients of a loss in what the layer is made of, each of the same shape as that.
struct Gradients {
  Matrix W;
  Numbers b;
  Matrix U;
};

/// The same layer backwards. G is the gradient in V: a row for each unit, a column for each sample.
/// What is asked for is
///
///     in W   G U'      in b   the sum of G over the samples      in U   W' G
///
/// The loss is what it is: no mean is to be taken here.
inline Gradients backward(const Matrix& W, const Matrix& U, const Matrix& G) {
  todo();  // replace this line; it ends with: return {dW, db, dU};
}
