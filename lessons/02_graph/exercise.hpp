// Exercise 2. A loss as a graph.
//
// You have seen that every operation on Values becomes a node. Now build a graph of your own: one
// that you will meet again in every lesson about learning.
#pragma once

#include <stepgrad/course/todo.hpp>
#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

/// How far the straight line w * x + b is from y, squared:
///
///     L = (w * x + b - y) * (w * x + b - y)
///
/// Values are added, subtracted and multiplied like numbers, and can be kept in a variable:
/// `Value p = w * x;`. The bracket stands in the formula twice, but it is one quantity: it should
/// be computed once, and be one node that is used twice. Four operations are enough for the whole
/// graph.
inline Value squared_error(Value w, Value x, Value b, Value y) {
  todo();  // replace this line
}
