// Exercise 26. Attention, there and back.
//
// You have seen what a letter heeds, what it hears, and what the gradient does to keys. Now write it,
// for one head. From exercise 12 is here
//
//     lesson12::softmax(scores)    the probabilities of scores
//
// Matrices have a row for each letter that is read, in order: row t of Q is the query of letter t, row
// t of K its key, row t of V its value. All queries and keys are of one length, d; values may be of
// another.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include <learned/12_softmax.hpp>
#include <stepgrad/course/todo.hpp>

using namespace stepgrad;

using Numbers = std::vector<double>;
using Matrix = std::vector<Numbers>;  // row after row

/// What a letter heeds: softmax of q times each of these keys, divided by the root of d.
inline Numbers shares(const Numbers& q, const Matrix& keys) {
  todo();  // replace this line
}

/// What each letter hears, a row for each: the mean of the values of itself and all letters before,
/// each with its share.
inline Matrix attention(const Matrix& Q, const Matrix& K, const Matrix& V) {
  todo();  // replace this line; it ends with: return Y;
}

/// The slopes of L in queries, keys and values, or as many matrices.
struct Slopes {
  Matrix Q, K, V;
};

/// Those slopes, given G = dL/dY: a row for each letter, as Y has.
inline Slopes backward(const Matrix& Q, const Matrix& K, const Matrix& V, const Matrix& G) {
  todo();  // replace this line; it ends with: return slopes;
}
