// What is said of a step in matrices, in names and in shapes: dW1 = dA1 Xᵀ, (3×2) = (3×4)(4×2).
#pragma once

#include <string>

#include <stepgrad/base/matrix_trace.hpp>

namespace stepgrad {

/// "3×2".
std::string shape(const MatrixTrace::Numbers& matrix);

/// "W1 X + b1 1ᵀ". A gradient dL/dA1 is dA1 for short.
std::string in_names(const MatrixTrace& trace, const MatrixTrace::Words& words);

/// "(3×2)(2×4) + (3×1)(1×4)"; "" if there is more to it than sums and products.
std::string in_shapes(const MatrixTrace& trace, const MatrixTrace::Words& words);

/// What stands for a piece that is no matrix: its text as people write it, a vector of ones.
std::string sign(const MatrixTrace::Piece& piece);

/// Is it few enough numbers to be shown one by one?
bool is_small(const MatrixTrace::Numbers& matrix);

/// How large the numbers are altogether: "norm 5.2" (Frobenius), or "with inf or nan".
std::string norm(const MatrixTrace::Numbers& matrix);

/// A large matrix in a line: "128×64, from -0.3 to 0.4, norm 5.2".
std::string summary(const MatrixTrace::Numbers& matrix);

/// Where inf or nan arose first, in a sentence, or "".
std::string non_finite_remark(const MatrixTrace& trace);

}  // namespace stepgrad
