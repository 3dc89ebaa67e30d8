// Activations by their names: every function of each entry (entrywise.hpp) may stand between the
// layers of a network, and is chosen by the name of its row.
//
// To add an activation, add an operation to the scalar table: its matrix form is a function of each
// entry, and `explain --model`, `train --activation`, the configuration and the files of models
// know it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <stepgrad/base/table.hpp>
#include <stepgrad/matrix/graph.hpp>

namespace stepgrad {

/// All of them. Their names say what they are; `stepgrad ops NAME` says more.
std::vector<Named> activations();

/// The operation of that name. Throws Error for another name, with the nearest.
template <class Scalar>
const MatrixOp<Scalar>& activation_named(std::string_view name);

/// Does it flatten out to both sides, as tanh does? Then what comes out of a layer must not be
/// large.
template <class Scalar>
bool saturates(const MatrixOp<Scalar>& activation);

}  // namespace stepgrad
