// Missteps in what trains: the mistakes that learners make with matrices and in loops of gradient
// descent, known by the numbers that come of them.
//
// Each is worked out as the learner would have, and taken for the cause only if it explains all
// numbers of all samples. misstep.hpp does the same for a backward pass of scalars.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace stepgrad {

using Rows = std::vector<std::vector<double>>;  // a matrix, row after row

Rows transposed_rows(const Rows& rows);

/// A matrix that somebody has computed, beside the right one.
struct MatrixFinding {
  Rows yours, expected;
  std::size_t batch = 1;  // over how many samples it is a mean; 1 if it is none
  Rows summed = {};       // of a column of sums: the matrix whose rows are summed, if there is one
};

/// The misstep that explains all of these: transposed, summed over the wrong axis, the mean over the
/// batch forgotten or taken twice, the sign turned, rows one place too far (labels counted from 1),
/// numbers that are too large for exp, or only a shape that is not the right one. A sentence, or ""
/// if none does. Throws Error if there is no finding.
std::string matrix_misstep(std::span<const MatrixFinding> findings);

/// Gradient descent, w ← w − rate · gradient(w), and where somebody has arrived with it.
struct DescentFinding {
  std::function<std::vector<double>(const std::vector<double>& w)> gradient;
  std::vector<double> start;
  double rate;
  std::size_t steps;
  std::vector<double> arrived;
};

/// Where it leads.
std::vector<double> descended(const DescentFinding& finding);

/// The misstep that explains where all of these have arrived: uphill, gradients that are not cleared
/// from step to step, an entry of w that is changed while the gradient of the next still needs it,
/// the rate left out, taken twice or as a divisor, the gradient of the start for all steps, a step
/// too few or too many, the way there for the place. A sentence, or "" if none does. Throws Error if there is no finding.
std::string descent_misstep(std::span<const DescentFinding> findings);

}  // namespace stepgrad
