// The bracket is computed twice.
// Told: your graph has 7 operations, expected 4
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  return (w * x + b - y) * (w * x + b - y);
}
