// y is added.
// Told: y should be taken away
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * x + b + y;
  return error * error;
}
