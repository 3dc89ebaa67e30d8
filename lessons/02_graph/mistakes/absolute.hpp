// The distance, not its square.
// Told: but not squared
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * x + b - y;
  return abs(error);
}
