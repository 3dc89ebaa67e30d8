// The bracket is put around the wrong sum.
// Told: Only w and x are multiplied
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * (x + b) - y;
  return error * error;
}
