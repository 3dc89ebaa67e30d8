// y first, and no bracket around what is taken away from it.
// Told: needs the bracket
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = y - w * x + b;
  return error * error;
}
