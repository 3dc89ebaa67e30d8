// A small network for looking at, made up or trained: one training step of it, on a few made-up samples.
#pragma once

#include <stepgrad/base/matrix_trace.hpp>

#include "app/formula_arguments.hpp"

namespace stepgrad::app {

/// Is this program built with matrices? Else what needs them throws Error.
bool has_matrices();

/// One forward and one backward pass of the network. Throws Error for sizes that are none and no
/// model's folder either, or where there is a formula as well.
MatrixTrace trace_model(const ModelArguments& arguments, const FormulaArguments& formula);

}  // namespace stepgrad::app
