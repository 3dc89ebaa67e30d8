// Twice the error, where its square is meant.
// Told: error + error is twice the error
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  Value error = w * x + b - y;
  return error + error;
}
