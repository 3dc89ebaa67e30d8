// Computed with plain numbers: right, but there is no graph.
// Told: L does not depend on w
#pragma once

#include <stepgrad/scalar/functions.hpp>

using namespace stepgrad;

inline Value squared_error(Value w, Value x, Value b, Value y) {
  const double error = w.data() * x.data() + b.data() - y.data();
  return Value(error * error);
}
