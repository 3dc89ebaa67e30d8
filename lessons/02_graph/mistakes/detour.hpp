// Right, with an operation that is not needed.
// Told: v4 = abs(v3)
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = abs(w * x + b - y);
  return error * error;
}
