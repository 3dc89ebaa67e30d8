// The formula without its brackets.
// Told: * comes before + and -
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  return w * x + b - y * w * x + b - y;
}
