// Squares with pow: four operations, but no node is used twice.
// Told: one node that is used twice
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * x + b - y;
  return pow(error, 2);
}
