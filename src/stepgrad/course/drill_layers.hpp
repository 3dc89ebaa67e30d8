// The problems of the drill about layers: the gradient of a softmax, and the shapes of matrices.
#pragma once

#include <stepgrad/base/random.hpp>
#include <stepgrad/course/drill.hpp>

namespace stepgrad {

/// Fills in what is given and asked; false if the numbers drawn make no good problem, and others
/// are to be drawn.
bool ask_of_layers(Problem& problem, Random& random);

}  // namespace stepgrad
