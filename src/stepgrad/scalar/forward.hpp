// Forward mode over a recorded graph, and forward over reverse: second derivatives.
//
// A Trace knows every operation and its operands. Walk it forwards with Duals in the place of
// numbers, and every node's derivative along one direction of the inputs comes out. Walk it
// backwards with Duals, and the gradient comes out together with *its* derivative along that
// direction: a Hessian-vector product H·d, at the cost of two sweeps and without H (Pearlmutter
// 1994, "Fast Exact Multiplication by the Hessian").
#pragma once

#include <span>
#include <vector>

#include <stepgrad/scalar/dual.hpp>
#include <stepgrad/scalar/trace.hpp>

namespace stepgrad {

/// Every node of the trace as a Dual when input i moves at the speed direction[i]. Throws Error if
/// the direction does not have a number for each input.
std::vector<Dual> forward(const Trace& trace, std::span<const double> direction);

/// dL/dx_i for every input, L being the output: a forward run for each, of which sixteen go in lanes
/// side by side, over what depends on those inputs.
std::vector<double> forward_gradient(const Trace& trace);

/// H·direction, H_ij = ∂²L/∂x_i∂x_j: how the gradient changes when the inputs move along the
/// direction. At a kink it belongs to the slopes that were taken. Throws Error as `forward` does.
std::vector<double> hessian_vector_product(const Trace& trace, std::span<const double> direction);

/// The whole H, row by row: a Hessian-vector product for every input, sixteen of them side by side in
/// lanes.
std::vector<std::vector<double>> hessian(const Trace& trace);

}  // namespace stepgrad
