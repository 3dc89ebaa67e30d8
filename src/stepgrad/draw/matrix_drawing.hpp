// The diagram of a matrix trace: shapes on the wires, the rule of each step on the way back.
#pragma once

#include <cstddef>
#include <optional>

#include <stepgrad/base/matrix_trace.hpp>
#include <stepgrad/draw/drawing.hpp>

namespace stepgrad {

/// The diagram after the whole backward pass, or after `step` steps of it. Throws Error if there
/// are not that many.
Drawing drawing(const MatrixTrace& trace, std::optional<std::size_t> step = std::nullopt);

}  // namespace stepgrad
