// The square is forgotten.
// Told: It is not squared yet
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) { return w * x + b - y; }
