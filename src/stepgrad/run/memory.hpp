// How much memory a run takes, known before any is taken: a machine that has not got it would come
// to a halt rather than say so.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <stepgrad/matrix/shapes.hpp>

namespace stepgrad {

/// Parameters from which on it is said what they take.
inline constexpr double many_parameters = 1e7;

/// The weights and biases of a network of these sizes.
double parameters_of(const std::vector<Index>& sizes);

/// The least that training takes, in bytes: each parameter with its gradient and the two numbers
/// that the optimiser keeps of it; for each sample of a batch what every layer makes of it, before
/// and after its activation, with the gradients.
double memory_for(const std::vector<Index>& sizes, std::size_t batch, std::size_t bytes_a_number);

/// What this process may have, in bytes: the machine's memory, or less where a limit is set
/// (ulimit -v).
double memory_there();

/// Throws Error (machine) if training takes more than there is.
void require_memory(const std::vector<Index>& sizes, double needed, double there);

}  // namespace stepgrad
