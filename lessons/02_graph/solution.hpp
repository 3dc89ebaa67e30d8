// A variable that holds a Value is a handle to a node. `error * error` makes one new node with two
// edges from the same node `error`; writing the bracket out twice makes a second copy of everything
// in it, and the computer does not notice that both are the same: seven operations instead of four.
//
// In a large network that is the difference between walking a graph once and walking all paths
// through it, of which there can be more than atoms in the universe. It also is the reason why one
// node may receive gradient along several edges, which is the matter of lesson 5.
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * x + b - y;
  return error * error;
}
